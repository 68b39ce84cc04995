"""Memories: what somebody brought along from another Slack, kept as it was and only for them."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select

from store.types import Instant, Words, new_id


class Memory(SQLModel, table=True):
    """One relationship out of an export: `said` is its JSON, `origin` the id of whose it was there.

    `thing`: its id there; one row however often and by whatever way it comes. `place`: the name of
    the workspace it was in.
    """

    __table_args__ = (UniqueConstraint("person_id", "thing"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    origin: str
    thing: str
    place: str = Field(sa_type=Words)
    said: str = Field(sa_type=Words)
    made_at: datetime = Field(sa_type=Instant)
    kept_at: datetime = Field(sa_type=Instant)


def find(tx: Session, person_id: str, thing: str) -> Memory | None:
    """Give what is kept of one thing of an export."""
    query = select(Memory).where(Memory.person_id == person_id, Memory.thing == thing)
    return tx.exec(query).first()


def of_person(tx: Session, person_id: str) -> list[Memory]:
    """Give all that somebody brought along, in the order it was brought."""
    query = select(Memory).where(Memory.person_id == person_id)
    return list(tx.exec(query.order_by(col(Memory.kept_at), col(Memory.id))).all())


def count(tx: Session, person_id: str) -> int:
    """Give how many relationships somebody brought along."""
    query = select(func.count()).select_from(Memory)
    return tx.exec(query.where(Memory.person_id == person_id)).one()
