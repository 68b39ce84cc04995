"""Storm after storm on both databases, a seed for each two: `make soak` (SEED=, MINUTES=).

REAL=1: with the times of everyday, a deadline of 10 s and 60 s to settle.
"""

import asyncio
import logging
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.faults import seas
from tests.faults.storms import Outcome, live

MINUTES, WIDTH = 10.0, 150
LOAD: dict[str, Any] = {"pairs": 120, "seconds": 30}
REAL: dict[str, Any] = {"pairs": 120, "seconds": 60, "calm_seconds": 600, "real": True}
COLUMNS = (
    "Database",
    "Seed",
    "Planned",
    "Posted",
    "Twice",
    "Lost",
    "Astray",
    "Given",
    "Stored",
    "Twice",
    "Lost",
    "Posts each",
    "Looks each",
    "Kills",
    "Faults",
)


def main() -> None:
    """Run until the minutes are over; exit 1 when anything was lost, or came twice."""
    logging.disable()
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    load = REAL if os.environ.get("REAL") else LOAD
    minutes = float(os.environ.get("MINUTES") or MINUTES)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    ends_at = monotonic() + 60 * minutes
    outcomes: list[tuple[str, int, Outcome]] = []
    with tempfile.TemporaryDirectory(prefix="soak") as folder, seas.harbor(Path(folder)) as harbor:
        for number, name in enumerate(_names()):
            outcome = asyncio.run(live(harbor.storm(name, seed + number // 2, **load)))
            outcomes.append((name, seed + number // 2, outcome))
            console.print(f"{name} {seed + number // 2}: {outcome.brief or 'all well'}")
            if monotonic() > ends_at:
                break
    console.print(table(outcomes))
    if any(outcome.brief for *_, outcome in outcomes):
        raise SystemExit(1)


def _names() -> Iterator[str]:
    while True:
        yield from seas.NAMES


def table(outcomes: list[tuple[str, int, Outcome]]) -> Table:
    """Draw what was counted, a line for each storm."""
    drawn = Table(*COLUMNS, title="All but planned, posted, given and stored are to be none")
    for name, seed, outcome in outcomes:
        tally, met = outcome.tally, outcome.met
        numbers = (
            tally.planned,
            tally.posted,
            len(tally.twice),
            len(tally.lost),
            len(tally.astray),
            tally.given,
            tally.stored,
            len(tally.stored_twice),
            len(tally.answers_lost),
        )
        each = (f"{outcome.posts:.2f}", f"{outcome.looks:.2f}")
        went_wrong = (met["killed"], sum(met.values()) - met["killed"] - met["ended"])
        drawn.add_row(name, str(seed), *map(str, numbers), *each, *map(str, went_wrong))
    return drawn


if __name__ == "__main__":
    main()
