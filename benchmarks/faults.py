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
# A blow falls on two processes, and each message that one has claimed, up to 128, costs a look.
# With several hundred posts between two, what is counted is what the calls' faults cost.
BLOWS = (400, 800)
# In these proportions as everyday's deadlines and settling times are; seconds.
CALM_SECONDS = 300


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Live through the same storms on each database and count."""
    runs: dict[str, list[Figures]] = {kind: [] for kind in place.databases}
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    with TemporaryDirectory(prefix="faults") as folder, seas.harbor(Path(folder)) as harbor:
        for seed in range(scale.storms):
            for kind, outcome in zip(runs, _live(harbor, tuple(runs), seed, scale), strict=True):
                runs[kind].append(_figures(outcome))
    if runtime is not None:
        os.environ["XDG_RUNTIME_DIR"] = runtime
    return [claim for kind, found in runs.items() for claim in _claims(kind, found)]


def _live(harbor: seas.Harbor, kinds: Sequence[str], seed: int, scale: Scale) -> Sequence[Outcome]:
    """Live through a storm on each database, side by side: most of it is waiting."""

    async def both() -> Sequence[Outcome]:
        return await asyncio.gather(*(live(storm) for storm in storms))

    given = {"pairs": scale.pairs, "seconds": SECONDS * scale.pairs / 100, "blows": BLOWS}
    given |= {"calm_seconds": CALM_SECONDS}
    names = [seas.POSTGRES if kind == POSTGRES else seas.SQLITE for kind in kinds]
    storms = [
        replace(harbor.storm(name, seed, **given), restart=None, full=False, jumps=False)
        for name in names
    ]
    logging.disable()
    try:
        return asyncio.run(both())
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
