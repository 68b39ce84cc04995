"""One storm: a load, everything that goes wrong at once, then calm weather and the count."""

import asyncio
import contextlib
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sqlmodel import Session, col, select

from playground.clock import Clock
from playground.misfortunes import Misfortunes
from playground.server import Playground
from playground.whims import Whims
from store.database import Database
from store.prompts import PLANNED, SENDING, UNSURE, Prompt
from tests.faults import weather
from tests.faults.companies import seed, staffed
from tests.faults.counts import Tally, tally
from tests.faults.crowds import Crowd
from tests.faults.fleets import ROOT, Fleet, launch
from tests.faults.weather import Blows, Storm, rage
from tests.rings import KEYS, RING

TUESDAY = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
BREAKS_AT = TUESDAY + timedelta(seconds=5)
HANGS, LATE = 2.5, 4.0
STILL = 3


@dataclass(frozen=True)
class Outcome:
    """What was counted; calls by method, and how often each thing went wrong."""

    tally: Tally
    calls: Counter[str]
    met: Counter[str]

    @property
    def posts(self) -> float:
        """Give calls of chat.postMessage for each message that is there."""
        return self.calls["chat.postMessage"] / max(1, self.tally.posted)

    @property
    def brief(self) -> str:
        """Say what is wrong, with the first few of each; nothing when all is well."""
        found = self.tally.wrong.items()
        return "; ".join(f"{len(ids)} {name} ({', '.join(ids[:5])})" for name, ids in found)

    @property
    def looks(self) -> float:
        """Give calls that read a conversation for each message that is there."""
        read = self.calls["conversations.history"] + self.calls["conversations.replies"]
        return read / max(1, self.tally.posted)


async def live(storm: Storm) -> Outcome:
    """Live through a storm on an empty database, wait for everything to settle, and count."""
    random = Random(storm.seed)  # noqa: S311 - nobody's secret
    clock = Clock(TUESDAY, running=True)
    slack = Playground(ROOT / "manifest.yml", clock, staffed(storm.pairs))
    asked = seed(storm.url, slack.here.records.company, BREAKS_AT, random, storm.seconds)
    misfortunes = Misfortunes(random, only=weather.METHODS)
    if not storm.real:
        misfortunes.hangs, misfortunes.late = HANGS, LATE
    crowd = Crowd(slack, asked, random, storm.seconds / 10)
    database = Database(storm.url, RING)
    fleet = Fleet(storm.folder, random)
    async with AsyncExitStack() as stack:
        stack.callback(database.close)
        await slack.start()
        stack.push_async_callback(slack.stop)
        fleet.right_by(clock)
        async with launch(fleet, storm.processes, _environ(storm, slack)), crowd:
            await _connected(slack)
            blows = Blows(storm, fleet, random, storm.injector or misfortunes)
            slack.here.faults.injector = blows
            slack.here.sockets.whims = whims = Whims(random)
            await rage(storm, fleet, lambda: blows.calls["chat.postMessage"] > len(asked))
            blows.over = True
            slack.here.sockets.whims = None
            await _settle(storm, slack, crowd, database, fleet)
        now = fleet.clock()
        counted = await database.read(
            lambda tx: tally(tx, slack.here.records, asked, crowd.given, now)
        )
    return Outcome(counted, blows.calls, misfortunes.met + whims.struck + fleet.ends)


async def _connected(slack: Playground) -> None:
    """Wait until a process is there; TimeoutError when none comes."""
    async with asyncio.timeout(60):
        while not slack.here.sockets.connected:  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.05)


def _environ(storm: Storm, slack: Playground) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": storm.url,
        "ENCRYPTION_KEYS": KEYS,
        "REAL": "1" if storm.real else "",
    }


async def _settle(
    storm: Storm, slack: Playground, crowd: Crowd, database: Database, fleet: Fleet
) -> None:
    """Wait until all have answered and nothing is on its way; what never settles is counted."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(storm.calm_seconds):
            still = 0
            while still < STILL:
                await asyncio.sleep(0.5)
                moves = not crowd.done or slack.here.sockets.traffic.under_way
                waits = await database.read(lambda tx: _waits(tx, fleet.clock()))
                still = 0 if moves or waits else still + 1


def _waits(tx: Session, now: datetime) -> bool:
    due = (col(Prompt.state) == PLANNED) & (col(Prompt.due_at) <= now)
    on_its_way = col(Prompt.state).in_((SENDING, UNSURE))
    return tx.exec(select(Prompt.id).where(due | on_its_way).limit(1)).first() is not None
