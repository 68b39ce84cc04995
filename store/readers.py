"""Readers: the bots that run now and the keys each of them has, told by the database's clock."""

from datetime import datetime, timedelta
from typing import cast

from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from store.keys import Ring
from store.types import Instant

EVERY = timedelta(seconds=30)
GONE = 3 * EVERY


class Reader(SQLModel, table=True):
    """One process that reads words; `key_ids` has the ids of its keys, in hex."""

    id: str = Field(primary_key=True)
    key_ids: str
    seen_at: datetime = Field(sa_type=Instant)


def attend(tx: Session, reader_id: str, ring: Ring) -> None:
    """Say that a process is there, with these keys; drop those long gone."""
    now = _now(tx)
    tx.exec(delete(Reader).where(col(Reader.seen_at) < now - 10 * GONE))
    key_ids = " ".join(key_id.hex() for key_id in ring.ids)
    tx.merge(Reader(id=reader_id, key_ids=key_ids, seen_at=now))


def leave(tx: Session, reader_id: str) -> None:
    """Say that a process has ended."""
    tx.exec(delete(Reader).where(col(Reader.id) == reader_id))


def lacking(tx: Session, ring: Ring) -> int:
    """Give how many processes run that could not read what the first key seals."""
    there = tx.exec(select(Reader).where(col(Reader.seen_at) > _now(tx) - GONE)).all()
    return sum(ring.first.hex() not in each.key_ids.split() for each in there)


def _now(tx: Session) -> datetime:
    return cast(datetime, tx.execute(select(func.now(type_=Instant))).scalar_one())
