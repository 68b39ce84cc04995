"""People: one row for each Slack account the bot has met."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import sqlalchemy as core
from sqlalchemy import Table, UniqueConstraint, bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from store.among import among
from store.items import items
from store.types import Instant, new_id


class Person(SQLModel, table=True):
    """A Slack account: name, zone and how the bot may write to it.

    `busy_until`: an out-of-office status; `muted_until`: notifications are off. `capacity`: how
    many mentees a mentor takes on; `takes_break`: nobody new for now. `last_ts`: the last message
    known in their conversation with the bot. `removed_at`: switched off since the app was removed
    from their workspace.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", index=True)
    slack_id: str
    name: str = ""
    zone: str = "UTC"
    locale: str = "en-US"
    is_bot: bool = False
    learned_at: datetime | None = Field(default=None, sa_type=Instant)
    deactivated_at: datetime | None = Field(default=None, sa_type=Instant)
    channel: str | None = None
    last_ts: str | None = None
    home_opened_at: datetime | None = Field(default=None, sa_type=Instant)
    frequency: str = "all"
    away_until: date | None = None
    unanswered: int = 0
    essential_until_on: date | None = None
    busy_until: datetime | None = Field(default=None, sa_type=Instant)
    muted_until: datetime | None = Field(default=None, sa_type=Instant)
    unreachable_at: datetime | None = Field(default=None, sa_type=Instant)
    capacity: int | None = None
    takes_break: bool = False
    told_about_export_at: datetime | None = Field(default=None, sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


def find(tx: Session, workspace_id: str, slack_id: str) -> Person | None:
    """Give the person behind a Slack id, if the bot has met them."""
    return tx.execute(FIND, {"workspace": workspace_id, "slack": slack_id}).scalars().first()


def some(tx: Session, ids: Iterable[str]) -> dict[str, Person]:
    """Give people by row id."""
    rows = tx.execute(SOME, {"ids": list(ids)}).scalars()
    return {row.id: row for row in rows}


def reach(tx: Session, where: Mapping[str, tuple[str, str]]) -> list[Person]:
    """Keep by person in which conversation, and with which ts, they were reached.

    Gives those of them who have opened their Home.
    """
    found = tx.execute(WHERE, {"people": list(where)}).all()
    changed = []
    for person_id, known_channel, known_ts, _ in found:
        channel, ts = where[person_id]
        last_ts = max(ts, known_ts or "") if channel == known_channel else ts
        if (channel, last_ts) != (known_channel, known_ts):
            changed.append((person_id, channel, last_ts))
    if changed:
        tx.execute(REACHED, {"reached": changed})
    opened = [row[0] for row in found if row[3] is not None]
    return list(some(tx, opened).values()) if opened else []


def of_workspace(tx: Session, workspace_id: str) -> list[Person]:
    """Give everybody of a workspace the bot has met."""
    return list(tx.exec(select(Person).where(Person.workspace_id == workspace_id)).all())


# Built once: everything that comes in asks for it.
SOME = select(Person).where(col(Person.id).in_(bindparam("ids", expanding=True)))
FIND = select(Person).where(
    Person.workspace_id == bindparam("workspace"), Person.slack_id == bindparam("slack")
)
WHERE = core.select(
    col(Person.id), col(Person.channel), col(Person.last_ts), col(Person.home_opened_at)
).where(among(Person.id, "people"))
PERSON: Table = Person.__table__  # type: ignore[attr-defined]
_ID, _CHANNEL, _TS = items("reached", 3)
REACHED = core.update(PERSON).where(PERSON.c.id == _ID).values(channel=_CHANNEL, last_ts=_TS)
