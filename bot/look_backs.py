"""Look-backs: before the last session of a round Our year, after it a line each (I7, I8, I9)."""

from datetime import datetime

from sqlmodel import Session

from bot import (
    before,
    courses,
    ladders,
    people,
    prompts,
    rhythms,
    sessions,
    timers,
    totals,
    tributes,
    windows,
    years,
)
from bot.kinds import Kind, Tap
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply
from bot.windows import Pace
from store import prompts as kept
from store import trades
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting

LAST = "I7"


def is_last(tx: Session, relationship: Relationship, session: Meeting) -> bool:
    """Say whether no other session of the round follows by its rhythm."""
    if relationship.ends_on is None or session.starts_at is None:
        return False
    mentee, _ = people.pair(tx, relationship)
    on, waits = totals.held_on(session, mentee.zone), timers.of(tx)
    nth = len([row for row in courses.held(tx, relationship) if row.number < session.number]) + 1
    following = rhythms.next_target(
        on,
        nth,
        ladders.rhythm_of(relationship),
        waits.second_session_days,
        waits.sprint_every_days,
    )
    return rhythms.in_round(following, relationship.ends_on, on, on, waits) is None


def plan(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Plan I7 for a session that got a time and is the last of its round.

    It comes with the topic question to the mentee, with the one-pager to the mentor.
    """
    for prompt in kept.waiting(tx, LAST, relationship.id):
        if prompt.about["starts_at"] != _start(session):
            who = tx.get_one(Person, prompt.person_id)
            occasion = prompts.root(prompt)
            prompts.close(tx, (LAST,), relationship, who, "passed", now, occasion=occasion)
    to_come = session.state == BOOKED and session.starts_at is not None
    if not to_come or session.starts_at is None or session.starts_at <= now:
        return
    if not is_last(tx, relationship, session):
        return
    waits = timers.of(tx)
    mentee, mentor = people.pair(tx, relationship)
    for person, days in (
        (mentee, waits.topic_working_days_before),
        (mentor, waits.brief_working_days_before),
    ):
        before.plan(tx, LAST, relationship, session, person, days, now)


def _start(session: Meeting) -> str | None:
    return session.starts_at.isoformat() if session.starts_at else None


def closing_opened(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Plan I7 for a session that was booked before the closing opened or its end moved."""
    session = sessions.current(tx, relationship)
    if session is not None and session.state == BOOKED:
        plan(tx, relationship, session, now)


def _still_last(tx: Session, prompt: Prompt, now: datetime) -> bool:
    session = tx.get_one(Meeting, prompt.about["session"])
    relationship = tx.get_one(Relationship, session.relationship_id)
    booked = session.state == BOOKED and _start(session) == prompt.about["starts_at"]
    closing = relationship.state == State.CLOSING
    return closing and booked and is_last(tx, relationship, session)


def after(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Ask each for a line the morning after the last session, with that morning's trade."""
    closing = relationship.state == State.CLOSING
    if not closing or session.state != HELD or not is_last(tx, relationship, session):
        return
    trade = trades.of_session(tx, session.id)
    for kind, person in zip(("I8", "I9"), people.pair(tx, relationship), strict=True):
        due = windows.next_morning(now, people.hours(person), Pace.SESSION)
        prompts.plan(
            tx,
            kind,
            person,
            courses.of_round(relationship),
            trade.opens_at if trade and trade.opens_at > now else due,
            now,
            relationship=relationship,
        )


def _goes_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    other = people.other(tx, relationship, tx.get_one(Person, prompt.person_id))
    return relationship.open_pair is not None and other.deactivated_at is None


def _open_year(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    person = tx.get_one(Person, prompt.person_id)
    relationship = years.theirs(tx, person, prompt.relationship_id)
    prompts.answer(tx, prompt, "open_our_year", now)
    return years.show(tx, person, relationship, now)


def _writes(form: str) -> Tap:
    return lambda tx, prompt, now: Opens(form, str(prompt.relationship_id))


def _says(outcome: str) -> Tap:
    return lambda tx, prompt, now: Done(outcome)


KINDS = {
    LAST: Kind(guard=_still_last, taps={"open_our_year": _open_year, "ok": _says("ok")}),
    "I8": Kind(
        guard=_goes_on,
        taps={
            "write_thank_you": _writes(tributes.THANK_YOU),
            "ive_said_it": _says("ive_said_it"),
        },
    ),
    "I9": Kind(
        guard=_goes_on,
        taps={"write_line": _writes(tributes.LEARNED), "keep_it": _says("keep_it")},
    ),
}
