"""Advice from the mentor, the mentee's steps, what came of them, and the mentor's promises."""

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class Advice(SQLModel, table=True):
    """Something the mentor suggested, as the mentee noted it."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    session_id: str | None = Field(default=None, foreign_key="session.id", index=True)
    text: str = Field(sa_type=Words)
    shared: bool = False
    noted_at: datetime = Field(sa_type=Instant)


class Step(SQLModel, table=True):
    """What the mentee will try: "When {moment}, I will {text}"."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    session_id: str | None = Field(default=None, foreign_key="session.id", index=True)
    advice_id: str | None = Field(default=None, foreign_key="advice.id")
    moment: str | None = Field(default=None, sa_type=Words)
    text: str = Field(sa_type=Words)
    shared: bool = False
    state: str = "open"
    new_dates: int = 0
    check_on: date | None = None
    planned_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class Update(SQLModel, table=True):
    """What came of a step, or a line of its own; the mentor sees it only once it is sent.

    `kept_at`: the mentor put this line among what they keep of the year (F9).
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    step_id: str | None = Field(default=None, foreign_key="step.id", index=True)
    status: str
    text: str | None = Field(default=None, sa_type=Words)
    written_at: datetime = Field(sa_type=Instant)
    shared_at: datetime | None = Field(default=None, sa_type=Instant)
    prompt_id: str | None = Field(default=None, index=True)
    reply: str | None = None
    kept_at: datetime | None = Field(default=None, sa_type=Instant)


class Promise(SQLModel, table=True):
    """Something the mentor said they would do, such as a name or a link."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    session_id: str | None = Field(default=None, foreign_key="session.id", index=True)
    text: str = Field(sa_type=Words)
    promised_at: datetime = Field(sa_type=Instant)
    kept_at: datetime | None = Field(default=None, sa_type=Instant)
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)


def noted(tx: Session, relationship_id: str) -> list[Advice]:
    """Give a relationship's advice, oldest first."""
    return list(
        tx.exec(
            select(Advice)
            .where(Advice.relationship_id == relationship_id)
            .order_by(col(Advice.noted_at))
        ).all()
    )


def steps(tx: Session, relationship_id: str) -> list[Step]:
    """Give a relationship's steps, oldest first."""
    return list(
        tx.exec(
            select(Step)
            .where(Step.relationship_id == relationship_id)
            .order_by(col(Step.planned_at))
        ).all()
    )


def updates(tx: Session, relationship_id: str) -> list[Update]:
    """Give a relationship's updates, oldest first, shared or not."""
    return list(
        tx.exec(
            select(Update)
            .where(Update.relationship_id == relationship_id)
            .order_by(col(Update.written_at))
        ).all()
    )


def promises(tx: Session, relationship_id: str) -> list[Promise]:
    """Give the mentor's promises, oldest first."""
    return list(
        tx.exec(
            select(Promise)
            .where(Promise.relationship_id == relationship_id)
            .order_by(col(Promise.promised_at))
        ).all()
    )


def brought(tx: Session, prompt_id: str) -> list[Update]:
    """Give the updates that one message to the mentor brings, in the order they were sent."""
    return list(
        tx.exec(
            select(Update)
            .where(Update.prompt_id == prompt_id, col(Update.shared_at).is_not(None))
            .order_by(col(Update.shared_at), col(Update.written_at))
        ).all()
    )
