"""Know-me cards: what the other person reads before they meet."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from store.types import Instant, Words


class Card(SQLModel, table=True):
    """One person's know-me card; every line is optional. `looked_at`: found still right (C4)."""

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    path: str | None = Field(default=None, sa_type=Words)
    studied: str | None = Field(default=None, sa_type=Words)
    change: str | None = Field(default=None, sa_type=Words)
    helped: str | None = Field(default=None, sa_type=Words)
    written_at: datetime = Field(sa_type=Instant)
    looked_at: datetime | None = Field(default=None, sa_type=Instant)


def of_person(tx: Session, person_id: str) -> Card | None:
    """Give a person's card."""
    return tx.get(Card, person_id)
