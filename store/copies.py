"""Copying all rows of one database into another, each of either kind, by one look at the first."""

import json
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import Column, MetaData, Row, Table, TypeDecorator, func, inspect, literal, select
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from store import revisions
from store.database import Database, Raced
from store.tables import metadata
from store.types import Instant

BATCH = 1000
REVISION = "alembic_version"


class NotCopied(Exception):
    """Why nothing was copied, in a sentence; the target holds no row of the source."""


def copy(source: Database, target: Database, tell: Callable[[int], None]) -> dict[str, int]:
    """Copy every row and see that each arrived; how many of each table. All or nothing.

    `tell` is told of each batch read, once for writing and once for comparing.
    """
    _see_tables(source)
    if not is_empty(target):
        raise NotCopied("The target is not empty. Only an empty database is copied into.")
    revisions.migrate(target)
    try:
        with Session(target.engine) as there, there.begin():
            return source.look(lambda here: _copy(here, there, tell))
    except Raced as raced:
        raise NotCopied("The target changed or went away meanwhile. Nothing was copied.") from raced


def is_empty(database: Database) -> bool:
    """Say whether no table of a database, whosever it is, has a row."""
    with database.engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - {REVISION}
        tables = [Table(name, MetaData()) for name in names]
        firsts = (select(literal(1)).select_from(table).limit(1) for table in tables)
        return not any(connection.execute(first).first() for first in firsts)


def count(database: Database) -> int:
    """Give how many rows there are; NotCopied for a database without today's tables."""
    _see_tables(database)
    return database.look(lambda tx: sum(_rows(tx, table) for table in plain()))


def plain() -> list[Table]:
    """Give the tables, each after those it names, with words as they lie and not as they read."""
    apart = MetaData()
    return [
        Table(table.name, apart, *(Column(column.name, _plain(column.type)) for column in table.c))
        for table in metadata.sorted_tables
    ]


def _see_tables(source: Database) -> None:
    if not revisions.current(source):
        raise NotCopied(
            "The source is not up to date: run second-coffee migrate with DATABASE_URL naming it."
        )


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, TypeDecorator) and not isinstance(kind, Instant):
        return kind.impl_instance
    return kind


def _copy(here: Session, there: Session, tell: Callable[[int], None]) -> dict[str, int]:
    copied = {}
    for table in plain():
        rows, read = 0, 0
        for batch in _batches(here, table):
            there.execute(table.insert(), [dict(row._mapping) for row in batch])
            rows, read = rows + len(batch), _sum(read, batch)
            tell(len(batch))
        written = 0
        for batch in _batches(there, table):
            written = _sum(written, batch)
            tell(len(batch))
        if _rows(there, table) != rows or written != read:
            raise NotCopied(f"The rows of {table.name} did not arrive as they were.")
        copied[table.name] = rows
    return copied


def _batches(tx: Session, table: Table) -> Iterable[Sequence[Row[Any]]]:
    return tx.execute(select(table), execution_options={"yield_per": BATCH}).partitions()


def _rows(tx: Session, table: Table) -> int:
    return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def _sum(so_far: int, rows: Iterable[Row[Any]]) -> int:
    """Give a sum that tells whether rows are the same, in whatever order they come."""
    for row in rows:
        text = json.dumps(list(row), sort_keys=True, default=repr)
        so_far += int.from_bytes(blake2b(text.encode(), digest_size=16).digest())
    return so_far
