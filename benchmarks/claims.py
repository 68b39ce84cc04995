"""What is claimed, what was measured and whether it holds: as a table and as JSON."""

import json
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Claim:
    """One figure beside its target; `at_most`: smaller is better. No target: for orientation.

    `shown`: how the figure came about, in words. `figures`: every run of every arm.
    """

    name: str
    database: str
    value: float
    target: float | None = None
    at_most: bool = True
    shown: str = ""
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Say whether the target is met, None where there is none."""
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


def table(title: str, claims: Sequence[Claim]) -> Table:
    """Draw claims, one a line."""
    drawn = Table(title=title, title_justify="left")
    drawn.add_column("What")
    drawn.add_column("Database")
    for column in ("Measured", "Target"):
        drawn.add_column(column, justify="right")
    drawn.add_column("")
    for claim in claims:
        sign = "at most" if claim.at_most else "at least"
        target = "" if claim.target is None else f"{sign} {claim.target:g}"
        met = {True: "[green]met[/]", False: "[red]not met[/]", None: ""}[claim.met]
        drawn.add_row(claim.name, claim.database, f"{claim.value:.3g}", target, met)
    return drawn


def show(console: Console, title: str, claims: Sequence[Claim]) -> None:
    """Print claims, and below them how each figure came about."""
    console.print(table(title, claims))
    for shown in dict.fromkeys(f"{claim.database}: {claim.shown}" for claim in claims):
        console.print(shown, style="dim", highlight=False)


def save(name: str, claims: Sequence[Claim], folder: Path = RESULTS) -> Path:
    """Keep a benchmark's claims with all their runs; give the file."""
    folder.mkdir(parents=True, exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
    }
    rows = [{**asdict(claim), "met": claim.met} for claim in claims]
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"machine": machine, "claims": rows}, indent=1) + "\n")
    return path
