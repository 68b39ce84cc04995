"""Feedback trades: one round for each held session, a note from each side."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class Trade(SQLModel, table=True):
    """One round: opens for both at one minute, closes by itself, opens to both together."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    session_id: str | None = Field(default=None, foreign_key="session.id", index=True)
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    release_at: datetime | None = Field(default=None, sa_type=Instant)
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class Note(SQLModel, table=True):
    """One person's side of a trade; `released` says which boxes the other may read."""

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
    released: str | None = None
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    thanks: str | None = Field(default=None, sa_type=Words)
    afterthought: str | None = Field(default=None, sa_type=Words)


def of_relationship(tx: Session, relationship_id: str) -> list[Trade]:
    """Give a relationship's trades, oldest first."""
    return list(
        tx.exec(
            select(Trade)
            .where(Trade.relationship_id == relationship_id)
            .order_by(col(Trade.opens_at))
        ).all()
    )


def notes(tx: Session, trade_id: str) -> dict[str, Note]:
    """Give the notes of a trade by author id."""
    rows = tx.exec(select(Note).where(Note.trade_id == trade_id)).all()
    return {row.author_id: row for row in rows}
