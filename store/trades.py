"""Feedback trades: one round for each held session, a note from each side."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from store.prompts import DROPPED, Prompt
from store.types import Instant, Words, new_id


class Trade(SQLModel, table=True):
    """One round: opens for both at one minute, closes by itself, opens to both together.

    A round that somebody asked for has no session, but who asked and perhaps what about.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    session_id: str | None = Field(default=None, foreign_key="session.id", unique=True)
    asked_by_id: str | None = Field(default=None, foreign_key="person.id")
    about: str | None = Field(default=None, sa_type=Words)
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    release_at: datetime | None = Field(default=None, sa_type=Instant)
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class Note(SQLModel, table=True):
    """One person's side of a trade; `released` says which boxes the other may read.

    What the reader does with it stands here too: opened, thanked, to try, their copy deleted,
    shown to an organizer (G9).
    """

    __table_args__ = (UniqueConstraint("trade_id", "author_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    trade_id: str = Field(foreign_key="trade.id", index=True)
    author_id: str = Field(foreign_key="person.id")
    value: str | None = Field(default=None, sa_type=Words)
    better: str | None = Field(default=None, sa_type=Words)
    appreciate: str | None = Field(default=None, sa_type=Words)
    if_alone: str = "kind"
    written_at: datetime | None = Field(default=None, sa_type=Instant)
    skipped_at: datetime | None = Field(default=None, sa_type=Instant)
    hinted_at: datetime | None = Field(default=None, sa_type=Instant)
    released: str | None = None
    afterthought: str | None = Field(default=None, sa_type=Words)
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    thanks: str | None = Field(default=None, sa_type=Words)
    to_try_at: datetime | None = Field(default=None, sa_type=Instant)
    hidden_at: datetime | None = Field(default=None, sa_type=Instant)
    shown_to_id: str | None = Field(default=None, foreign_key="person.id")
    shown_at: datetime | None = Field(default=None, sa_type=Instant)


def of_relationship(tx: Session, relationship_id: str) -> list[Trade]:
    """Give a relationship's trades, oldest first."""
    return list(
        tx.exec(
            select(Trade)
            .where(Trade.relationship_id == relationship_id)
            .order_by(col(Trade.opens_at), col(Trade.id))
        ).all()
    )


def of_session(tx: Session, session_id: str) -> Trade | None:
    """Give the trade that a session brought."""
    return tx.exec(select(Trade).where(Trade.session_id == session_id)).first()


def present(tx: Session, relationship_id: str) -> Trade | None:
    """Give the round that is neither closed nor open to both yet; there is one at most."""
    return tx.exec(
        select(Trade)
        .where(Trade.relationship_id == relationship_id, col(Trade.closed_at).is_(None))
        .order_by(col(Trade.opens_at).desc())
    ).first()


def notes(tx: Session, trade_id: str) -> dict[str, Note]:
    """Give the notes of a trade by author id."""
    rows = tx.exec(select(Note).where(Note.trade_id == trade_id)).all()
    return {row.author_id: row for row in rows}


def prompts(
    tx: Session, trade_id: str, kinds: Sequence[str], person_id: str | None = None
) -> list[Prompt]:
    """Give the prompts of these kinds that a trade has brought to one person or to both."""
    query = select(Prompt).where(col(Prompt.kind).in_(kinds), Prompt.occasion == trade_id)
    if person_id is not None:
        query = query.where(Prompt.person_id == person_id)
    return list(tx.exec(query).all())


def was_said(tx: Session, kind: str, person_id: str) -> bool:
    """Say whether a person has had a kind of prompt before, or has it planned."""
    found = select(Prompt.id).where(
        Prompt.kind == kind, Prompt.person_id == person_id, Prompt.state != DROPPED
    )
    return tx.exec(found.limit(1)).first() is not None
