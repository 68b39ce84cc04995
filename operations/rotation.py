"""`second-coffee rotate-keys`: everything under the first key, while the bot runs."""

import typer
from rich.progress import Progress
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from operations.environment import console, settings_of_environment
from store import readers, revisions, rotations, seals
from store.database import Database
from store.keys import Shut
from store.words import ring_of


def rotate_keys() -> None:
    """Encrypt all words anew with the first of ENCRYPTION_KEYS; safe to interrupt and repeat."""
    settings = settings_of_environment()
    database = Database(settings.database_url, settings.ring)
    try:
        revisions.prepare(database)
        seals.prove(database, leaves=False)
        database.run(begin)
        rest = rotate(database)
    except (Shut, revisions.Behind) as wrong:
        console.print(f"[red]{wrong}[/]")
        raise typer.Exit(1) from wrong
    except SQLAlchemyError as wrong:
        console.print(
            f"[red]The database stopped answering ({type(wrong).__name__}).[/] "
            "What was done is done: run this again."
        )
        raise typer.Exit(1) from wrong
    finally:
        database.close()
    if rest:
        console.print(
            f"[red]Rows that still lie under another key: {rest}.[/] Keep every key, and run this "
            "again. What is left even then is opened by no key here."
        )
        raise typer.Exit(1)
    console.print(
        "Everything is encrypted with the first key, counted just now. The other keys can leave "
        "ENCRYPTION_KEYS; backups from before need them."
    )


def begin(tx: Session) -> None:
    """Leave the seal of the first key; Shut where a bot runs that could not read with it."""
    ring = ring_of(tx.get_bind())
    if lacking := readers.lacking(tx, ring):
        raise Shut(
            f"Bots that run without the first of these keys: {lacking}. They could not read what "
            "it encrypts: restart them with this ENCRYPTION_KEYS, then run this again. (One that "
            "was killed counts for a minute and a half.) Nothing was changed."
        )
    seals.leave(tx, ring)


def rotate(database: Database) -> int:
    """Rotate with a progress bar; give how many rows are left."""
    with Progress(console=console) as progress:
        task = progress.add_task("Rows", total=database.run(rotations.left))
        for batch in rotations.rotate(database):
            progress.advance(task, batch.rows)
    return database.run(rotations.settle)
