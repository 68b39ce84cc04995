"""What has been kept long enough: found in small batches, and deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, delete, select

from store.cards import Card
from store.endings import OVER
from store.erasures import GONE
from store.errands import Errand
from store.memories import Memory
from store.people import Person
from store.prompts import SENT, Draft, Prompt
from store.relationships import Relationship
from store.visions import Decision, Vision

CLOSED = ("ended", "not_set_up")
# What belongs to a person and to no pair, and when it was last written.
DATED: tuple[tuple[type[SQLModel], str], ...] = (
    (Card, "written_at"),
    (Vision, "written_at"),
    (Decision, "decided_at"),
    (Memory, "kept_at"),
)


def over(tx: Session, before: datetime, limit: int) -> list[str]:
    """Give the pairs that ended, or came to nothing, before an instant."""
    query = select(Relationship.id).where(
        col(Relationship.state).in_(CLOSED), col(Relationship.ended_at) < before
    )
    return list(tx.exec(query.limit(limit)).all())


def forget_alone(
    tx: Session, table: type[SQLModel], column: str, before: datetime, limit: int
) -> int:
    """Delete what somebody wrote before an instant who is in no pair any more."""
    owner: Any = table.person_id  # type: ignore[attr-defined]
    written: Any = getattr(table, column)
    return _some(tx, table, _alone(owner) & (written < before), limit)


def forget_drafts(tx: Session, before: datetime, limit: int) -> int:
    """Delete answers begun before an instant and never sent."""
    return _some(tx, Draft, col(Draft.kept_at) < before, limit)


def forget_said(tx: Session, before: datetime, limit: int) -> int:
    """Delete what people were told of no pair before an instant."""
    said = col(Prompt.relationship_id).is_(None) & (col(Prompt.planned_at) < before)
    return _some(tx, Prompt, said & col(Prompt.state).in_((*OVER, SENT)), limit)


def forget_failed(tx: Session, before: datetime, limit: int) -> int:
    """Delete calls that were given up before an instant."""
    return _some(tx, Errand, (col(Errand.state) == "failed") & (col(Errand.due_at) < before), limit)


def forget_names(tx: Session, before: datetime, limit: int) -> int:
    """Empty the names of people whose data was deleted before an instant."""
    named = select(Person).where(_gone(before), Person.name != "").limit(limit)
    rows = tx.exec(named).all()
    for row in rows:
        row.name = ""
    tx.flush()
    return len(rows)


def leftover(tx: Session, before: datetime, limit: int) -> list[str]:
    """Give the people whose data was deleted before an instant and whom no pair needs any more."""
    busy = select(Errand.person_id).where(col(Errand.state) != "failed")
    query = select(Person.id).where(
        _gone(before), _alone(col(Person.id)), col(Person.id).not_in(busy)
    )
    return list(tx.exec(query.limit(limit)).all())


def _gone(before: datetime) -> ColumnElement[bool]:
    return col(Person.slack_id).startswith(GONE) & (col(Person.deactivated_at) < before)


def _alone(person_id: Any) -> ColumnElement[bool]:
    mentees, mentors = select(Relationship.mentee_id), select(Relationship.mentor_id)
    alone: ColumnElement[bool] = person_id.not_in(mentees) & person_id.not_in(mentors)
    return alone


def _some(tx: Session, table: type[SQLModel], which: ColumnElement[bool], limit: int) -> int:
    """Delete up to `limit` rows; give how many."""
    [key] = table.__table__.primary_key.columns  # type: ignore[attr-defined]
    ids = list(tx.execute(select(key).where(which).limit(limit)).scalars())
    if ids:
        tx.execute(delete(table).where(key.in_(ids)))
    return len(ids)
