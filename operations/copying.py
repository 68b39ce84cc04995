"""`second-coffee copy-database`: from SQLite to PostgreSQL, back, or between two of a kind."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from operations.environment import console
from store import copies
from store.database import Database

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


def copy_database(
    source: Annotated[str, typer.Argument(help="where everything is: sqlite:///... or postgresql")],
    target: Annotated[str, typer.Argument(help="an empty database, which gets the tables too")],
) -> None:
    """Copy everything into an empty database; stop the bot first, and start it on the new one."""
    with _said(), closing(_opened(source)) as here, closing(_opened(target, new=True)) as there:
        rows = 2 * copies.count(here)
        with Progress(*COLUMNS, TimeRemainingColumn(), console=console, transient=True) as bar:
            task = bar.add_task("Rows copied and compared", total=rows)
            copied = copies.copy(here, there, lambda number: bar.advance(task, number))
    table = Table("Table", "Rows")
    for name, number in copied.items():
        table.add_row(name, str(number))
    console.print(table)
    console.print(
        f"{sum(copied.values())} rows were copied and compared. The source is as it was. "
        "Put the new address in DATABASE_URL, keep ENCRYPTION_KEYS as it is, and start the bot."
    )


def _opened(url: str, *, new: bool = False) -> Database:
    """Open a database; NotCopied for a SQLite file that isn't there and should be."""
    database = Database(url)
    file = Path(str(database.url.database))
    if database.sqlite and not new and not file.is_file():
        raise copies.NotCopied(f"There is no file {file}.")
    return database


@contextmanager
def _said() -> Iterator[None]:
    """Say in a sentence what went wrong, and exit 1."""
    try:
        yield
    except copies.NotCopied as wrong:
        console.print(f"[red]{wrong}[/]")
        raise typer.Exit(1) from wrong
    except (SQLAlchemyError, OSError) as wrong:
        console.print(
            f"[red]A database can't be opened, read or written ({type(wrong).__name__}).[/] "
            "Nothing was copied; once that is put right, run this again."
        )
        raise typer.Exit(1) from wrong
