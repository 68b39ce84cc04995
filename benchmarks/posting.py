"""Posting what is due: the bot's way beside a bare loop, a plain client and two schedulers."""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import aiohttp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session, col, func, select

from benchmarks.arms import Arm, Figures, Stopwatch, each, interleave
from benchmarks.claims import Claim
from benchmarks.places import SQLITE, Place, Scale
from benchmarks.seeding import NOW, opened
from bot import deliveries, settlements
from bot.deliveries import Outgoing
from handlers import clients, lasting
from handlers.deps import Deps
from handlers.limits import DEMO
from handlers.ticking import Heart
from store.prompts import SENT, Prompt

TOKEN = "xoxb-benchmark"  # noqa: S105 - of no workspace
WARM, WORKSPACES = 20, 4
APART_SECONDS = 0.02
SCHEDULED = {
    "apscheduler": "processor a prompt beside an APScheduler job with an instant of its own",
    "apscheduler at once": "processor a prompt beside an APScheduler job, all due at one instant",
}


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Measure the bot's rate and cost beside the others', with and without Slack's own delay."""
    found = [_pace(place, scale, kind, wait) for kind in place.databases for wait in scale.waits]
    return [claim for claims in found for claim in claims]


def _pace(place: Place, scale: Scale, kind: str, wait: float) -> list[Claim]:
    place.ask(f"delay/{wait}")
    few = {"at_once": at_once(), "most": scale.jobs}
    arms = [Arm("bare", f"{__name__}:bare", {"at_once": at_once()}), Arm("bot", f"{__name__}:bot")]
    arms.append(Arm("plain", f"{__name__}:plain", {"most": max(6, scale.jobs // 10)}))
    if not wait:
        arms += _others(kind, few)
    old: list[str] = []

    def before(arm: Arm) -> dict[str, str]:
        for url in old:
            place.drop(url)
        url = place.seeded(kind, scale.posts, due=scale.posts, workspaces=WORKSPACES)
        old[:] = [url]
        return {"url": url}

    runs = interleave(arms, scale.rounds, place.environ, before)
    wall = {name: each(each_run, "wall") for name, each_run in runs.items()}
    cpu = {name: each(each_run, "cpu") for name, each_run in runs.items()}
    after = f", Slack takes {wait * 1000:.0f} ms"
    rates = ", ".join(f"{name} {1 / took:.0f}/s" for name, took in wall.items())
    costs = ", ".join(f"{name} {took * 1000:.2f} ms" for name, took in cpu.items())
    how = f"{rates}; processor: {costs}; {at_once()} at once"

    def claim(name: str, value: float, target: float, *, at_most: bool = False) -> Claim:
        return Claim(name + after, kind, value, target, at_most, how, dict(runs))

    claims = [
        claim("posting, rate beside a bare async loop", wall["bare"] / wall["bot"], 0.8),
        claim("posting, times a synchronous client", wall["plain"] / wall["bot"], 50),
    ]
    for other, name in SCHEDULED.items():
        if other in cpu:
            claims.append(claim(name, cpu["bot"] / cpu[other], 1 / 3, at_most=True))
    if "procrastinated" in wall:
        faster = wall["procrastinated"] / wall["bot"]
        claims.append(claim("posting, times Procrastinate", faster, 5))
    return claims


def _others(kind: str, few: dict[str, int]) -> list[Arm]:
    """Give the schedulers that a prompt is compared with as a job of theirs."""
    if kind != SQLITE:
        return [Arm("procrastinated", "benchmarks.schedulers:procrastinated", few)]
    target = "benchmarks.schedulers:apscheduler"
    one, many = SCHEDULED
    return [Arm(one, target, {**few, "apart": APART_SECONDS}), Arm(many, target, few)]


@asynccontextmanager
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Give a session as the bot has it, which every call shares."""
    timeout = aiohttp.ClientTimeout(total=10)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as shared:
        yield shared


@asynccontextmanager
async def client() -> AsyncIterator[AsyncWebClient]:
    """Give the library's client on one session and one TLS context, nothing repeated."""
    async with session() as shared:
        yield AsyncWebClient(
            token=TOKEN,
            base_url=os.environ["SLACK_API_URL"],
            session=shared,
            ssl=ssl.create_default_context(),
            retry_handlers=[],
        )


@asynccontextmanager
async def bots_client() -> AsyncIterator[AsyncWebClient]:
    """Give the client that the bot makes for itself."""
    async with session() as shared:
        context = ssl.create_default_context()
        yield clients.client(os.environ["SLACK_API_URL"], TOKEN, shared, context)


def messages(url: str) -> list[Outgoing]:
    """Claim all that is due, for a loop that only posts."""
    database, found = opened(url), list[Outgoing]()
    while claimed := database.run(lambda tx: deliveries.claim(tx, "bare", NOW)):
        found += claimed
        database.run(lambda tx: _done(tx, claimed))
    database.close()
    return found


def _done(tx: Session, claimed: Sequence[Outgoing]) -> None:
    for message in claimed:
        settlements.sent(tx, message.prompt_id, "bare", message.attempt, "D", "1.1", NOW)


async def post(slack: AsyncWebClient, message: Outgoing) -> None:
    """Post one message by the library's own method."""
    await slack.chat_postMessage(
        channel=message.channel or message.slack_id,
        unfurl_links=False,
        unfurl_media=False,
        **message.message,
    )


async def bare(url: str, at_once: int) -> Figures:
    """Post every message in a loop of the async client, so many at once."""
    due = messages(url)
    async with client() as slack:
        await loop(slack, due[:WARM], at_once)
        with Stopwatch() as watch:
            await loop(slack, due[WARM:], at_once)
    return watch.figures(len(due) - WARM)


async def loop(slack: AsyncWebClient, due: Sequence[Outgoing], at_once: int) -> None:
    """Post so many at once; before the clock starts, a few of them, as each arm does."""
    waiting = iter(due)

    async def work() -> None:
        for message in waiting:
            await post(slack, message)

    await asyncio.gather(*(work() for _ in range(at_once)))


async def bot(url: str) -> Figures:
    """Let the bot's heart do all that is due: claim, guard, draw, post and mark."""
    async with bots_client() as slack:
        deps = Deps(opened(url), slack, clock=clock, owner="bot", limits=DEMO)
        await deps.database.read(lambda tx: tx.exec(select(func.count(col(Prompt.id)))).one())
        warm = await deps.database.write(lambda tx: deliveries.claim(tx, "bare", NOW, limit=WARM))
        await loop(slack, warm, at_once())
        await deps.database.write(lambda tx: _done(tx, warm))
        before = await deps.database.read(count_sent)
        lasting.keep()
        with Stopwatch() as watch:
            await Heart(deps).turn()
        done = await deps.database.read(count_sent) - before
        deps.database.close()
    return watch.figures(done)


def clock() -> datetime:
    """Give the instant at which all of it is due."""
    return NOW


def count_sent(tx: Session) -> int:
    """Give how many messages are marked as posted."""
    query = select(func.count()).select_from(Prompt)
    return tx.exec(query.where(Prompt.state == SENT, col(Prompt.ts).is_not(None))).one()


def plain(url: str, most: int) -> Figures:
    """Post with the synchronous client as it comes, one after the other."""
    due = messages(url)[:most]
    slack = WebClient(token=TOKEN, base_url=os.environ["SLACK_API_URL"])
    with Stopwatch() as watch:
        for message in due:
            slack.chat_postMessage(channel=message.slack_id, **message.message)
    return watch.figures(len(due))


def at_once() -> int:
    """Give how many posts the bot has under way at once."""
    return DEMO.posts_at_once
