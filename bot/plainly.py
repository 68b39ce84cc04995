"""Plainly: rows as data any program can read: instants in UTC with a Z, days as ISO dates."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import SQLModel


def plain(value: Any) -> Any:
    """Give a value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def told(row: SQLModel, columns: Iterable[str]) -> dict[str, Any]:
    """Give some columns of a row."""
    return {column: plain(getattr(row, column)) for column in columns}
