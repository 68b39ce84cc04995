"""Lines that one of two people has the bot pass on to the other, each seen before it went."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class Line(SQLModel, table=True):
    """One line as it was sent; its author has read it in this very wording."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    author_id: str = Field(foreign_key="person.id")
    kind: str = "line"
    text: str = Field(sa_type=Words)
    sent_at: datetime = Field(sa_type=Instant)


def of_relationship(tx: Session, relationship_id: str) -> list[Line]:
    """Give the lines two people had passed on, oldest first."""
    return list(
        tx.exec(
            select(Line).where(Line.relationship_id == relationship_id).order_by(col(Line.sent_at))
        ).all()
    )
