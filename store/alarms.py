"""Alarms: what changes by itself at an instant, with nothing to say about it."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Index, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, select, update

from store.people import Person
from store.relationships import Relationship
from store.types import Instant, new_id

# "Rung" at this instant: put aside.
ASIDE = datetime(1970, 1, 1, tzinfo=UTC)
WAITS = text("rung_at IS NULL")


class Alarm(SQLModel, table=True):
    """One change that is due: its kind, its occasion and the row it is about."""

    __table_args__ = (
        UniqueConstraint("kind", "occasion"),
        Index("ix_alarm_due", "due_at", sqlite_where=WAITS, postgresql_where=WAITS),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    kind: str
    occasion: str
    due_at: datetime = Field(sa_type=Instant)
    rung_at: datetime | None = Field(default=None, sa_type=Instant)


def find(tx: Session, kind: str, occasion: str) -> Alarm | None:
    """Give the alarm of an occasion, rung or not."""
    return tx.exec(select(Alarm).where(Alarm.kind == kind, Alarm.occasion == occasion)).first()


def due(tx: Session, now: datetime, limit: int) -> list[Alarm]:
    """Give the alarms that are due, earliest first, locked against other processes."""
    return list(
        tx.exec(
            select(Alarm)
            .where(col(Alarm.rung_at).is_(None), Alarm.due_at <= now)
            .order_by(col(Alarm.due_at), col(Alarm.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
    )


def waiting(tx: Session, relationship_id: str) -> list[Alarm]:
    """Give the alarms of a relationship still to ring."""
    return list(
        tx.exec(
            select(Alarm).where(
                Alarm.relationship_id == relationship_id, col(Alarm.rung_at).is_(None)
            )
        ).all()
    )


def put_aside(tx: Session, workspace_id: str) -> None:
    """Let no alarm of the pairs within a workspace ring until it is taken back."""
    waits = col(Alarm.rung_at).is_(None)
    tx.execute(update(Alarm).where(_within(workspace_id), waits).values(rung_at=ASIDE))


def take_back(tx: Session, workspace_id: str) -> None:
    """Let those that were put aside ring again."""
    aside = col(Alarm.rung_at) == ASIDE
    tx.execute(update(Alarm).where(_within(workspace_id), aside).values(rung_at=None))


def _within(workspace_id: str) -> ColumnElement[bool]:
    people = select(Person.id).where(Person.workspace_id == workspace_id)
    inside = select(Relationship.id).where(
        col(Relationship.mentee_id).in_(people), col(Relationship.mentor_id).in_(people)
    )
    return col(Alarm.relationship_id).in_(inside)
