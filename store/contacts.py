"""Ways to stay in touch, shown to the other only when both have left one (J10)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, select

from store.types import Instant, Words, new_id


class Contact(SQLModel, table=True):
    """How one of two people can be reached if they move on."""

    __table_args__ = (UniqueConstraint("relationship_id", "person_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    text: str = Field(sa_type=Words)
    left_at: datetime = Field(sa_type=Instant)


def of_relationship(tx: Session, relationship_id: str) -> dict[str, Contact]:
    """Give the contacts left in a relationship, by person id."""
    rows = tx.exec(select(Contact).where(Contact.relationship_id == relationship_id)).all()
    return {row.person_id: row for row in rows}
