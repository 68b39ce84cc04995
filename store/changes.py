"""Changes in a person's life, said by themselves; told to the other only on request (H13)."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class Change(SQLModel, table=True):
    """One change: its kind as a code, a line about it, and whether the other may read it."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    kind: str
    line: str | None = Field(default=None, sa_type=Words)
    told: bool = False
    changed_at: datetime = Field(sa_type=Instant)


def of_relationship(tx: Session, relationship_id: str) -> list[Change]:
    """Give what changed in a relationship, oldest first."""
    return list(
        tx.exec(
            select(Change)
            .where(Change.relationship_id == relationship_id)
            .order_by(col(Change.changed_at))
        ).all()
    )
