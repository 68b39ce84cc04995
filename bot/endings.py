"""Endings: the one way by which a relationship ends, however it came to it (PRODUCT 2.3)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    bookings,
    errands,
    lifecycle,
    people,
    prompts,
    releases,
    sessions,
    slots,
    timers,
)
from bot.kinds import Kind
from bot.lifecycle import State
from store import alarms as kept_alarms
from store import prompts as kept
from store import trades
from store.people import Person
from store.prompts import PLANNED, SENT
from store.relationships import Relationship
from store.sessions import BOOKED, SKIPPED, UNCONFIRMED, Meeting

TIDIED = "ending_tidied"
ONE_DAY = timedelta(days=1)


def end(
    tx: Session, relationship: Relationship, now: datetime, *, by: Person | None = None
) -> None:
    """End a relationship: nothing more is asked, and the two may begin anew.

    What either wrote stays theirs; what is told about the ending is planned after this. `by`:
    whose tap it was, who hears of a session called off at once.
    """
    trade = trades.present(tx, relationship.id)
    if trade is not None:
        releases.end(tx, trade, now)
    quiet(tx, relationship, "ended", now)
    lifecycle.move(relationship, State.ENDED, now)
    relationship.open_pair = relationship.last_talk_for_id = None
    relationship.carried_by_id = relationship.stopped_at = None
    _close_session(tx, relationship, by, now)
    occasion = f"{relationship.id}:{now.isoformat()}"
    alarms.set_for(
        tx, TIDIED, relationship, occasion, now + timedelta(days=timers.of(tx).ended_tidied_days)
    )
    for person in people.pair(tx, relationship):
        errands.refresh_home(tx, person, now)


def quiet(tx: Session, relationship: Relationship, outcome: str, now: datetime) -> None:
    """Let go of all that is planned or asked in a relationship, and of the times on offer."""
    for prompt in kept.of_relationship(tx, relationship.id, (PLANNED, SENT)):
        kinds = (prompt.kind,)
        prompts.close(tx, kinds, relationship, None, outcome, now, occasion=prompts.root(prompt))
    for alarm in kept_alarms.waiting(tx, relationship.id):
        alarm.rung_at = now
    session = sessions.current(tx, relationship)
    for slot in slots.waiting(tx, session) if session else ():
        slot.state = slots.WITHDRAWN


def _close_session(
    tx: Session, relationship: Relationship, by: Person | None, now: datetime
) -> None:
    """Let no session stay open; one that is booked and to come is called off for both."""
    session = sessions.current(tx, relationship)
    if session is None:
        return
    if session.state == BOOKED and session.starts_at is not None and session.starts_at > now:
        call_off(tx, relationship, session, by, now)
    state = UNCONFIRMED if session.state == BOOKED else SKIPPED
    session.state, session.settled_at = state, now


def call_off(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    by: Person | None,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Take a booked session out of both calendars, with no other in its place.

    It is said along with what tells of the ending, which is `due`, or at once where that would
    come too late.
    """
    due = due or now
    session.sequence += 1
    session.state = SKIPPED
    for person in people.pair(tx, relationship):
        mine = by is not None and person.id == by.id
        soon = session.starts_at is not None and session.starts_at <= due + ONE_DAY
        at_once = mine or soon or bookings.too_late(tx, session, person, "session_off", now)
        planned = prompts.plan(
            tx,
            "session_off_at_once" if at_once else "session_off",
            person,
            f"{session.id}:{session.sequence}",
            now if at_once else due,
            now,
            relationship=relationship,
            about={"session": session.id, "sequence": session.sequence},
        )
        bookings.send_file(tx, session, person, planned.id, now, cancelled=True)


OFF = Kind(words=bookings.words, script=lambda tx, prompt: "session_off")
OFF_KINDS = ("session_off", "session_off_at_once")
KINDS = dict.fromkeys(OFF_KINDS, OFF)
