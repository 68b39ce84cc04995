"""`second-coffee rotate-keys`: everything under the first key, while the bot runs."""

import typer
from rich.progress import Progress
from sqlalchemy.exc import SQLAlchemyError

from operations.environment import console, settings_of_environment
from store import revisions, rotations, seals
from store.database import Database
from store.keys import Shut


def rotate_keys() -> None:
    """Encrypt all words anew with the first of ENCRYPTION_KEYS; safe to interrupt and repeat."""
    settings = settings_of_environment()
    database = Database(settings.database_url, settings.ring)
    try:
        revisions.prepare(database)
        seals.prove(database)
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
            f"[red]Rows that still lie under another key: {rest}.[/] Keep every key. A bot that runs "
            "with an older ENCRYPTION_KEYS has to be restarted with this one; then run this again. "
            "What is left even so no key here opens."
        )
        raise typer.Exit(1)
    console.print(
        "Everything is encrypted with the first key, counted just now. The other keys can leave "
        "ENCRYPTION_KEYS; backups from before need them."
    )


def rotate(database: Database) -> int:
    """Rotate with a progress bar; give how many rows are left."""
    with Progress(console=console) as progress:
        task = progress.add_task("Rows", total=database.run(rotations.left))
        for batch in rotations.rotate(database):
            progress.advance(task, batch.rows)
    return database.run(rotations.settle)
