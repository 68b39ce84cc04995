"""Several processes on one PostgreSQL: nothing is said twice, and how throughput grows."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from time import perf_counter
from typing import Any

from benchmarks.arms import ANY, CORE, Figures, Stopwatch, middle
from benchmarks.claims import Claim
from benchmarks.places import POSTGRES, Place, Scale
from benchmarks.posting import bots_client, clock, count_sent
from benchmarks.seeding import opened
from handlers import lasting
from handlers.deps import Deps
from handlers.limits import DEMO
from handlers.ticking import Heart

WORKSPACES = 8
READY = "ready"
# So long that one process waits more than it works: what more of them add is to be seen.
SLACK_SECONDS = 0.5


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Let so many processes post the same due prompts together, each number a few times."""
    if POSTGRES not in place.databases:
        return []
    place.ask(f"delay/{SLACK_SECONDS}")
    runs: dict[int, list[Figures]] = {number: [] for number in scale.processes}
    for _ in range(scale.rounds):
        for number in scale.processes:
            runs[number].append(_together(place, scale, number))
    rates = {number: middle(found, "rate") for number, found in runs.items()}
    shown = ", ".join(f"{number}: {rate:.0f}/s" for number, rate in rates.items())
    shown += f"; Slack takes {SLACK_SECONDS * 1000:.0f} ms"
    first = rates[scale.processes[0]]
    twice = sum(run["twice"] for found in runs.values() for run in found)
    missing = sum(run["missing"] for found in runs.values() for run in found)
    figures = {str(number): found for number, found in runs.items()}
    claims = [
        Claim("prompts said twice by any number of processes", POSTGRES, twice, 0, True, shown),
        Claim("prompts not said by any number of processes", POSTGRES, missing, 0, True, shown),
    ]
    for number in scale.processes[1:]:
        name = f"throughput of {number} processes, times that of {scale.processes[0]}"
        value = rates[number] / first
        claims.append(Claim(name, POSTGRES, value, None, False, shown, figures))
    return claims


def _together(place: Place, scale: Scale, number: int) -> Figures:
    url = place.seeded(POSTGRES, scale.shared, due=scale.shared, workspaces=WORKSPACES)
    place.ask("counted")
    call = [sys.executable, "-m", "benchmarks.arms", f"{__name__}:work", json.dumps({"url": url})]
    environ = {**os.environ, **place.environ, CORE: str(ANY)}
    with ExitStack() as stack:
        workers: list[Any] = [
            stack.enter_context(
                subprocess.Popen(  # noqa: S603 - our own module
                    call,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    env=environ,
                )
            )
            for _ in range(number)
        ]
        for worker in workers:
            worker.stdout.readline()
        began = perf_counter()
        for worker in workers:
            worker.stdin.write("\n")
            worker.stdin.flush()
        found = [json.loads(worker.stdout.readlines()[-1]) for worker in workers]
        took = perf_counter() - began
    counted = json.loads(place.ask("counted"))
    place.drop(url)
    return {
        "operations": counted["different"],
        "rate": counted["different"] / took,
        "twice": counted["twice"],
        "missing": scale.shared - counted["different"],
        "cpu": sum(each["cpu"] for each in found),
    }


async def work(url: str) -> Figures:
    """Post with others what is due, from the moment the line comes."""
    async with bots_client() as slack:
        deps = Deps(opened(url), slack, clock=clock, owner=f"bot{os.getpid()}", limits=DEMO)
        await deps.database.read(count_sent)
        lasting.keep()
        sys.stdout.write(READY + "\n")
        sys.stdout.flush()
        sys.stdin.readline()
        with Stopwatch() as watch:
            await Heart(deps).turn()
        deps.database.close()
    return watch.figures(1)
