"""What each person wished for: rhythm and ground rules, kept apart until both answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class RhythmWish(SQLModel, table=True):
    """One person's private answer to how often, how long, and until when."""

    __table_args__ = (UniqueConstraint("relationship_id", "person_id", "occasion"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    occasion: str = "setup"
    every: str
    minutes: int
    until_on: date
    sprint: bool = False
    wished_at: datetime = Field(sa_type=Instant)


class RulesWish(SQLModel, table=True):
    """The ground rules one person ticked, by code; what else it isn't for, and a contact."""

    __table_args__ = (UniqueConstraint("relationship_id", "person_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    rules: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    not_for: str | None = Field(default=None, sa_type=Words)
    contact: str | None = Field(default=None, sa_type=Words)
    wished_at: datetime = Field(sa_type=Instant)


def wishes(tx: Session, relationship_id: str, occasion: str = "setup") -> dict[str, RhythmWish]:
    """Give the rhythm each person wished for on one occasion, by person id."""
    rows = tx.exec(
        select(RhythmWish)
        .where(RhythmWish.relationship_id == relationship_id, RhythmWish.occasion == occasion)
        .order_by(col(RhythmWish.wished_at))
    ).all()
    return {row.person_id: row for row in rows}


def wishes_of(tx: Session, relationship_id: str, person_id: str) -> list[RhythmWish]:
    """Give the rhythms one person wished for, oldest first."""
    return list(
        tx.exec(
            select(RhythmWish)
            .where(RhythmWish.relationship_id == relationship_id, RhythmWish.person_id == person_id)
            .order_by(col(RhythmWish.wished_at))
        ).all()
    )


def rules(tx: Session, relationship_id: str) -> dict[str, RulesWish]:
    """Give the ground rules each person ticked, by person id."""
    rows = tx.exec(select(RulesWish).where(RulesWish.relationship_id == relationship_id)).all()
    return {row.person_id: row for row in rows}
