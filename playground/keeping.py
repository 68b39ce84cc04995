"""Keeps the records in one SQLite file, written in small groups, so that a restart finds all."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from playground.payloads import Payload

Key = tuple[str, str]


class Cabinet:
    """One file of records: kind, id, JSON body."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "playground.sqlite"
        with self._open() as db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS record"
                " (kind TEXT, id TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"
            )
        db.close()

    def load(self) -> Iterable[tuple[str, str, Payload]]:
        """Every record, by kind and id."""
        db = self._open()
        rows = db.execute("SELECT kind, id, body FROM record ORDER BY kind, id").fetchall()
        db.close()
        return [(kind, key, json.loads(body)) for kind, key, body in rows]

    def save(self, changes: dict[Key, str | None]) -> None:
        """Write these bodies in one transaction; None removes the record. Safe off the loop."""
        gone = [key for key, body in changes.items() if body is None]
        kept = [(*key, body) for key, body in changes.items() if body is not None]
        db = self._open()
        with db:
            db.executemany("DELETE FROM record WHERE kind = ? AND id = ?", gone)
            db.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", kept)
        db.close()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path)
        db.execute("PRAGMA journal_mode = WAL")
        return db
