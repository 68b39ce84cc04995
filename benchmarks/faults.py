"""What seventeen faults in a hundred calls, and kills, cost: posts and looks for each prompt."""

import asyncio
import logging
import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.arms import Figures, middle
from benchmarks.claims import Claim
from benchmarks.places import POSTGRES, Place, Scale
from tests.faults import seas
from tests.faults.storms import Outcome, live

SECONDS = 20
# A blow falls on two processes: with a few hundred posts between two, what is lost is the calls'.
BLOWS = (200, 400)
# In these proportions as everyday's deadlines and settling times are; seconds.
CALM_SECONDS = 300


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Live through the same storms on each database and count."""
    claims = []
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    with TemporaryDirectory(prefix="faults") as folder, seas.harbor(Path(folder)) as harbor:
        for kind in place.databases:
            name = seas.POSTGRES if kind == POSTGRES else seas.SQLITE
            claims += _claims(kind, _live(harbor, name, scale))
    if runtime is not None:
        os.environ["XDG_RUNTIME_DIR"] = runtime
    return claims


def _live(harbor: seas.Harbor, name: str, scale: Scale) -> list[Figures]:
    """Live through storms beside each other: they wait most of their time."""

    async def all_of_them() -> list[Outcome]:
        return await asyncio.gather(*(live(storm) for storm in storms))

    given = {"pairs": scale.pairs, "seconds": SECONDS * scale.pairs / 100, "blows": BLOWS}
    given |= {"calm_seconds": CALM_SECONDS}
    storms = [
        replace(harbor.storm(name, seed, **given), restart=None, full=False, jumps=False)
        for seed in range(scale.storms)
    ]
    logging.disable()
    try:
        return [_figures(outcome) for outcome in asyncio.run(all_of_them())]
    finally:
        logging.disable(logging.NOTSET)


def _figures(outcome: Outcome) -> Figures:
    counted = asdict(outcome.tally)
    wrong = {key: len(found) for key, found in counted.items() if isinstance(found, list)}
    return {
        "operations": outcome.tally.planned,
        "posts": outcome.posts,
        "looks": outcome.looks,
        "planned": outcome.tally.planned,
        "faults": sum(outcome.met.values()),
        **wrong,
    }


def _claims(kind: str, runs: Sequence[Figures]) -> list[Claim]:
    lost, twice = (sum(run[key] for run in runs) for key in ("lost", "twice"))
    planned, met = (sum(run[key] for run in runs) for key in ("planned", "faults"))
    shown = f"{planned} prompts in {len(runs)} storms, {met} faults and kills"
    figures = {"runs": list(runs)}
    posts, looks = middle(runs, "posts"), middle(runs, "looks")
    return [
        Claim("prompts lost under faults", kind, lost, 0, True, shown, figures),
        Claim("prompts posted twice under faults", kind, twice, 0, True, shown),
        Claim("posts a prompt under faults", kind, posts, 1.15, True, shown),
        Claim("reads of a conversation a prompt under faults", kind, looks, 0.25, True, shown),
    ]
