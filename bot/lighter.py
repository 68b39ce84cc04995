"""Something lighter: offered to who called off two sessions in a row, or three (M10, M13)."""

from datetime import datetime

from sqlmodel import Session

from bot import bookings, people, prompts, sessions
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply
from store import sessions as meetings
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, Meeting

SHORTER = 25
TWO, THREE = 2, 3


def offer(
    tx: Session, relationship: Relationship, session: Meeting, person: Person, now: datetime
) -> None:
    """Ask whether something lighter would help, privately; the other is never told."""
    count = _in_a_row(tx, relationship, session, person)
    if count == TWO:
        kind = "M10"
    elif count == THREE and not people.is_mentee(relationship, person):
        kind = "M13"
    else:
        return
    prompts.plan(tx, kind, person, session.id, now, now, relationship=relationship)


def _in_a_row(tx: Session, relationship: Relationship, session: Meeting, person: Person) -> int:
    """Give how many sessions up to this one the same person called off, one after the other."""
    count = 0
    for row in reversed(meetings.of_relationship(tx, relationship.id)):
        if row.number > session.number:
            continue
        if row.cancelled_by_id != person.id:
            break
        count += 1
    return count


def _shorter(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Make the next session 25 minutes, this once; the other is told how long, not why."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    session = sessions.current(tx, relationship)
    if session is None or session.minutes == SHORTER:
        return Done("25_minutes")
    session.minutes = SHORTER
    if session.state == BOOKED:
        bookings.update(tx, relationship, session, person, now)
        return Done("25_minutes")
    other = people.other(tx, relationship, person)
    prompts.plan(tx, "shorter_session", other, session.id, now, now, relationship=relationship)
    return Done("25_minutes")


def _less_often(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("rhythm_change", str(prompt.relationship_id))


def _pause(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("pause", str(prompt.relationship_id))


def _stay(outcome: str) -> Reply:
    return Done(outcome)


def _going_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state in sessions.MEETING


KINDS = {
    "M10": Kind(
        guard=_going_on,
        taps={
            "25_minutes": _shorter,
            "less_often": _less_often,
            "pause_us": _pause,
            "keep_as_it_is": lambda tx, prompt, now: _stay("keep_as_it_is"),
        },
    ),
    "M13": Kind(
        guard=_going_on,
        taps={
            "fewer_people": lambda tx, prompt, now: Opens("capacity", prompt.person_id),
            "less_often": _less_often,
            "pause": _pause,
            "its_fine": lambda tx, prompt, now: _stay("its_fine"),
        },
    ),
}
