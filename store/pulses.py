"""Pulses: one private tap now and then on whether the time is well spent (PRODUCT H6)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, new_id


class Pulse(SQLModel, table=True):
    """One person's tap after one session, for their eyes only."""

    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    session_id: str = Field(foreign_key="session.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    round: int
    value: str
    tapped_at: datetime = Field(sa_type=Instant)


def of_person(tx: Session, relationship_id: str, person_id: str) -> list[Pulse]:
    """Give one person's pulses in a relationship, oldest first."""
    return list(
        tx.exec(
            select(Pulse)
            .where(Pulse.relationship_id == relationship_id, Pulse.person_id == person_id)
            .order_by(col(Pulse.tapped_at))
        ).all()
    )
