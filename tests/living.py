"""Two people who meet when they mean to, through whole years, so that a test sees what follows."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from bot import bookings, sessions
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship
from store.sessions import HELD, TO_BOOK, Meeting
from tests.closing import meetings
from tests.life import Life

SOON = timedelta(days=10)
STEP = timedelta(days=4)


def live(life: Life, until: date) -> None:
    """Turn the clock to a day; they book what is due, meet, and say so."""
    while life.now.date() < until:
        left = datetime.combine(until, time(16), UTC) - life.now
        life.turn_to(life.now + min(STEP, max(left, timedelta(hours=1))))
        life.run(lambda tx: _book(tx, life))
        for kind in ("M6",):
            if _is_open(life, kind):
                life.tap("maya", kind, "yes_note_it")


def _book(tx: Session, life: Life) -> None:
    row = tx.get_one(Relationship, life.relationship.id)
    session = sessions.current(tx, row)
    if session is None or session.state != TO_BOOK or row.state not in sessions.MEETING:
        return
    if session.target_on > (life.now + SOON).date():
        return
    on = max(session.target_on, (life.now + timedelta(days=2)).date())
    starts_at = datetime.combine(on, time(15), UTC)
    bookings.book(tx, row, session, starts_at, tx.get_one(Person, row.mentee_id), life.now)


def _is_open(life: Life, kind: str) -> bool:
    person = life.person("maya")
    query = select(Prompt).where(
        Prompt.person_id == person.id, Prompt.kind == kind, Prompt.state == SENT
    )
    return life.run(lambda tx: tx.exec(query).first()) is not None


def held(life: Life) -> list[Meeting]:
    """Give the sessions that were held."""
    return [row for row in meetings(life) if row.state == HELD]
