"""The same posts from other schedulers: a job a prompt in APScheduler and in Procrastinate."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import procrastinate
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_sdk.signature import Clock
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import make_url

from benchmarks.arms import Figures, Stopwatch
from benchmarks.posting import WARM, client, loop, messages, post
from bot.deliveries import Outgoing

MOST_ADDING = 3
PAST = datetime(2020, 1, 1, tzinfo=UTC)


class Outbox:
    """What the jobs of this process post, by number, and whether all of it is out."""

    slack: AsyncWebClient
    room: asyncio.Semaphore
    over: asyncio.Event
    due: Sequence[Outgoing] = ()
    left = 0

    async def send(self, number: int) -> None:
        """Post one of them."""
        async with self.room:
            await post(self.slack, self.due[number])
        self.left -= 1
        if not self.left:
            self.over.set()


OUTBOX = Outbox()


async def fire(number: int) -> None:
    """Be the job of one prompt."""
    await OUTBOX.send(number)


async def apscheduler(url: str, at_once: int, most: int, apart: float = 0) -> Figures:
    """Fire a stored job for each prompt; `added`: processor seconds to add them beforehand.

    Due all at one instant, or so many seconds apart, as people's windows and jitter spread them.
    """
    OUTBOX.due = messages(url)[:most]
    jobs = {"default": SQLAlchemyJobStore(url=url)}
    async with client() as slack:
        await _ready(slack, at_once)
        scheduler = AsyncIOScheduler(jobstores=jobs, timezone="UTC")
        scheduler.start(paused=True)
        first = datetime.fromtimestamp(Clock().now(), UTC) + timedelta(seconds=MOST_ADDING)
        with Stopwatch() as adding:
            for number in range(len(OUTBOX.due)):
                scheduler.add_job(
                    fire,
                    "date",
                    run_date=first + timedelta(seconds=apart * number) if apart else PAST,
                    args=(number,),
                    misfire_grace_time=None,
                )
        with Stopwatch() as watch:
            scheduler.resume()
            await OUTBOX.over.wait()
        scheduler.shutdown(wait=False)
    return watch.figures(len(OUTBOX.due), added=adding.cpu)


async def procrastinated(url: str, at_once: int, most: int) -> Figures:
    """Let a worker of Procrastinate work off a deferred job for each prompt."""
    OUTBOX.due = messages(url)[:most]
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(conninfo=address)
    app = procrastinate.App(connector=connector)
    job = app.task(name="fire")(fire)
    async with client() as slack, app.open_async():
        await _ready(slack, at_once)
        await app.schema_manager.apply_schema_async()
        numbers: list[dict[str, Any]] = [{"number": n} for n in range(len(OUTBOX.due))]
        await job.batch_defer_async(*numbers)
        with Stopwatch() as watch:
            await app.run_worker_async(
                concurrency=at_once, wait=False, install_signal_handlers=False, listen_notify=False
            )
    if OUTBOX.left:
        raise RuntimeError("not every job was worked off")
    return watch.figures(len(OUTBOX.due))


async def _ready(slack: AsyncWebClient, at_once: int) -> None:
    await loop(slack, OUTBOX.due[:WARM], at_once)
    OUTBOX.slack, OUTBOX.left = slack, len(OUTBOX.due)
    OUTBOX.room, OUTBOX.over = asyncio.Semaphore(at_once), asyncio.Event()
