"""`second-coffee backup FILE`: the SQLite database as it is at one instant, while the bot runs."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from sqlalchemy import make_url

from operations.environment import console, settings_of_environment
from store.database import MEMORY

PAGES = 1000


class NotBackedUp(Exception):
    """Why there is no backup, in a sentence; nothing was left behind."""


def backup(file: Annotated[Path, typer.Argument(help="a file that isn't there yet")]) -> None:
    """Write the SQLite database to a file, whole and checked, while the bot runs."""
    try:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("Pages written", total=None)
            write(
                settings_of_environment().database_url,
                file,
                lambda _, left, all_: bar.update(task, total=all_, completed=all_ - left),
            )
    except (NotBackedUp, OSError, sqlite3.Error) as wrong:
        console.print(f"[red]There is no backup: {wrong}[/]")
        raise typer.Exit(1) from wrong
    console.print(
        f"{file} is whole: {file.stat().st_size:,} bytes. It is of no use without ENCRYPTION_KEYS: "
        "keep those somewhere else."
    )


def write(url: str, file: Path, tell: Callable[[int, int, int], object]) -> None:
    """Copy the database of an address to a new file that only its owner may read.

    All of it is of one instant. NotBackedUp where it isn't SQLite or the file is there.
    """
    address = make_url(url)
    source = Path(str(address.database))
    if address.get_backend_name() != "sqlite" or address.database in MEMORY:
        raise NotBackedUp("this is for SQLite; use pg_dump (docs/deploying.md says how).")
    if not source.is_file():
        raise NotBackedUp(f"there is no database {source}.")
    if file.exists():
        raise NotBackedUp(f"{file} is there already.")
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _copy(source, part, tell)
        os.link(part, file)  # unlike a rename, it never writes over what has come there meanwhile
    finally:
        part.unlink()


def _copy(source: Path, part: Path, tell: Callable[[int, int, int], object]) -> None:
    """Copy by one look at the source, so that a busy bot makes it neither longer nor mixed."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(part)) as there:
        here.execute("BEGIN")
        here.execute("SELECT count(*) FROM sqlite_master").fetchone()
        here.backup(there, pages=PAGES, progress=tell)
        there.execute("PRAGMA journal_mode=DELETE")  # the one file is all there is
        found = there.execute("PRAGMA integrity_check").fetchone()[0]
        there.commit()
    if found != "ok":
        raise NotBackedUp(f"the copy is damaged ({found}), and perhaps {source} is.")
    with part.open("rb") as written:
        os.fsync(written.fileno())
