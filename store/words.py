"""Words: what people write lies sealed in its column, bound to its row, and opens as it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Insert, LargeBinary, Table, Update, event
from sqlalchemy.orm import Mapper, QueryContext
from sqlalchemy.types import TypeDecorator

from store.keys import MAKE_ONE, Ring, Unopened

RING = "ring"
WRITES = (Insert, Update)


class Sealed(bytes):
    """What lies in a column of words: it has no text until it is opened at its place."""

    def __repr__(self) -> str:
        return "<sealed>"

    def __str__(self) -> str:
        raise Unopened("words were read without their row")


class Words(TypeDecorator[str]):
    """Text that a person wrote: shown only to whom PRODUCT 4.4 allows, never logged.

    Sealed at rest. It is written through its row, by a flush or by an insert or update of whole
    rows, and read with its row; TypeError for a text on any other way to the database.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Let only what is sealed through: no text reaches the database as it is."""
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError("words go to the database with their row, which they are sealed for")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Give what is sealed; the row's load opens it."""
        return None if value is None else Sealed(value)


@dataclass(frozen=True)
class Places:
    """Where a table has words: their columns, and what tells one row from another."""

    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    bound: tuple[str, ...]

    def place(self, column: str, row_id: Sequence[Any]) -> str:
        """Name one place; no two places have the same name."""
        return "\0".join((self.table, column, *map(str, row_id)))

    def sealed(self, ring: Ring, values: Mapping[str, Any], key: Sequence[str]) -> dict[str, Any]:
        """Give a row's values with its words sealed; `key` names those that tell the row."""
        row = dict(values)
        for column in self.columns:
            if isinstance(text := row.get(column), str):
                place = self.place(column, [row[part] for part in key])
                row[column] = Sealed(ring.seal(text, place))
        return row

    def shut(self, row: Mapping[str, Any]) -> bool:
        """Say whether sealed words lie in a row."""
        return any(isinstance(row.get(column), Sealed) for column in self.columns)

    def open(self, ring: Ring, row: dict[str, Any]) -> None:
        """Open a row's words in their place; Unopened, nothing shown, for what isn't its own."""
        for column in self.columns:
            if isinstance(sealed := row.get(column), Sealed):
                place = self.place(column, [row[part] for part in self.key])
                row[column] = ring.open(sealed, place)


@cache
def places(table: Table) -> Places | None:
    """Give where a table has words, None for one without."""
    columns = tuple(column.key for column in table.columns if isinstance(column.type, Words))
    key = tuple(column.key for column in table.primary_key)
    if not columns:
        return None
    bound = tuple(f"{table.name}_{part}" for part in key)  # as a flush names them in an update
    if any(name in table.columns for name in bound):
        raise TypeError(f"a column of {table.name} has the name that a flush gives to its key")
    return Places(table.name, columns, key, bound)


def ring_of(bind: Engine | Connection) -> Ring:
    """Give the ring a database was opened with; Unopened when it has none."""
    ring: Ring | None = bind.get_execution_options().get(RING)
    if ring is None:
        raise Unopened(f"words need ENCRYPTION_KEYS: {MAKE_ONE}")
    return ring


def seal(connection: Connection, statement: Any, many: Any, one: Any, options: Any) -> Any:
    """Seal the words of the rows that a statement brings, each for its own place."""
    if isinstance(statement, WRITES) and isinstance(statement.table, Table):
        there = places(statement.table)
        if there is not None:
            ring = ring_of(connection)
            key = there.key if isinstance(statement, Insert) else there.bound
            many = [there.sealed(ring, row, key) for row in many]
            one = there.sealed(ring, one, key) if one else one
    return statement, many, one


@event.listens_for(Mapper, "after_mapper_constructed")
def _open_at_load(mapper: Mapper[Any], table: type[Any]) -> None:
    """Have the words of each row opened when it is loaded and when it is loaded again."""
    there = places(mapper.local_table) if isinstance(mapper.local_table, Table) else None
    if there is None:
        return

    def open_all(row: object, context: QueryContext, *loaded: Any) -> None:
        if there.shut(vars(row)):  # many rows have none, and finding the ring takes a while
            there.open(ring_of(context.session.get_bind()), vars(row))

    event.listen(table, "load", open_all)
    event.listen(table, "refresh", open_all)
