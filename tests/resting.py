"""What lies in a database, byte for byte, as somebody would read it who has a copy but no key."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import text

from store.database import Database


def lying(database: Database) -> bytes:
    """Give all bytes of SQLite's files, or every value of every table on PostgreSQL."""
    if not database.sqlite:
        return b"\n".join(_values(database))
    file = Path(str(database.url.database))
    beside = (file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal"))
    return b"\n".join(each.read_bytes() for each in beside if each.exists())


def _values(database: Database) -> list[bytes]:
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    with database.engine.connect() as connection:
        names = connection.execute(tables).scalars().all()
        rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names]  # noqa: S608
    return [_bytes(value) for table in rows for row in table for value in row]


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    plain = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return plain.encode()


def found(database: Database, *words: str) -> list[str]:
    """Give which of these words lie there to be read."""
    there = lying(database)
    forms = {each: (each, json.dumps(each)[1:-1]) for each in words}
    return [
        each
        for each, written in forms.items()
        if any(form.encode(code) in there for form in written for code in ("utf-8", "utf-16-le"))
    ]
