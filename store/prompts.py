"""Prompts: everything the bot is due to say, one row each, and the drafts of their answers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Insert, Table, UniqueConstraint, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from store import known
from store.types import Instant, Words, new_id

PLANNED, SENDING, SENT, UNSURE = "planned", "sending", "sent", "unsure"
WAITING = (PLANNED, SENDING, SENT, UNSURE)
ANSWERED, EXPIRED, DROPPED, PARKED = "answered", "expired", "dropped", "parked"
# In this order prompts go out, so that the first of many due at one instant are found unsorted.
PLACE_IN_LINE = ("workspace_id", "state", "direct", "due_at", "planned_at", "place", "id")


class Prompt(SQLModel, table=True):
    """One thing to say to one person, once per occasion (DESIGN 2).

    `direct`: it answers a tap. `tried_at`: by when the last try has left this machine, if it ever
    did. `after_ts`: the last message known in the conversation when this one was first tried,
    Slack's own time: a message that may have been posted stands after it.
    """

    __table_args__ = (
        UniqueConstraint("kind", "person_id", "occasion"),
        Index("ix_prompt_due", *PLACE_IN_LINE),
        Index("ix_prompt_person", "person_id", "state"),
        Index("ix_prompt_message", "channel", "ts"),
        Index("ix_prompt_lapse", "state", "expires_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id")
    person_id: str = Field(foreign_key="person.id")
    relationship_id: str | None = Field(default=None, foreign_key="relationship.id", index=True)
    kind: str
    occasion: str
    about: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str = PLANNED
    direct: bool = False
    due_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    planned_at: datetime = Field(sa_type=Instant)
    place: int = 0
    lead_id: str | None = Field(default=None, index=True)
    drawn: str = "whole"
    thread_of: str | None = None
    snoozes: int = 0
    attempt: int = 0
    owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    first_tried_at: datetime | None = Field(default=None, sa_type=Instant)
    tried_at: datetime | None = Field(default=None, sa_type=Instant)
    after_ts: str | None = None
    channel: str | None = None
    ts: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_on: date | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str | None = None
    error: str | None = None


class Draft(SQLModel, table=True):
    """An answer on its way: typed in a thread, or left in a form that was closed."""

    __table_args__ = (UniqueConstraint("person_id", "form", "row_id", "question"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    form: str
    row_id: str
    question: str
    text: str | None = Field(default=None, sa_type=Words)
    kept_at: datetime = Field(sa_type=Instant)


def group(tx: Session, lead_id: str) -> list[Prompt]:
    """Give the prompts drawn in one message: the lead first, then its riders by kind."""
    rows: Sequence[Prompt] | None = known.of(tx, "groups", lead_id)
    if rows is None:
        alike = (Prompt.id == lead_id) | (Prompt.lead_id == lead_id)
        rows = tx.exec(select(Prompt).where(alike)).all()
    return sorted(rows, key=lambda row: (row.id != lead_id, row.planned_at, row.place, row.id))


def at(tx: Session, channel: str, ts: str) -> Prompt | None:
    """Give the lead prompt of a message."""
    return tx.exec(
        select(Prompt).where(
            Prompt.channel == channel, Prompt.ts == ts, col(Prompt.lead_id).is_(None)
        )
    ).first()


def on_its_way(tx: Session, person_id: str) -> bool:
    """Say whether a message to a person may stand in Slack without our knowing where."""
    states = col(Prompt.state).in_((SENDING, UNSURE))
    return (
        tx.exec(select(Prompt.id).where(Prompt.person_id == person_id, states)).first() is not None
    )


def open_for(tx: Session, person_id: str) -> list[Prompt]:
    """Give the prompts a person was sent and has not answered, newest first."""
    return list(tx.execute(OPEN, {"person": person_id}).scalars().all())


def find(tx: Session, kind: str, person_id: str, occasion: str) -> Prompt | None:
    """Give the prompt of an occasion, whatever has become of it."""
    return tx.exec(
        select(Prompt).where(
            Prompt.kind == kind, Prompt.person_id == person_id, Prompt.occasion == occasion
        )
    ).first()


def add(tx: Session, **values: Any) -> str | None:
    """Write a new prompt and give its id; None where its occasion has one already.

    No row is made an object for it, which costs several times as much, and nothing is looked at
    that somebody else may be writing to: on PostgreSQL two who plan would race.
    """
    tx.flush()  # what it refers to may not be written yet
    connection = tx.connection()
    row_id = new_id()
    written = connection.execute(ADD[connection.dialect.name], {**FRESH, "id": row_id, **values})
    if written.rowcount != 1:
        return None
    if known.is_kept(tx):
        known.join(tx, tx.get_one(Prompt, row_id))
    return row_id


def waiting(
    tx: Session, kinds: str | Sequence[str], relationship_id: str, person_id: str | None = None
) -> list[Prompt]:
    """Give the prompts of a kind, or several, that are planned, or sent and unanswered."""
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    if (rows := known.of(tx, "waiting", relationship_id)) is not None:
        return [
            row
            for row in rows
            if row.kind in kinds
            and row.state in WAITING
            and (person_id is None or row.person_id == person_id)
        ]
    query = select(Prompt).where(
        Prompt.relationship_id == relationship_id,
        col(Prompt.kind).in_(kinds),
        col(Prompt.state).in_(WAITING),
    )
    if person_id is not None:
        query = query.where(Prompt.person_id == person_id)
    return list(tx.exec(query).all())


def waiting_for(tx: Session, kind: str, person_id: str) -> list[Prompt]:
    """Give a person's prompts of a kind that are planned, or sent and unanswered."""
    query = select(Prompt).where(Prompt.kind == kind, Prompt.person_id == person_id)
    waits = col(Prompt.state).in_((PLANNED, SENDING, SENT, UNSURE))
    return list(tx.exec(query.where(waits)).all())


