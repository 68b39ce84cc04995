"""Receipts: the ids of what came in, kept with its effect so that a redelivery does nothing."""

from datetime import datetime, timedelta

from sqlalchemy import Insert, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from store.types import Instant


class Receipt(SQLModel, table=True):
    """One event, click, command or submission that has had its effect."""

    id: str = Field(primary_key=True)
    received_at: datetime = Field(sa_type=Instant, index=True)


_table: Table = Receipt.__table__  # type: ignore[attr-defined]
# Built once: everything that comes in asks for it.
KEEP: dict[str, Insert] = {
    name: insert(_table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def first(tx: Session, receipt_id: str, now: datetime) -> bool:
    """Keep the id and give True, or give False when it was kept before."""
    connection = tx.connection()
    written = connection.execute(
        KEEP[connection.dialect.name], {"id": receipt_id, "received_at": now}
    )
    return written.rowcount == 1


def forget(tx: Session, now: datetime, keep: timedelta = timedelta(days=2)) -> None:
    """Drop the receipts older than any redelivery."""
    tx.execute(delete(Receipt).where(col(Receipt.received_at) < now - keep))
