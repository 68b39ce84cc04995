"""`second-coffee simulate`: many relationships, a year in a minute, on a database of their own."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from simulation import reports
from simulation.lives import KNOWN, live
from store import keys
from store.database import Database

MIXED = "mixed"


def simulate(
    relationships: Annotated[int, typer.Option(min=1, max=5000)] = 20,
    months: Annotated[int, typer.Option(min=1, max=60)] = 12,
    seed: Annotated[int, typer.Option(help="The same seed lives the same lives.")] = 1,
    people: Annotated[str, typer.Option(help="mixed, or all alike: happy, diligent ...")] = MIXED,
) -> None:
    """Live many relationships for months, and say what came of them and what rule was broken."""
    console = Console()
    if people not in (MIXED, *KNOWN):
        known = ", ".join((MIXED, *KNOWN))
        console.print(f"[red]There are no {people} people.[/] Choose one of: {known}.")
        raise typer.Exit(2)
    with TemporaryDirectory() as folder, Progress(console=console, transient=True) as progress:
        task = progress.add_task("Months lived", total=months)
        database = Database(
            f"sqlite:///{Path(folder)}/simulation.sqlite", keys.Ring.read(keys.make())
        )
        random = Random(seed)  # noqa: S311 - the same numbers each time are the point
        report = live(
            database, relationships, months, random, people, lambda: progress.advance(task)
        )
        database.close()
    reports.say(report, console)
    raise typer.Exit(1 if report.faults else 0)
