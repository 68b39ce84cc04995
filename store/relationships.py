"""Relationships: two people, one the mentee and one the mentor, and what each of them chose."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint, bindparam
from sqlmodel import Field, Session, SQLModel, col, or_, select

from store.types import Instant, Words, new_id


class Relationship(SQLModel, table=True):
    """Two people who mentor; `open_pair` is unique while it is open and empty after.

    `starts_on` and `ends_on`: the present round. `before`: the state a break goes back to.
    `stopped_at`: an account of the two was switched off. `last_talk_for_id`: who leaves after
    one more session.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", index=True)
    mentee_id: str = Field(foreign_key="person.id", index=True)
    mentor_id: str = Field(foreign_key="person.id", index=True)
    asked_by_id: str = Field(foreign_key="person.id")
    open_pair: str | None = Field(default=None, unique=True)
    kind: str = "workplace"
    state: str = "invited"
    round: int = 1
    created_at: datetime = Field(sa_type=Instant)
    begun_at: datetime | None = Field(default=None, sa_type=Instant)
    active_at: datetime | None = Field(default=None, sa_type=Instant)
    starts_on: date | None = None
    ends_on: date | None = None
    every: str = "two_months"
    minutes: int = 45
    sprint_until_on: date | None = None
    rhythm_state: str = "default"
    rhythm_asked_on: date | None = None
    rules_state: str = "default"
    hope: str | None = Field(default=None, sa_type=Words)
    paused_until_on: date | None = None
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    before: str | None = None
    stopped_at: datetime | None = Field(default=None, sa_type=Instant)
    extended_on: date | None = None
    in_touch_at: datetime | None = Field(default=None, sa_type=Instant)
    carried_by_id: str | None = Field(default=None, foreign_key="person.id")
    last_talk_for_id: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Choice(SQLModel, table=True):
    """What one person chose about one topic; the first of two racing answers stands."""

    __table_args__ = (UniqueConstraint("relationship_id", "person_id", "topic"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    topic: str
    value: str
    chosen_at: datetime = Field(sa_type=Instant)


def pair_key(one_id: str, other_id: str) -> str:
    """Give the same key for two people whichever is named first."""
    return ":".join(sorted((one_id, other_id)))


def of_person(tx: Session, person_id: str, states: Sequence[str]) -> list[Relationship]:
    """Give a person's relationships in the given states, oldest first."""
    return list(tx.execute(OF_PERSON, {"person": person_id, "states": states}).scalars().all())


def open_between(tx: Session, one_id: str, other_id: str) -> Relationship | None:
    """Give the open relationship of two people, invited ones included."""
    return tx.exec(
        select(Relationship).where(Relationship.open_pair == pair_key(one_id, other_id))
    ).first()


def choices(tx: Session, relationship_id: str) -> list[Choice]:
    """Give everything either person has chosen in a relationship."""
    return list(tx.exec(select(Choice).where(Choice.relationship_id == relationship_id)).all())


def choice(tx: Session, relationship_id: str, person_id: str, topic: str) -> Choice | None:
    """Give one person's choice about one topic."""
    return tx.exec(
        select(Choice).where(
            Choice.relationship_id == relationship_id,
            Choice.person_id == person_id,
            Choice.topic == topic,
        )
    ).first()


def has_chosen(tx: Session, person_id: str, topic: str, value: str) -> bool:
    """Say whether a person has chosen this about a topic in any relationship."""
    query = select(Choice.id).where(
        Choice.person_id == person_id, Choice.topic == topic, Choice.value == value
    )
    return tx.exec(query).first() is not None


# Built once: everything that comes in asks for it.
_person: Any = bindparam("person")
_states: Any = bindparam("states", expanding=True)
OF_PERSON = (
    select(Relationship)
    .where(
        or_(Relationship.mentee_id == _person, Relationship.mentor_id == _person),
        col(Relationship.state).in_(_states),
    )
    .order_by(col(Relationship.created_at), col(Relationship.id))
)
