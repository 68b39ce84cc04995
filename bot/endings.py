"""Endings: the one way by which a relationship ends, however it came to it (PRODUCT 2.3)."""

from datetime import datetime

from sqlmodel import Session

from bot import errands, lifecycle, people, prompts, sessions, slots
from bot.lifecycle import State
from store import alarms
from store import prompts as kept
from store.people import Person
from store.prompts import PLANNED, SENT
from store.relationships import Relationship
from store.sessions import BOOKED, SKIPPED


def end(
    tx: Session, relationship: Relationship, now: datetime, *, by: Person | None = None
) -> None:
    """End a relationship: nothing more is asked, and the two may begin anew.

    What either wrote stays theirs; what is told about the ending is planned after this. `by`:
    whose tap it was, who hears of a session called off at once.
    """
    quiet(tx, relationship, "ended", now)
    lifecycle.move(relationship, State.ENDED, now)
    relationship.open_pair = None
    relationship.last_talk_for_id = None
    session = sessions.current(tx, relationship)
    if session is not None and session.state != BOOKED:
        session.state, session.settled_at = SKIPPED, now
    for person in people.pair(tx, relationship):
        errands.refresh_home(tx, person, now)


def quiet(tx: Session, relationship: Relationship, outcome: str, now: datetime) -> None:
    """Let go of all that is planned or asked in a relationship, and of the times on offer."""
    for prompt in kept.of_relationship(tx, relationship.id, (PLANNED, SENT)):
        kinds = (prompt.kind,)
        prompts.close(tx, kinds, relationship, None, outcome, now, occasion=prompts.root(prompt))
    for alarm in alarms.waiting(tx, relationship.id):
        alarm.rung_at = now
    session = sessions.current(tx, relationship)
    for slot in slots.waiting(tx, session) if session else ():
        slot.state = slots.WITHDRAWN
