"""Two people who have met twice and have gone quiet: where the ladder past the target begins."""

from datetime import date, timedelta
from typing import Any

from bot import ladders, sessions
from store.prompts import SENT, Prompt, of_relationship
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life
from tests.pairs import HELD_AT, meeting, pair, to_book

TARGET = date(2027, 1, 26)


def spell(life: Life, target_on: date = TARGET, **terms: Any) -> Relationship:
    """Give a pair that has met twice, with a date to meet around and its ladder planned."""
    relationship = pair(life, **{"rhythm_state": "agreed", **terms})
    meeting(life, relationship, 1, starts_at=HELD_AT - timedelta(days=60))
    meeting(life, relationship, 2)
    session = to_book(life, relationship, target_on, 3)

    def plan(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        ladders.plan(tx, row, tx.get_one(Meeting, session.id), life.now)

    life.run(plan)
    return relationship


def past(life: Life, days: int, target_on: date = TARGET) -> None:
    """Turn the clock to the evening of the day that lies so many days past the target."""
    ahead = (target_on + timedelta(days=days) - life.now.date()).days
    life.turn_to(life.now.replace(hour=21, minute=0) + timedelta(days=ahead))


def days_of(life: Life, handle: str, kind: str, target_on: date = TARGET) -> list[int]:
    """Give how many days past the target somebody got each message of a kind."""
    found = [m.at.date() for m in life.sent if m.person == handle and kind in m.kinds]
    return [(on - target_on).days for on in found]


def current(life: Life) -> Meeting:
    """Give the session to book or booked."""
    found: Meeting = life.run(
        lambda tx: sessions.current(tx, tx.get_one(Relationship, life.relationship.id))
    )
    return found


def still_open(life: Life, handle: str) -> list[str]:
    """Give the kinds of what somebody was asked and has not answered."""
    person = life.person(handle)
    rows: list[Prompt] = life.run(lambda tx: of_relationship(tx, life.relationship.id, (SENT,)))
    return sorted(row.kind for row in rows if row.person_id == person.id)
