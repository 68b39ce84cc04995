"""Claiming while one workspace has been told to wait, with a long line of its own due."""

from datetime import timedelta

from sqlmodel import Session, col, update

from benchmarks.arms import Arm, Figures, Stopwatch, each, interleave
from benchmarks.claims import Claim
from benchmarks.places import Place, Scale
from benchmarks.seeding import NOW, opened
from bot import deliveries
from bot.timers import Timers
from store.gates import Gate
from store.prompts import PLANNED, Prompt

OTHERS = 9
PER_CLAIM = 20


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Measure claiming for the other workspaces with that line before them, and without it."""
    return [_lines(place, scale, kind) for kind in place.databases]


def _lines(place: Place, scale: Scale, kind: str) -> Claim:
    arms = [
        Arm("without", f"{__name__}:claim", {"waiting": 0}),
        Arm("behind", f"{__name__}:claim", {"waiting": scale.throttled}),
    ]
    urls = {arm.name: _database(place, kind, int(arm.options["waiting"])) for arm in arms}
    runs = interleave(arms, scale.rounds, None, lambda arm: {"url": urls[arm.name]})
    took = {name: each(found, "wall") for name, found in runs.items()}
    cost = {name: each(found, "cpu") for name, found in runs.items()}
    shown = ", ".join(
        f"{name} {took[name] * 1000:.2f} ms a claim ({cost[name] * 1000:.2f} ms processor)"
        for name in took
    )
    name = f"claiming behind {scale.throttled} throttled prompts, times without them"
    return Claim(name, kind, took["behind"] / took["without"], 3, True, shown, dict(runs))


def _database(place: Place, kind: str, waiting: int) -> str:
    """Give a database where T0 waits with so many due prompts, earlier than all others' few."""
    url = place.lasting(kind, waiting + 400, due=waiting + 400, line=waiting, workspaces=OTHERS + 1)
    database = opened(url)
    database.run(_close)
    database.close()
    return url


def _close(tx: Session) -> None:
    tx.add(Gate(workspace_id="T0", until=NOW + timedelta(days=1)))


def claim(url: str, waiting: int) -> Figures:
    """Claim as often as there is something to claim, then put it all back for the next time."""
    database, count = opened(url), 0
    claimed = database.run(_claim)
    with Stopwatch() as watch:
        for _ in range(PER_CLAIM):
            claimed = database.run(_claim)
            count += 1
            if not claimed:
                break
    database.run(_put_back)
    database.close()
    return watch.figures(count)


def _claim(tx: Session) -> int:
    tx.info["timers"] = Timers()
    return len(deliveries.claim(tx, "bot", NOW))


def _put_back(tx: Session) -> None:
    again = {"state": PLANNED, "owner": None, "lease_until": None, "sent_on": None, "attempt": 0}
    tx.execute(update(Prompt).where(col(Prompt.owner) == "bot").values(again))
