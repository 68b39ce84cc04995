"""Column types that every table shares."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from store.words import Words as Words


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it without a zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant in UTC; ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        """Give what makes of a database's value the instant, aware and in UTC.

        In one step: there are dozens in each prompt that is claimed.
        """
        if dialect.name == "sqlite":
            return lambda value: None if value is None else datetime.fromisoformat(f"{value}+00:00")
        return lambda value: None if value is None else value.astimezone(UTC)


def new_id() -> str:
    """Give a fresh opaque row id of 32 hex digits."""
    return uuid4().hex


@contextmanager
def ids_from(numbers: Random) -> Iterator[None]:
    """Draw row ids from these numbers meanwhile: the same numbers give the same lives."""
    global uuid4
    usual, uuid4 = uuid4, lambda: UUID(int=numbers.getrandbits(128))
    try:
        yield
    finally:
        uuid4 = usual
