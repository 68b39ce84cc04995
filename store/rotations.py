"""Sealing anew, under the first key of the ring, all words that lie under another one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlmodel import Session, col, delete

from store.database import Database, go_beside
from store.keys import ID, Ring, Unopened
from store.seals import Seal
from store.tables import metadata
from store.words import Places, places, ring_of

BATCH = 100
PASSES = 3
PAUSES = 2


@dataclass(frozen=True)
class Batch:
    """Some rows that were looked at: the last one's key, how many can't be opened, how long."""

    last: Sequence[Any]
    rows: int
    unopened: int
    seconds: float


def left(tx: Session) -> int:
    """Give how many rows have words that lie under another key than the first."""
    ring, counted = ring_of(tx.get_bind()), 0
    for table, there in _tables():
        query = select(func.count()).select_from(table).where(_elsewhere(table, there, ring))
        counted += tx.execute(query).scalar_one()
    return counted


def rotate(database: Database) -> Iterator[Batch]:
    """Seal all anew batch by batch, each committed by itself, beside whatever else is going on.

    A row that changes meanwhile is left as it has become and met again in the next pass.
    """
    for _ in range(PASSES):
        unopened = 0
        for table, there in _tables():
            last: Sequence[Any] | None = None
            while batch := database.run(partial(_batch, table, there, last)):
                last, unopened = batch.last, unopened + batch.unopened
                yield batch
                if database.sqlite:  # who waits for its one writer only looks now and then
                    sleep(PAUSES * batch.seconds)
        if database.run(left) == unopened:
            return


def settle(tx: Session) -> int:
    """Give how many rows are left; where there are none, nobody needs the other keys any more."""
    rest = left(tx)
    if rest == 0:
        first = ring_of(tx.get_bind()).first.hex()
        tx.exec(delete(Seal).where(col(Seal.key_id) != first))
    return rest


def _tables() -> list[tuple[Table, Places]]:
    found = [(table, places(table)) for table in metadata.sorted_tables]
    return [(table, there) for table, there in found if there is not None]


def _elsewhere(table: Table, there: Places, ring: Ring) -> ColumnElement[bool]:
    """Say whether some words of a row lie under another key than the first."""
    first = literal(ring.first, LargeBinary)
    begins = (func.substr(type_coerce(table.c[name], LargeBinary), 1, ID) for name in there.columns)
    return or_(*(begin != first for begin in begins))


def _batch(table: Table, there: Places, after: Sequence[Any] | None, tx: Session) -> Batch | None:
    """Seal some rows anew, in the order of their keys; None when there are no more."""
    go_beside(tx)
    tx.connection()
    begun_at = monotonic()
    ring, key = ring_of(tx.get_bind()), [table.c[part] for part in there.key]
    query = select(table).where(_elsewhere(table, there, ring)).order_by(*key).limit(BATCH)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*map(literal, after)))
    rows = tx.execute(query).mappings().all()
    if not rows:
        return None
    anew = [found for row in rows if (found := _anew(ring, there, row)) is not None]
    if anew:
        tx.connection().execute(_swap(table, there), anew)
    last = [rows[-1][part] for part in there.key]
    return Batch(last, len(rows), len(rows) - len(anew), monotonic() - begun_at)


def _anew(ring: Ring, there: Places, row: Mapping[Any, Any]) -> dict[str, Any] | None:
    """Give a row's words as they lie and as they are to lie; None where they can't be opened."""
    opened = dict(row)
    try:
        there.open(ring, opened)
    except Unopened:
        return None
    sealed = there.sealed(ring, opened, there.key)
    return {
        **{f"key_{part}": row[part] for part in there.key},
        **{f"old_{name}": row[name] for name in there.columns},
        **{f"new_{name}": sealed[name] for name in there.columns},
    }


def _swap(table: Table, there: Places) -> Any:
    """Give the update that takes hold only where the words are still those that were read."""
    same = [table.c[part] == bindparam(f"key_{part}") for part in there.key]
    for name in there.columns:
        column = table.c[name]
        same.append(column.is_not_distinct_from(bindparam(f"old_{name}", type_=column.type)))
    return update(table).where(*same).values({n: bindparam(f"new_{n}") for n in there.columns})