def drafts(tx: Session, person_id: str, form: str, row_id: str) -> list[Draft]:
    """Give the answers kept so far for a form, in the order they were kept."""
    return list(
        tx.exec(
            select(Draft)
            .where(Draft.person_id == person_id, Draft.form == form, Draft.row_id == row_id)
            .order_by(col(Draft.kept_at), col(Draft.id))
        ).all()
    )


def timeline(tx: Session, workspace_id: str) -> list[Prompt]:
    """Give the prompts of a workspace that were sent or are planned."""
    return list(
        tx.exec(
            select(Prompt).where(
                Prompt.workspace_id == workspace_id,
                (col(Prompt.state) == PLANNED) | col(Prompt.ts).is_not(None),
            )
        ).all()
    )


def of_kinds(tx: Session, relationship_id: str, kinds: Sequence[str]) -> list[Prompt]:
    """Give every prompt of these kinds in a relationship, whatever became of it."""
    return list(
        tx.exec(
            select(Prompt)
            .where(Prompt.relationship_id == relationship_id, col(Prompt.kind).in_(kinds))
            .order_by(col(Prompt.planned_at), col(Prompt.id))
        ).all()
    )


def of_relationship(tx: Session, relationship_id: str, states: Sequence[str]) -> list[Prompt]:
    """Give the prompts of a relationship in these states."""
    return list(
        tx.exec(
            select(Prompt).where(
                Prompt.relationship_id == relationship_id, col(Prompt.state).in_(states)
            )
        ).all()
    )


def planned_for(tx: Session, person_id: str) -> list[Prompt]:
    """Give everything a person is still to be told."""
    return list(
        tx.exec(select(Prompt).where(Prompt.person_id == person_id, Prompt.state == PLANNED)).all()
    )


def said_of(tx: Session, kind: str, relationship_id: str, person_id: str) -> list[Prompt]:
    """Give a person's prompts of a kind in a relationship, dropped ones left out, locked."""
    return list(
        tx.exec(
            select(Prompt)
            .where(
                Prompt.relationship_id == relationship_id,
                Prompt.person_id == person_id,
                Prompt.kind == kind,
                Prompt.state != DROPPED,
            )
            .with_for_update()
        ).all()
    )


_table: Table = Prompt.__table__  # type: ignore[attr-defined]
FRESH = {"state": PLANNED, "drawn": "whole", "snoozes": 0, "attempt": 0}
# Built once: everything that is planned is written with the one, every Home asks for the other.
ADD: dict[str, Insert] = {
    name: insert(_table)
    .on_conflict_do_nothing(index_elements=["kind", "person_id", "occasion"])
    .execution_options(preserve_rowcount=True)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
OPEN = (
    select(Prompt)
    .where(Prompt.person_id == bindparam("person"), Prompt.state == SENT)
    .order_by(col(Prompt.sent_at).desc())
)
