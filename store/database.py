"""The database: one writer at a time on SQLite, a pool on PostgreSQL, one unit of work a call."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool, StaticPool
from sqlmodel import Session

Result = TypeVar("Result")

POOL = 8
READERS = 4
MEMORY = (None, "", ":memory:")


class Database:
    """Runs plain synchronous units of work in worker threads, each in one transaction."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(url)
        writers = 1 if self.sqlite else POOL
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="writer")
        one = self.sqlite and self.url.database in MEMORY
        self._readers = self._writers if one else ThreadPoolExecutor(READERS, "reader")

    async def write(self, work: Callable[[Session], Result]) -> Result:
        """Run the work in one writing transaction; commit when it returns, roll back when not."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.run, work)

    async def read(self, work: Callable[[Session], Result]) -> Result:
        """Run the work on a snapshot and throw away whatever it changed."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._look, work)

    def run(self, work: Callable[[Session], Result]) -> Result:
        """Do what `write` does, in this thread."""
        with Session(self.engine, expire_on_commit=False) as tx, tx.begin():
            return work(tx)

    def _look(self, work: Callable[[Session], Result]) -> Result:
        with Session(self.engine.execution_options(read=True), expire_on_commit=False) as tx:
            return work(tx)

    def close(self) -> None:
        """Wait for the work under way and let the connections go."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, pool_size=POOL, max_overflow=4, pool_pre_ping=True, hide_parameters=True
        )
    memory = parsed.database in MEMORY
    if not memory:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        poolclass=StaticPool if memory else QueuePool,
        connect_args={"check_same_thread": False, "timeout": 10},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: Any) -> None:
    """Set a new SQLite connection up; transactions are begun by hand, not by the driver."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Take the write lock at once; a transaction that finds out later it must write can't wait."""
    read = connection.get_execution_options().get("read", False)
    connection.exec_driver_sql("BEGIN" if read else "BEGIN IMMEDIATE")
