"""Errands: calls to Slack other than posting a prompt; done after the commit, safe to repeat."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, new_id


class Errand(SQLModel, table=True):
    """One call to make: edit a message, show a line to one person, publish a Home, send a file."""

    __table_args__ = (Index("ix_errand_due", "workspace_id", "state", "due_at"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    kind: str
    key: str = ""
    prompt_id: str | None = Field(default=None, index=True)
    about: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str = "planned"
    due_at: datetime = Field(sa_type=Instant)
    attempt: int = 0
    owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    error: str | None = None


def planned(tx: Session, person_id: str, kind: str, key: str) -> Errand | None:
    """Give a waiting errand of the same kind and key, so that two wishes make one call.

    Locked: it must not be drawn now by another process, which can't see this change.
    """
    return tx.execute(WAITS, {"person": person_id, "kind": kind, "key": key}).scalars().first()


def waiting_of(tx: Session, person_id: str, kind: str) -> list[Errand]:
    """Give a person's errands of a kind that are still to be run or being run."""
    query = select(Errand).where(Errand.person_id == person_id, Errand.kind == kind)
    return list(tx.exec(query.where(col(Errand.state).in_(("planned", "sending")))).all())


# Built once: everything that is redrawn asks for it.
WAITS = (
    select(Errand)
    .where(
        Errand.person_id == bindparam("person"),
        Errand.kind == bindparam("kind"),
        Errand.key == bindparam("key"),
        col(Errand.state) == "planned",
    )
    .with_for_update()
)
