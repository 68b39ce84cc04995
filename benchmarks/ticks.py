"""What a turn of the clock costs as relationships grow: an empty one, and one with much due."""

from collections import Counter
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session, col, select

from benchmarks.arms import Arm, Figures, Stopwatch, each, interleave, memory, middle
from benchmarks.claims import Claim
from benchmarks.places import Place, Scale
from benchmarks.seeding import NOW, opened
from bot import deliveries, prompts, settlements
from bot.timers import Timers
from handlers.deps import Deps
from handlers.ticking import Heart
from store.database import Database
from store.people import Person
from store.relationships import Relationship
from store.sessions import TO_BOOK, Meeting

DUE = 100
WARM = 10


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Measure both at every size; each size has a database of its own, seeded once."""
    return [claim for kind in place.databases for claim in _sizes(place, scale, kind)]


def _sizes(place: Place, scale: Scale, kind: str) -> list[Claim]:
    turns: Counter[str] = Counter()
    arms = []
    for size in scale.relationships:
        url = place.lasting(kind, size)
        arms.append(Arm(f"empty {size}", f"{__name__}:empty", {"url": url, "times": scale.ticks}))
        arms.append(Arm(f"due {size}", f"{__name__}:due", {"url": url, "size": size}))
    runs = interleave(arms, scale.rounds, None, lambda arm: _turn(arm, turns))
    first, last = scale.relationships[0], scale.relationships[-1]
    claims = []
    for what, target in (("empty", 1.25), ("due", 2.5)):
        took = {size: each(runs[f"{what} {size}"], "wall") for size in scale.relationships}
        cost = {size: each(runs[f"{what} {size}"], "cpu") for size in scale.relationships}
        shown = ", ".join(
            f"{size}: {took[size] * 1000:.2f} ms ({cost[size] * 1000:.2f} ms processor)"
            for size in took
        )
        name = f"{'an empty tick' if what == 'empty' else 'planning and claiming 100'}"
        name += f" at {last}, times that at {first}"
        figures = {str(size): runs[f"{what} {size}"] for size in took}
        claims.append(Claim(name, kind, took[last] / took[first], target, True, shown, figures))
    held = {size: middle(runs[f"due {size}"], "memory") for size in scale.relationships}
    shown = ", ".join(f"{size}: {most:.0f} MB" for size, most in held.items())
    name = f"memory of the process at {last}, MB above that at {first}"
    return [*claims, Claim(name, kind, held[last] - held[first], 20, True, shown)]


def _turn(arm: Arm, turns: Counter[str]) -> dict[str, int]:
    """Say which of its turns an arm takes: each is for other people."""
    turns[arm.name] += 1
    return {"turn": turns[arm.name] - 1} if arm.name.startswith("due") else {}


async def empty(url: str, times: int) -> Figures:
    """Turn the heart over with nothing due."""
    deps = Deps(opened(url), AsyncWebClient(), clock=_clock, owner="bot")
    heart = Heart(deps)
    for _ in range(WARM):
        await heart.turn()
    took = []
    with Stopwatch() as watch:
        for _ in range(times):
            began = perf_counter()
            await heart.turn()
            took.append(perf_counter() - began)
    deps.database.close()
    return watch.figures(times, memory=memory(), wall=median(took) * times)


def due(url: str, size: int, turn: int) -> Figures:
    """Plan a hundred prompts that are due now and claim them all; every turn for other people."""
    database, now = opened(url), NOW + timedelta(seconds=turn)
    few, first = min(DUE, size // 4), turn * (DUE + WARM)
    _round(database, WARM, first, f"warm{turn}", now)
    with Stopwatch() as watch:
        claimed = _round(database, few, first + WARM, f"turn{turn}", now)
    database.close()
    if claimed < few:
        raise RuntimeError(f"only {claimed} of {few} were claimed")
    return watch.figures(1, memory=memory())


def _round(database: Database, few: int, start: int, occasion: str, now: datetime) -> int:
    database.run(lambda tx: _plan(tx, few, start, occasion, now))
    found = 0
    while claimed := database.run(lambda tx: _claim(tx, now)):
        found += claimed
    return found


def _plan(tx: Session, few: int, start: int, occasion: str, now: datetime) -> None:
    names = [f"W{number}" for number in range(start, start + few)]
    rows = tx.exec(
        select(Person, Relationship, Meeting.id)
        .join(Relationship, col(Relationship.mentor_id) == col(Person.id))
        .join(Meeting, col(Meeting.relationship_id) == col(Relationship.id))
        .where(
            Person.workspace_id == "T0",
            col(Person.slack_id).in_(names),
            col(Meeting.state) == TO_BOOK,
        )
    ).all()
    for person, pair, session in rows:
        about = {"session": session}
        prompts.plan(tx, "M3", person, occasion, now, now, relationship=pair, about=about)


def _claim(tx: Session, now: datetime) -> int:
    tx.info["timers"] = Timers()
    claimed = deliveries.claim(tx, "bot", now)
    for message in claimed:
        settlements.sent(tx, message.prompt_id, "bot", message.attempt, "D", f"{now}", now)
    return len(claimed)


def _clock() -> datetime:
    return NOW
