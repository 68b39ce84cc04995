"""A pair near the end of its round: what a test of closings begins with."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot import courses, terms
from bot.rhythms import Every, Rhythm
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import TO_BOOK, Meeting, of_relationship
from tests.booking import at
from tests.life import Life
from tests.pairs import meeting, pair

ENDS_ON = date(2028, 1, 12)
OPENS_ON = date(2027, 12, 1)
BOTH = ("maya", "leo")


def near_the_end(life: Life, kind: str = "workplace", **more: Any) -> Relationship:
    """Give Maya and Leo seven weeks before the end, who met in November and have no date."""
    found = pair(life, kind=kind, rhythm_state="agreed", **more)
    life.now = at(24, 12, month=11)
    meeting(life, found, 7, starts_at=at(3, 15, month=11), target_on=date(2027, 11, 3))
    meeting(life, found, 8, state=TO_BOOK, starts_at=None, target_on=date(2028, 1, 3))
    life.run(lambda tx: courses.chart(tx, tx.get_one(Relationship, found.id), life.now))
    return found


def closing(life: Life, kind: str = "workplace", **more: Any) -> Relationship:
    """Give them once the closing has opened and both have been asked."""
    found = near_the_end(life, kind, **more)
    life.turn_to(at(3, 18, month=12))
    return found


def say(life: Life, maya: str | None, leo: str | None) -> None:
    """Let each tap an answer to what comes next, or say nothing."""
    for handle, answer in zip(BOTH, (maya, leo), strict=True):
        if answer is not None:
            life.tap(handle, "I4", answer)


def to_the_end(life: Life, days: int = 1) -> None:
    """Turn the clock past the end date."""
    ends_on = life.relationship.ends_on
    assert ends_on is not None
    life.turn_to(at(1, 16, month=1, year=ends_on.year) + (ends_on - date(ends_on.year, 1, 1)))
    life.turn(days=days)


def hold(life: Life, every: Every, ends_on: date) -> None:
    """Let both have agreed on another rhythm or end."""

    def change(tx: Session) -> None:
        row = tx.get_one(Relationship, life.relationship.id)
        terms.hold(tx, row, Rhythm(every, 45, ends_on), "agreed", life.now)

    life.run(change)
    life.settle()


def sent(life: Life, handle: str, kind: str) -> int:
    """Give how often somebody was sent a kind."""
    return life.kinds(handle).count(kind)


def meetings(life: Life) -> Sequence[Meeting]:
    """Give all sessions of the pair."""
    found: Sequence[Meeting] = life.run(lambda tx: of_relationship(tx, life.relationship.id))
    return found


def outcomes(life: Life, handle: str, kind: str) -> list[tuple[str, str | None]]:
    """Give what became of each prompt of a kind that somebody had."""
    person = life.person(handle)
    rows = life.run(
        lambda tx: tx.exec(
            select(Prompt)
            .where(Prompt.kind == kind, Prompt.person_id == person.id)
            .order_by(col(Prompt.planned_at), col(Prompt.due_at))
        ).all()
    )
    return [(row.state, row.outcome) for row in rows]


def days(count: int) -> timedelta:
    """Give so many days."""
    return timedelta(days=count)
