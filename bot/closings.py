"""Closings: six weeks before the end, a last session to look back in, and what comes next (I3)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    agendas,
    alarms,
    bookings_made,
    courses,
    errands,
    lifecycle,
    look_backs,
    people,
    prompts,
    renewal_asks,
    renewals,
    rhythms,
    sessions,
    slots,
    timers,
    windows,
)
from bot.kinds import Kind
from bot.lifecycle import State
from bot.replies import Done, Reply
from store import prompts as kept
from store.alarms import Alarm
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship
from store.sessions import TO_BOOK

LAST_TALK = ("I3", "I3_mentor")
# A break holds the closing back; it looks again each day, and is then given its time.
AFTER_BREAK = "closing_after_break"
ONE_DAY, LATE = timedelta(days=1), timedelta(days=7)


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Open the closing of an active pair; one whose end has moved has another alarm."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if alarm.occasion != courses.of_end(relationship):
        return
    if relationship.state == State.PAUSED:
        alarms.again(tx, AFTER_BREAK, relationship, alarm.occasion, now + ONE_DAY)
    elif relationship.state == State.SETTING_UP:
        alarms.again(tx, alarm.kind, relationship, alarm.occasion, now + ONE_DAY)
    elif relationship.state == State.ACTIVE:
        if alarm.kind == AFTER_BREAK or now - alarm.due_at > LATE:
            _make_room(tx, relationship, now)
        begin(tx, relationship, now)


def _make_room(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Move an end that a break has used up, so that the closing has its six weeks after all."""
    mentee, _ = people.pair(tx, relationship)
    today, waits = windows.local_day(now, mentee.zone), timers.of(tx)
    if relationship.ends_on and relationship.ends_on < today + timedelta(
        days=waits.renewal_days_before
    ):
        relationship.ends_on = today + timedelta(days=waits.closing_days_before)


def begin(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Ask both for a last session and, in the same message, what they would like after it."""
    lifecycle.move(relationship, State.CLOSING, now)
    tx.flush()
    sessions.last_of_round(tx, relationship, now)
    look_backs.closing_opened(tx, relationship, now)
    occasion = courses.of_end(relationship)
    for kind, person in zip(LAST_TALK, people.pair(tx, relationship), strict=True):
        prompts.plan(
            tx,
            kind,
            person,
            occasion,
            now,
            now,
            relationship=relationship,
            about={"booked": _under_way(tx, relationship, now)},
            expires_at=renewal_asks.end_at(tx, relationship),
        )
        errands.refresh_home(tx, person, now)
    mentee, _ = people.pair(tx, relationship)
    renewal_asks.begin(tx, relationship, windows.local_day(now, mentee.zone), now)


def _under_way(tx: Session, relationship: Relationship, now: datetime) -> bool:
    """Say whether a session is booked, on offer, or asked for these days anyway."""
    session = sessions.current(tx, relationship)
    if session is None or session.state != TO_BOOK:
        return session is not None
    asked = [row for kind in ("M1", "M2") for row in kept.waiting(tx, kind, relationship.id)]
    return any(row.state == SENT or row.due_at < now + LATE for row in asked)


def follow_end(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Follow an end that moved in the closing: later by both their wishes, it is open again.

    Less than six weeks later, or earlier, the closing goes on towards the new date.
    """
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    starts_on, ends_on = relationship.starts_on, relationship.ends_on
    if relationship.state != State.CLOSING or starts_on is None or ends_on is None:
        return
    if renewal_asks.is_set(tx, relationship) or alarm.occasion != courses.of_end(relationship):
        return
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    if rhythms.closing_opens(starts_on, ends_on, timers.of(tx)) <= today:
        renewal_asks.begin(tx, relationship, today, now)
        return
    asked = (*LAST_TALK, *renewal_asks.KINDS_OF_ASK, *renewal_asks.TOLD)
    prompts.close(tx, asked, relationship, None, "passed", now)
    renewals.forget(tx, relationship)
    lifecycle.move(relationship, State.ACTIVE, now)
    for person in (mentee, people.other(tx, relationship, mentee)):
        errands.refresh_home(tx, person, now)


def _closing(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state == State.CLOSING


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person, session = tx.get_one(Person, prompt.person_id), sessions.current(tx, relationship)
    return {
        "date": renewal_asks.end_said(tx, prompt),
        "times": slots.own(tx, session, person) if session else "",
    }


def _script(tx: Session, prompt: Prompt) -> str:
    return "I3_next" if prompt.about["booked"] else prompt.kind


def _book(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open the invite for the last session; the question closes once times are offered."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if relationship.state != State.CLOSING:
        return Done("passed")
    return bookings_made.open_booking(tx, tx.get_one(Person, prompt.person_id), relationship, now)


def _talk(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Put what's next on the agenda; nobody's answer is in it."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if relationship.state != State.CLOSING:
        return Done("passed")
    person = tx.get_one(Person, prompt.person_id)
    agendas.add(tx, relationship, "whats_next", person, now)
    return Done("talk_about_whats_next")


def _ok(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("ok")


_ASKS = Kind(
    guard=_closing,
    words=_words,
    script=_script,
    taps={"make_invite": _book, "talk_about_whats_next": _talk, "ok": _ok},
)
KINDS = dict.fromkeys(LAST_TALK, _ASKS)
ALARMS = {courses.CLOSING: ring, AFTER_BREAK: ring, courses.END_MOVED: follow_end}
