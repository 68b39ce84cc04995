"""Receipts: the ids of what came in, kept with its effect so that a redelivery does nothing."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col

from store.types import Instant


class Receipt(SQLModel, table=True):
    """One event, click, command or submission that has had its effect."""

    id: str = Field(primary_key=True)
    received_at: datetime = Field(sa_type=Instant, index=True)


def first(tx: Session, receipt_id: str, now: datetime) -> bool:
    """Keep the id and give True, or give False when it was kept before."""
    if tx.get(Receipt, receipt_id) is not None:
        return False
    tx.add(Receipt(id=receipt_id, received_at=now))
    tx.flush()
    return True


def forget(tx: Session, now: datetime, keep: timedelta = timedelta(days=2)) -> None:
    """Drop the receipts older than any redelivery."""
    tx.execute(delete(Receipt).where(col(Receipt.received_at) < now - keep))
