"""Databases for the tests, their tables made once and copied: SQLite files, or PostgreSQL.

TEST_DATABASE=postgresql puts every one of them on a server of the tests' own.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import event

from store import revisions
from store.database import Database
from store.keys import Ring
from tests import servers
from tests.rings import RING

ON_POSTGRES = os.environ.get("TEST_DATABASE", "sqlite").startswith("postgres")
NAME = "second-coffee"


@contextmanager
def opened(folder: Path, name: str = NAME, ring: Ring = RING) -> Iterator[Database]:
    """Open the database of a folder, and close it."""
    database = Database(url(folder, name), ring)
    try:
        yield database
    finally:
        database.close()


def url(folder: Path, name: str = NAME) -> str:
    """Give the address of a folder's database; one not seen before has its tables and no rows."""
    if ON_POSTGRES:
        return servers.address(_copied(_template(), folder / name))
    file = folder / f"{name}.sqlite"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(Path(_template()).read_bytes())
    return f"sqlite:///{file}"


def lasting(name: str) -> Path:
    """Give a folder whose database outlives the test that makes it."""
    folder = _folder() / name
    folder.mkdir(exist_ok=True)
    return folder


def copy(here: Path, there: Path) -> None:
    """Copy a folder with what its database holds; nobody may have it open."""
    shutil.copytree(here, there, dirs_exist_ok=True)
    if ON_POSTGRES:
        _copied(_named(here / NAME), there / NAME)


def emptied() -> Database:
    """Give this process's one database without a row.

    It is the same each time: its engine knows the statements of all the tests before.
    """
    database = _kept()
    if ON_POSTGRES:
        servers.empty(database)
        return database
    database.engine.dispose()
    file = Path(str(database.url.database))
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    file.write_bytes(Path(_template()).read_bytes())
    return database


@cache
def _kept() -> Database:
    database = Database(url(_folder(), "kept"), RING)
    if not ON_POSTGRES:
        event.listen(database.engine, "connect", _hasten)
    return database


def _hasten(connection: Any, record: Any) -> None:
    """Wait for no disk: nothing here has to outlive a crash."""
    connection.execute("PRAGMA synchronous=OFF")


@cache
def _template() -> str:
    """Make all tables once; the file, or the name on the server."""
    file = _folder() / "template.sqlite"
    name = servers.copy_of("template0", "tables", lasting=True) if ON_POSTGRES else str(file)
    database = Database(servers.address(name) if ON_POSTGRES else f"sqlite:///{file}")
    revisions.migrate(database)
    database.close()
    return name


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="databases"))


def _copied(template: str, path: Path) -> str:
    lasting = path.is_relative_to(_folder())
    return servers.copy_of(template, _named(path), lasting=lasting)


def _named(path: Path) -> str:
    """Give the name on the server of what would be a file."""
    return "t" + blake2b(str(path.resolve()).encode(), digest_size=12).hexdigest()


def end() -> None:
    """Let go of all there is, when the tests are over."""
    if _kept.cache_info().currsize:
        _kept().close()
    servers.end()
    if _folder.cache_info().currsize:
        shutil.rmtree(_folder(), ignore_errors=True)
