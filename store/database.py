"""The database: one writer at a time on SQLite, a pool on PostgreSQL, one unit of work a call."""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.pool import QueuePool, StaticPool
from sqlmodel import Session

from store.keys import Ring
from store.words import RING, seal

Result = TypeVar("Result")

POOL = 8
READERS = 4
# What is deleted is overwritten: its bytes don't stay behind in the file.
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
MEMORY = (None, "", ":memory:")
POSTGRES = ("postgres", "postgresql")
# Serialization failure, deadlock, and a unique key that somebody took after we had looked.
RACES = ("40001", "40P01", "23505")
IS_FIRST = text("SELECT pg_try_advisory_xact_lock(2705)")
LINE_SECONDS, LOOK_SECONDS = 0.5, 0.01
# Slack waits three seconds for an answer.
ATTEMPTS, SECONDS = 10, 2.0
# The server is shutting down, has crashed, or can't take connections yet.
AWAY = ("57P01", "57P02", "57P03")
LOST_SECONDS = 0.2


class _Unit(threading.local):
    """Whether this thread is within a unit of work."""

    running = False


_UNIT = _Unit()


class _Work(Session):
    """A session of which most questions by id are about rows that it has already read."""

    def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        row = None if how else self.identity_map.get((entity, (ident,), None))
        if row is None or instance_state(row).expired:
            return super().get(entity, ident, **how)
        return row

    def get_one(self, entity: Any, ident: Any, **how: Any) -> Any:
        row = self.get(entity, ident, **how)
        return super().get_one(entity, ident, **how) if row is None else row


class Raced(BaseException):
    """Another unit of work was first on PostgreSQL; this one is done again from its start.

    No `except Exception` may swallow it: what it was raised in has happened only by half.
    """

    def __init__(self, error: Exception) -> None:
        self.error = error


class Lost(Raced):
    """The connection to PostgreSQL broke; whether the work was committed nobody knows.

    It is done again, for there may be a server again soon: what comes in has a receipt, and what
    was claimed and not kept in mind is looked for when its lease runs out.
    """


