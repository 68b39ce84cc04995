"""Vision cards and the decisions set beside them: a person's own, until shared (C2, C3)."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class Vision(SQLModel, table=True):
    """One person's vision card; whom it is shared with is a choice within each relationship."""

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    more_of: str | None = Field(default=None, sa_type=Words)
    wont_trade: str | None = Field(default=None, sa_type=Words)
    small_try: str | None = Field(default=None, sa_type=Words)
    written_at: datetime = Field(sa_type=Instant)


class Decision(SQLModel, table=True):
    """One decision set next to the card: which line it serves, which it costs, what may hinder."""

    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    text: str = Field(sa_type=Words)
    serves: str | None = Field(default=None, sa_type=Words)
    costs: str | None = Field(default=None, sa_type=Words)
    obstacle: str | None = Field(default=None, sa_type=Words)
    decided_at: datetime = Field(sa_type=Instant)


def of_person(tx: Session, person_id: str) -> Vision | None:
    """Give a person's vision card."""
    return tx.get(Vision, person_id)


def decisions(tx: Session, person_id: str) -> list[Decision]:
    """Give a person's decisions, newest first."""
    return list(
        tx.exec(
            select(Decision)
            .where(Decision.person_id == person_id)
            .order_by(col(Decision.decided_at).desc())
        ).all()
    )
