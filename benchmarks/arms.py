"""Arms: the sides of a comparison, each measured in a process of its own on one core."""

import asyncio
import gc
import importlib
import inspect
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from handlers import logs

Figures = dict[str, Any]

HERE, THERE, ANY = 0, 1, -1
CORE = "BENCHMARK_CORE"
MOST_SECONDS = 1800


@dataclass(frozen=True)
class Arm:
    """One side: `target` is "module:function", called with the options in a fresh process."""

    name: str
    target: str
    options: Mapping[str, Any] = field(default_factory=dict)


class Stopwatch:
    """Wall and processor seconds of this process, all its threads, between `with` and its end."""

    wall = 0.0
    cpu = 0.0

    def __enter__(self) -> "Stopwatch":
        gc.collect()
        self._wall, self._cpu = perf_counter(), _cpu()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = perf_counter() - self._wall, _cpu() - self._cpu

    def figures(self, operations: int, **more: Any) -> Figures:
        """Give what one operation took, with how many there were."""
        return {"operations": operations, "wall": self.wall, "cpu": self.cpu} | more


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def memory() -> float:
    """Give the most megabytes this process has held, what it was started from left out."""
    status = Path("/proc/self/status")
    if status.exists():  # the usage below counts from before the start where a process was copied
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(fields["VmHWM"].split()[0]) / (1 << 10)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def pin(core: int) -> None:
    """Keep this process and its children to one core, where the machine lets itself be told."""
    if hasattr(os, "sched_setaffinity") and core != ANY:
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[core % len(cores)]})


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """Start what is started meanwhile on one core; this process itself goes back to all."""
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    pin(core)
    try:
        yield
    finally:
        if before is not None:
            os.sched_setaffinity(0, before)


def run(arm: Arm, environ: Mapping[str, str] | None = None) -> Figures:
    """Run an arm once in a fresh process; CalledProcessError when it fails."""
    call = [sys.executable, "-m", "benchmarks.arms", arm.target, json.dumps(dict(arm.options))]
    done = subprocess.run(  # noqa: S603 - our own module
        call,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=MOST_SECONDS,
        env={**os.environ, **(environ or {})},
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def interleave(
    arms: Sequence[Arm],
    rounds: int,
    environ: Mapping[str, str] | None = None,
    before: Callable[[Arm], Mapping[str, Any]] | None = None,
) -> dict[str, list[Figures]]:
    """Run every arm once a round, so that what else the machine does meets all of them alike.

    `before`: gives an arm more options each time, such as a database of its own.
    """
    found: dict[str, list[Figures]] = {arm.name: [] for arm in arms}
    for _ in range(rounds):
        for arm in arms:
            more = before(arm) if before else {}
            ready = Arm(arm.name, arm.target, {**arm.options, **more})
            found[arm.name].append(run(ready, environ))
    return found


def each(runs: Sequence[Figures], figure: str) -> float:
    """Give the median of a figure for one operation."""
    return float(median(run[figure] / run["operations"] for run in runs))


def middle(runs: Sequence[Figures], figure: str) -> float:
    """Give the median of a figure as it stands."""
    return float(median(run[figure] for run in runs))


def main(target: str, options: str) -> None:
    """Run one arm here and print its figures."""
    logs.set_up("WARNING")
    pin(int(os.environ.get(CORE, HERE)))
    module, _, name = target.partition(":")
    found = getattr(importlib.import_module(module), name)(**json.loads(options))
    if inspect.isawaitable(found):
        found = asyncio.run(_wait(found))
    sys.stdout.write(json.dumps(found) + "\n")


async def _wait(found: Any) -> Any:
    return await found


if __name__ == "__main__":
    main(*sys.argv[1:])
