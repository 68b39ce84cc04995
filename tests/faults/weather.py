"""What goes wrong around the processes while a storm lasts."""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from playground.faults import Fault, Injector
from tests.faults.fleets import Fleet

HOUR, DAY = 3600.0, 86400.0
AT_ONCE = 2
METHODS = (
    "apps.connections.open",
    "auth.test",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.open",
    "conversations.replies",
    "users.info",
    "views.publish",
)


@dataclass(frozen=True)
class Storm:
    """What to live through: for so many seconds, and how long the calm after it may take.

    `blows`: the fewest and the most posts between two kills. `restart`: kills the database and
    starts it again. `full`: SQLite's disk is full for a while. `injector`: what gives calls their
    faults, Misfortunes of the seed's when it is None. `real`: nothing is shortened.
    """

    seed: int
    url: str
    folder: Path
    pairs: int = 70
    processes: int = 1
    seconds: float = 15
    calm_seconds: float = 120
    blows: tuple[int, int] = (15, 45)
    restart: Callable[[], None] | None = None
    full: bool = False
    jumps: bool = True
    injector: Injector | None = None
    real: bool = False


class Blows:
    """An injector that gives what another gives, and strikes at the instant of a random post.

    Each blow falls on two processes; every third asks them to end, the others kill. Once it is
    `over`, nothing goes wrong and `calls` are still counted.
    """

    def __init__(self, storm: Storm, fleet: Fleet, random: Random, injector: Injector) -> None:
        self.calls: Counter[str] = Counter()
        self.over = False
        self._storm, self._fleet, self._random, self._injector = storm, fleet, random, injector
        self._next = random.randint(*storm.blows)
        self._struck = 0

    def __call__(self, method: str) -> Fault | None:
        """Give the fault of this call; perhaps strike."""
        self.calls[method] += 1
        if self.over:
            return None
        if self.calls["chat.postMessage"] >= self._next:
            self._next += self._random.randint(*self._storm.blows)
            after = self._random.choice((0.0, self._random.uniform(0, 0.3)))
            asyncio.get_running_loop().call_later(after, self._strike)
        return self._injector(method)

    def _strike(self) -> None:
        self._struck += 1
        number = signal.SIGTERM if self._struck % 3 == 0 else signal.SIGKILL
        self._fleet.send(number, AT_ONCE)


async def rage(storm: Storm, fleet: Fleet, out: Callable[[], bool]) -> None:
    """Let all go wrong that the storm has, until enough is `out` or it took three times as long."""
    works = [asyncio.sleep(storm.seconds)]
    if storm.jumps:
        works.append(_jump(storm, fleet))
    if storm.full:
        works.append(_fill(storm, fleet))
    if storm.restart:
        works.append(_restart(storm, storm.restart))
    await asyncio.gather(*works)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(2 * storm.seconds):
            while not out():  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.1)


async def _jump(storm: Storm, fleet: Fleet) -> None:
    """Let the clock jump back an hour, right itself, and jump ahead a day."""
    for wait, jump in ((0.25, -HOUR), (0.15, 0.0), (0.3, DAY)):
        await asyncio.sleep(wait * storm.seconds)
        fleet.tell(jump=jump)


async def _fill(storm: Storm, fleet: Fleet) -> None:
    """Let the disk be full for a part of the storm."""
    await asyncio.sleep(0.45 * storm.seconds)
    fleet.tell(pages=1)
    await asyncio.sleep(0.2 * storm.seconds)
    fleet.tell(pages=0)


async def _restart(storm: Storm, restart: Callable[[], None]) -> None:
    await asyncio.sleep(0.5 * storm.seconds)
    await asyncio.to_thread(restart)
