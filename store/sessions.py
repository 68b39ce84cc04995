"""Sessions of a relationship, the times offered for them, and their agendas."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from store import known
from store.relationships import Relationship
from store.types import Instant, Words, new_id

TO_BOOK, OFFERED, BOOKED = "to_book", "offered", "booked"
HELD, NOT_HELD, UNCONFIRMED, SKIPPED = "held", "not_held", "unconfirmed", "skipped"


class Meeting(SQLModel, table=True):
    """One session: its target date, its booked time and what became of it."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("relationship_id", "number"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    number: int
    state: str = TO_BOOK
    target_on: date
    starts_at: datetime | None = Field(default=None, sa_type=Instant)
    minutes: int = 45
    place: str | None = None
    link: str | None = Field(default=None, sa_type=Words)
    sequence: int = 0
    bookings: int = 0
    moves: int = 0
    cancellations: int = 0
    cancelled_by_id: str | None = Field(default=None, foreign_key="person.id")
    mentee_met: bool | None = None
    mentor_met: bool | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    wrapped_at: datetime | None = Field(default=None, sa_type=Instant)


class Slot(SQLModel, table=True):
    """One time offered for a session; open until one of the round is taken or none fits."""

    id: str = Field(default_factory=new_id, primary_key=True)
    session_id: str = Field(foreign_key="session.id", index=True)
    offered_by_id: str = Field(foreign_key="person.id")
    starts_at: datetime = Field(sa_type=Instant)
    round: int = 1
    state: str = "open"


class Topic(SQLModel, table=True):
    """One item of an agenda: words of the mentee, or a fixed item named by its kind."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    session_id: str | None = Field(default=None, foreign_key="session.id", index=True)
    added_by_id: str | None = Field(default=None, foreign_key="person.id")
    kind: str = "topic"
    text: str | None = Field(default=None, sa_type=Words)
    goal_id: str | None = Field(default=None, foreign_key="goal.id")
    added_at: datetime = Field(sa_type=Instant)


def of_relationship(tx: Session, relationship_id: str) -> list[Meeting]:
    """Give all sessions of a relationship by number."""
    if (rows := known.of(tx, "meetings", relationship_id)) is not None:
        return list(rows)
    return list(
        tx.exec(
            select(Meeting)
            .where(Meeting.relationship_id == relationship_id)
            .order_by(col(Meeting.number))
        ).all()
    )


def slots(tx: Session, session_id: str) -> list[Slot]:
    """Give every time ever offered for a session, earliest first."""
    if (rows := known.of(tx, "slots", session_id)) is not None:
        return list(rows)
    return list(
        tx.exec(
            select(Slot).where(Slot.session_id == session_id).order_by(col(Slot.starts_at))
        ).all()
    )


def topics(tx: Session, session_id: str) -> list[Topic]:
    """Give a session's agenda in the order it was written."""
    return list(
        tx.exec(
            select(Topic).where(Topic.session_id == session_id).order_by(col(Topic.added_at))
        ).all()
    )


def agenda(tx: Session, relationship_id: str) -> list[Topic]:
    """Give every agenda item of a relationship in the order it was written."""
    return list(
        tx.exec(
            select(Topic)
            .where(Topic.relationship_id == relationship_id)
            .order_by(col(Topic.added_at), col(Topic.id))
        ).all()
    )


def booked(tx: Session, person_id: str) -> list[Meeting]:
    """Give the sessions a person has a time for, with anyone."""
    return list(
        tx.exec(
            select(Meeting)
            .join(Relationship, col(Relationship.id) == col(Meeting.relationship_id))
            .where(
                (Relationship.mentee_id == person_id) | (Relationship.mentor_id == person_id),
                Meeting.state == BOOKED,
            )
        ).all()
    )
