"""Public thanks: drafted by one, posted in a channel only after the other's yes (J8)."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id

DRAFTED, ASKED, AGREED, DECLINED = "drafted", "asked", "agreed", "declined"
POSTED, REFUSED, UNSURE, PRIVATE, KEPT = "posted", "refused", "unsure", "private", "kept"


class Thanks(SQLModel, table=True):
    """One public thank-you: its words, its channel and how far it got.

    Drafted, asked, then agreed or declined; posted, refused by Slack, unsure, sent privately, or
    kept between the two.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    author_id: str = Field(foreign_key="person.id")
    text: str = Field(sa_type=Words)
    channel: str
    state: str = DRAFTED
    drafted_at: datetime = Field(sa_type=Instant)


def latest(tx: Session, relationship_id: str, author_id: str) -> Thanks | None:
    """Give the newest public thank-you of one of the two."""
    return tx.exec(
        select(Thanks)
        .where(Thanks.relationship_id == relationship_id, Thanks.author_id == author_id)
        .order_by(col(Thanks.drafted_at).desc())
        .limit(1)
    ).first()


def of_relationship(tx: Session, relationship_id: str) -> list[Thanks]:
    """Give every public thank-you of a relationship, oldest first."""
    return list(
        tx.exec(
            select(Thanks)
            .where(Thanks.relationship_id == relationship_id)
            .order_by(col(Thanks.drafted_at))
        ).all()
    )
