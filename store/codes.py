"""Codes: one passes a code on, another enters it, and two workspaces have a pair between them."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col, func, select

from store.people import Person
from store.types import Instant, new_id


class Code(SQLModel, table=True):
    """A code as it is kept: its digest alone, who made it, who has taken it, what came of it.

    `role`: what its maker would be. `declined_at`: who took it said no, which its maker isn't
    told. `relationship_id`: the pair that was proposed by it.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    digest: str = Field(unique=True)
    made_by_id: str = Field(foreign_key="person.id", index=True)
    role: str
    kind: str
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    taken_by_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    taken_at: datetime | None = Field(default=None, sa_type=Instant)
    declined_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    relationship_id: str | None = Field(default=None, foreign_key="relationship.id")


class Attempt(SQLModel, table=True):
    """One code somebody entered; what they typed isn't kept."""

    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    tried_at: datetime = Field(sa_type=Instant, index=True)


def find(tx: Session, digest: str) -> Code | None:
    """Give the code with this digest, locked: of two who enter it at once one takes it."""
    return tx.exec(select(Code).where(Code.digest == digest).with_for_update()).first()


def waiting(tx: Session, maker_id: str, now: datetime) -> list[Code]:
    """Give the codes somebody has made that could still come to something, oldest first."""
    query = select(Code).where(
        Code.made_by_id == maker_id,
        col(Code.withdrawn_at).is_(None),
        col(Code.relationship_id).is_(None),
        Code.expires_at > now,
    )
    return list(tx.exec(query.order_by(col(Code.made_at), col(Code.id))).all())


def taken(tx: Session, taker_id: str, now: datetime) -> list[Code]:
    """Give the codes somebody has entered and not yet answered, oldest first."""
    query = select(Code).where(
        Code.taken_by_id == taker_id,
        col(Code.declined_at).is_(None),
        col(Code.withdrawn_at).is_(None),
        col(Code.relationship_id).is_(None),
        Code.expires_at > now,
    )
    return list(tx.exec(query.order_by(col(Code.taken_at), col(Code.id))).all())


def tries(tx: Session, person_id: str, since: datetime) -> int:
    """Give how many codes somebody has entered since an instant."""
    query = select(func.count()).select_from(Attempt)
    return tx.exec(query.where(Attempt.person_id == person_id, Attempt.tried_at > since)).one()


def tries_at(tx: Session, workspace_id: str, since: datetime) -> int:
    """Give how many codes the people of a workspace have entered since an instant."""
    query = select(func.count()).select_from(Attempt)
    query = query.join(Person, col(Person.id) == col(Attempt.person_id))
    return tx.exec(query.where(Person.workspace_id == workspace_id, Attempt.tried_at > since)).one()


def forget(tx: Session, before: datetime) -> None:
    """Drop the tries before an instant, and the codes that were over by then."""
    tx.execute(delete(Attempt).where(col(Attempt.tried_at) <= before))
    tx.execute(delete(Code).where(col(Code.expires_at) <= before))
