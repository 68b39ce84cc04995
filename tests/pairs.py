"""A pair that is set up, and sessions of theirs, put in place without the talk that leads there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import SQLModel, select

from bot import gestures, steps
from store.advice import Step
from store.prompts import Prompt, waiting
from store.relationships import Relationship, pair_key
from store.sessions import BOOKED, HELD, TO_BOOK, Meeting
from tests.life import Life

Row = TypeVar("Row", bound=SQLModel)
HELD_AT = datetime(2027, 1, 12, 13, 30, tzinfo=UTC)


def pair(life: Life, mentee: str = "maya", mentor: str = "leo", **more: Any) -> Relationship:
    """Give an active relationship of two people, set up long ago."""
    one, other = life.person(mentee), life.person(mentor)
    relationship = Relationship(
        workspace_id=one.workspace_id,
        mentee_id=one.id,
        mentor_id=other.id,
        asked_by_id=one.id,
        open_pair=pair_key(one.id, other.id),
        state="active",
        created_at=life.now - timedelta(days=20),
        begun_at=life.now - timedelta(days=20),
        ends_on=date(2028, 1, 12),
        starts_on=date(2027, 1, 12),
        **more,
    )
    life.run(lambda tx: tx.add(relationship))
    return relationship


def meeting(
    life: Life,
    relationship: Relationship,
    number: int = 1,
    *,
    state: str = HELD,
    starts_at: datetime | None = HELD_AT,
    target_on: date = date(2027, 1, 12),
) -> Meeting:
    """Give a session of theirs, held at 13:30 in London unless said otherwise."""
    session = Meeting(
        relationship_id=relationship.id,
        number=number,
        state=state,
        target_on=target_on,
        starts_at=starts_at,
    )
    life.run(lambda tx: tx.add(session))
    return session


def to_book(life: Life, relationship: Relationship, on: date, number: int = 2) -> Meeting:
    """Give the session that is still to be booked around a date."""
    return meeting(life, relationship, number, state=TO_BOOK, starts_at=None, target_on=on)


def booked(life: Life, relationship: Relationship, at: datetime, number: int = 1) -> Meeting:
    """Give a session booked for an instant."""
    return meeting(life, relationship, number, state=BOOKED, starts_at=at)


def step(life: Life, relationship: Relationship, text: str, **more: Any) -> Step:
    """Give a step of the mentee's, planned now through the bot's own verb."""
    kept: Step = life.run(
        lambda tx: steps.add(
            tx, tx.get_one(Relationship, relationship.id), None, text, life.now, **more
        )
    )
    return kept


def rows(life: Life, table: type[Row]) -> list[Row]:
    """Give all rows of a table, by their number or by when they came about."""
    columns: Any = table.__table__.columns  # type: ignore[attr-defined]
    came = [each for each in columns if each.name == "number" or each.name.endswith("_at")]
    query = select(table).order_by(*came[:1])
    found: list[Row] = life.run(lambda tx: list(tx.exec(query).all()))
    return found


def open_kinds(life: Life, handle: str, relationship: Relationship, *kinds: str) -> list[str]:
    """Give which of these kinds still wait for somebody's answer."""
    person = life.person(handle)

    def find(tx: Any) -> list[Prompt]:
        return [p for kind in kinds for p in waiting(tx, kind, relationship.id, person.id)]

    return sorted({prompt.kind for prompt in life.run(find)})


def everything_for(life: Life, handle: str) -> str:
    """Give all words of all messages somebody was ever sent, and of their Home, in one piece."""
    home = life.run(lambda tx: gestures.home(tx, life.who(handle), life.now))
    bodies = [str(message.body) for message in life.sent if message.person == handle]
    return "\n".join([*bodies, str(home)])
