"""Public thanks: drafted by one, posted in a channel only after the other's yes (J8)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.types import Instant, Words, new_id


class Thanks(SQLModel, table=True):
    """One public thank-you: its words, its channel and how far it got."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    author_id: str = Field(foreign_key="person.id")
    text: str = Field(sa_type=Words)
    channel: str
    state: str = "drafted"
    drafted_at: datetime = Field(sa_type=Instant)
