"""Half-way reviews: four private answers of each person, opened together (PRODUCT I1)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class Review(SQLModel, table=True):
    """One look back half-way through a round; both sets of answers open at one minute.

    `shows_at`: when they are to open; `shown_at`: when they did.
    """

    __table_args__ = (UniqueConstraint("relationship_id", "round"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    round: int
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    shows_at: datetime | None = Field(default=None, sa_type=Instant)
    shown_at: datetime | None = Field(default=None, sa_type=Instant)


class Answer(SQLModel, table=True):
    """One person's answers; `goals` holds keep, change or done by goal id."""

    __tablename__ = "review_answer"
    __table_args__ = (UniqueConstraint("review_id", "person_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    review_id: str = Field(foreign_key="review.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    working: str | None = Field(default=None, sa_type=Words)
    change: str | None = Field(default=None, sa_type=Words)
    goals: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    rhythm: str = "same"
    share: bool = True
    written_at: datetime = Field(sa_type=Instant)


def of_relationship(tx: Session, relationship_id: str) -> list[Review]:
    """Give the reviews of a relationship by round."""
    return list(
        tx.exec(
            select(Review)
            .where(Review.relationship_id == relationship_id)
            .order_by(col(Review.round))
        ).all()
    )


def answers(tx: Session, review_id: str) -> dict[str, Answer]:
    """Give each person's answers to one review, by person id."""
    rows = tx.exec(select(Answer).where(Answer.review_id == review_id)).all()
    return {row.person_id: row for row in rows}


def latest(tx: Session, relationship_id: str) -> Review | None:
    """Give the newest review of a relationship."""
    found = of_relationship(tx, relationship_id)
    return found[-1] if found else None
