"""Runs the benchmarks: all of them, or those named, with a table each and all runs as JSON."""

import importlib
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import claims, places

NAMES = ("commands", "posting", "ticks", "throttled", "homes", "processes", "faults")


def bench(
    only: Annotated[str, typer.Option(help="names with commas between: " + ", ".join(NAMES))] = "",
    quick: Annotated[
        bool, typer.Option(help="see that they run; the figures mean nothing")
    ] = False,
    postgres: Annotated[bool, typer.Option(help="measure on PostgreSQL too")] = True,
    rounds: Annotated[int, typer.Option(help="how often each arm is run")] = 5,
    most: Annotated[int, typer.Option(help="the largest number of relationships")] = 1_000_000,
) -> None:
    """Measure what the bot costs beside the bare libraries."""
    console = Console()
    chosen = [name for name in NAMES if not only or name in only.split(",")]
    if not chosen:
        raise typer.BadParameter(f"there are {', '.join(NAMES)}")
    scale = places.QUICK if quick else places.scale(rounds, most)
    with places.opened(postgres=postgres) as place:
        for name in chosen:
            began = perf_counter()
            found = importlib.import_module(f"benchmarks.{name}").compare(place, scale)
            claims.show(console, f"{name} ({perf_counter() - began:.0f} s)", found)
            if not quick:
                console.print(f"All runs: {claims.save(name, found)}")


if __name__ == "__main__":
    cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    cli.command()(bench)
    cli()
