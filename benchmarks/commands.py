"""A slash command over HTTP: with nothing to do, and with a durable transaction."""

import os
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult
from sqlmodel import Session, col, select

from benchmarks import loads
from benchmarks.arms import Arm, Figures, Stopwatch, each, interleave, middle
from benchmarks.claims import Claim
from benchmarks.loads import PATH, SECRET
from benchmarks.places import Place, Scale
from benchmarks.posting import TOKEN
from benchmarks.seeding import NOW, opened
from bot import advice, catalogue, prompts
from bot.replies import Done, Reply
from handlers import lasting
from handlers.bots import build
from handlers.settings import Settings
from store import relationships
from store.advice import Advice
from store.database import Database
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

AT_ONCE, WARM, PEOPLE = 8, 200, 200
QUICK, NOTE = "/mentor help", "/mentor-measured"
TEXT = "Ask for the brief a week before it is due"
KINDS = ("F8", "F1")


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Measure the bot beside bare Bolt and a bare transaction, on each database."""
    claims = []
    for kind in place.databases:
        url = place.seeded(kind, PEOPLE)
        given = {"requests": scale.requests, "url": url}
        arms = [
            Arm("bolt", f"{__name__}:bolt", {"requests": scale.requests}),
            Arm("bot", f"{__name__}:bot", {**given, "command": QUICK}),
            Arm("bot noting", f"{__name__}:bot", {**given, "command": NOTE}),
            Arm("transaction", f"{__name__}:transaction", {"url": url, "times": scale.requests}),
        ]
        claims += _claims(kind, interleave(arms, scale.rounds, place.environ))
    return claims


def _claims(kind: str, runs: dict[str, list[Figures]]) -> list[Claim]:
    cost = {name: each(found, "cpu") * 1000 for name, found in runs.items()}
    rates = {name: middle(found, "rate") for name, found in runs.items() if "rate" in found[0]}
    costs = ", ".join(f"{name} {took:.2f} ms" for name, took in cost.items())
    took = ", ".join(f"{name} {rate:.0f}/s" for name, rate in rates.items())
    shown = f"processor a request: {costs}; answered: {took}"
    noting = cost["bot noting"] / (cost["bolt"] + cost["transaction"])
    p99 = middle(runs["bot noting"], "p99") * 1000
    return [
        Claim(
            "a command without a database: requests a core-second beside bare Bolt's",
            kind,
            cost["bolt"] / cost["bot"],
            0.85,
            at_most=False,
            shown=shown,
            figures=dict(runs),
        ),
        Claim(
            "a command with a transaction: processor beside bare Bolt and a bare transaction",
            kind,
            noting,
            1.25,
            shown=shown,
        ),
        Claim("the same: p99 at half load, ms", kind, p99, 20, shown=shown),
    ]


async def bolt(requests: int) -> Figures:
    """Serve bare Bolt that only acknowledges, with the bot's flags."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T0", bot_token=TOKEN, bot_id="B", bot_user_id="UBOT"
        )

    app = AsyncApp(
        authorize=authorize,
        signing_secret=SECRET,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    app.command(QUICK.split()[0])(_acknowledge)
    runner = web.AppRunner(app.web_app(PATH), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found = await _measure(runner.addresses[0][1], QUICK, requests)
    await runner.cleanup()
    return found


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def bot(url: str, command: str, requests: int) -> Figures:
    """Serve the whole bot over HTTP, with one more command that writes."""
    catalogue.COMMANDS[NOTE] = note  # type: ignore[index]
    settings = Settings(
        slack_bot_token=TOKEN,
        slack_signing_secret=SECRET,
        slack_api_url=os.environ["SLACK_API_URL"],
        database_url=url,
        encryption_keys=bytes(32).hex(),
        host="127.0.0.1",
        port="0",
    )
    async with build(settings, _clock) as running:
        lasting.keep()
        return await _measure(running.serving[0].port, command, requests)


def note(tx: Session, person: Person, other: Person | None, now: datetime) -> Reply:
    """Note advice in the person's relationship and plan two prompts about it."""
    [relationship, *_] = relationships.of_person(tx, person.id, ("active",))
    kept = advice.note(tx, relationship, None, TEXT, now)
    for kind in KINDS:
        due = now + timedelta(days=14)
        prompts.plan(tx, kind, person, kept.id, due, now, relationship=relationship)
    return Done()


async def _measure(port: int, command: str, requests: int) -> Figures:
    how = {"command": command, "people": PEOPLE, "at_once": AT_ONCE}
    await loads.come(port, requests=min(WARM, requests), **how)
    with Stopwatch() as watch:
        full = await loads.come(port, requests=requests, **how)
    rate = full["operations"] / full["seconds"]
    half = await loads.come(port, requests=requests, pace=rate / 2, **how)
    return watch.figures(requests, rate=rate, p99=half["p99"], p50=half["p50"])


def transaction(url: str, times: int) -> Figures:
    """Write the same rows by SQLModel alone: read a relationship, add advice and two prompts."""
    database = opened(url)
    for number in range(min(WARM, times)):
        _write(database, f"U{number % PEOPLE}")
    with Stopwatch() as watch:
        for number in range(times):
            _write(database, f"U{number % PEOPLE}")
    database.close()
    return watch.figures(times)


def _write(database: Database, slack_id: str) -> None:
    with Session(database.engine) as tx:
        person, relationship = tx.exec(
            select(Person, Relationship)
            .join(Relationship, col(Relationship.mentee_id) == col(Person.id))
            .where(Person.workspace_id == "T0", Person.slack_id == slack_id)
        ).one()
        kept = Advice(relationship_id=relationship.id, text=TEXT, noted_at=NOW)
        tx.add(kept)
        for kind in KINDS:
            tx.add(
                Prompt(
                    workspace_id=person.workspace_id,
                    person_id=person.id,
                    relationship_id=relationship.id,
                    kind=kind,
                    occasion=kept.id,
                    about={"wording": 0},
                    due_at=NOW + timedelta(days=14),
                    planned_at=NOW,
                )
            )
        tx.commit()


def _clock() -> datetime:
    return NOW