class Database:
    """Runs plain synchronous units of work in worker threads, each in one transaction.

    Each sees the database as if it were alone; on PostgreSQL it may be run more than once.
    Without a ring it can be worked with as long as nobody's words are read or written.
    """

    def __init__(self, url: str, ring: Ring | None = None) -> None:
        self.url, self.ring = _url(url), ring
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url, {RING: ring})
        event.listen(self.engine, "before_execute", seal, retval=True)
        look = {"read": True} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        write = {} if self.sqlite else {"isolation_level": "SERIALIZABLE"}
        self._line = threading.RLock()
        self._looking = self.engine.execution_options(**look)
        self._writing = self.engine.execution_options(**write)
        writers = 1 if self.sqlite else POOL
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="writer")
        one = self.sqlite and self.url.database in MEMORY
        self._readers = self._writers if one else ThreadPoolExecutor(READERS, "reader")

    async def write(self, work: Callable[[Session], Result]) -> Result:
        """Run the work in one writing transaction; commit when it returns, roll back when not."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.run, work)

    async def read(self, work: Callable[[Session], Result]) -> Result:
        """Run the work on a snapshot and throw away whatever it changed."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.look, work)

    def run(self, work: Callable[[Session], Result]) -> Result:
        """Do what `write` does, in this thread."""

        def attempt() -> Result:
            with _Work(self._writing, expire_on_commit=False) as tx, tx.begin():
                return work(tx)

        return _until_alone(attempt, self._in_line)

    def look(self, work: Callable[[Session], Result]) -> Result:
        """Do what `read` does, in this thread."""

        def attempt() -> Result:
            with _Work(self._looking, expire_on_commit=False) as tx:
                return work(tx)

        return _until_alone(attempt, self._in_line)

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        """Be the only unit of work, in any process, of those that lost a race.

        After a while go on all the same: a process that stands still must not hold up the others.
        """
        with self._line, self.engine.connect() as connection:
            ends_at = time.monotonic() + LINE_SECONDS
            while not (self.sqlite or connection.execute(IS_FIRST).scalar_one()):
                if time.monotonic() > ends_at:
                    break
                time.sleep(LOOK_SECONDS)
            yield

    def let_go(self) -> None:
        """Leave nothing of what was deleted beside the file; PostgreSQL's vacuum does it there."""
        if self.sqlite and self._readers is not self._writers:
            connection = self.engine.raw_connection()
            try:
                for pragma in (
                    "busy_timeout=200",
                    "wal_checkpoint(TRUNCATE)",
                    "busy_timeout=10000",
                ):
                    connection.cursor().execute(f"PRAGMA {pragma}")
            finally:
                connection.close()

    def close(self) -> None:
        """Wait for the work under way and let the connections go."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()


def go_beside(tx: Session) -> None:
    """Begin a unit of work that locks each row it changes, and so may go on beside others.

    It sees what they commit meanwhile, and is done again after a deadlock only. Nothing on SQLite.
    """
    if tx.get_bind().dialect.name == "postgresql":
        tx.connection(execution_options={"isolation_level": "READ COMMITTED"})


def _until_alone(
    attempt: Callable[[], Result], in_line: Callable[[], AbstractContextManager[None]]
) -> Result:
    """Do a unit of work again while others race it or the server is away for a moment.

    Those that lost a race go one after another: all at once, each would lose to the next. The
    error itself once that took too long.
    """
    was, _UNIT.running = _UNIT.running, True
    try:
        tried, late, ends_at = 0, False, time.monotonic() + SECONDS
        while True:
            try:
                with in_line() if late else nullcontext():
                    return attempt()
            except Raced as raced:
                last, tried, late = raced, tried + 1, not isinstance(raced, Lost)
            if tried >= ATTEMPTS and time.monotonic() > ends_at:
                raise last.error
            parted = random.uniform(0, 0.005 * 2 ** min(tried, 5))  # noqa: S311 - parts the racers
            time.sleep(parted if late else LOST_SECONDS)
    finally:
        _UNIT.running = was


@event.listens_for(Session, "loaded_as_persistent")
def _keep(tx: Session, row: object) -> None:
    """Hold what a unit of work has read until it ends: asking for it again costs no query."""
    tx.info.setdefault("read", []).append(row)


def _url(url: str) -> URL:
    """Read an address; any PostgreSQL one that names no driver gets psycopg."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in POSTGRES else parsed


def _engine(url: URL, options: dict[str, Any]) -> Engine:
    if url.get_backend_name() != "sqlite":
        engine = create_engine(
            url,
            pool_size=POOL,
            max_overflow=READERS,
            pool_pre_ping=True,
            hide_parameters=True,
            execution_options=options,
            connect_args={"prepare_threshold": None},  # PgBouncer moves us between connections
        )
        event.listen(engine, "handle_error", _tell_races)
        return engine
    memory = url.database in MEMORY
    if not memory:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=StaticPool if memory else QueuePool,
        connect_args={"check_same_thread": False, "timeout": 10},
        hide_parameters=True,
        execution_options=options,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _tell_races(context: ExceptionContext) -> Raced | None:
    """Give Raced for an error that only says that somebody was first, Lost for a server away.

    Outside a unit of work nobody does it again, and the error stays what it is.
    """
    error = context.sqlalchemy_exception
    if error is None or not _UNIT.running:
        return None
    state = getattr(context.original_exception, "sqlstate", None)
    if state in RACES:
        return Raced(error)
    away = context.is_disconnect or context.connection is None or state in AWAY
    return Lost(error) if away else None


def _prepare(connection: Any, record: Any) -> None:
    """Set a new SQLite connection up; transactions are begun by hand, not by the driver."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Take the write lock at once; a transaction that finds out later it must write can't wait."""
    read = connection.get_execution_options().get("read", False)
    connection.exec_driver_sql("BEGIN" if read else "BEGIN IMMEDIATE")
