"""Opening the Home tab with one relationship, with ten and with fifty."""

from typing import Any

from sqlalchemy import event
from sqlmodel import Session, col, select, update

from benchmarks.arms import Arm, Figures, Stopwatch, each, interleave, middle
from benchmarks.claims import Claim
from benchmarks.places import Place, Scale
from benchmarks.seeding import NOW, opened
from bot import gestures
from bot.people import Who
from store.advice import Promise
from store.goals import Goal
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

SIZES = (1, 10, 50)
WHO = Who("T0", "W0")
WARM = 3
TEXT = "Send the name of somebody in product"


def compare(place: Place, scale: Scale) -> list[Claim]:
    """Count the queries and take the time at each size."""
    return [claim for kind in place.databases for claim in _sizes(place, scale, kind)]


def _sizes(place: Place, scale: Scale, kind: str) -> list[Claim]:
    arms = []
    for size in SIZES:
        url = place.seeded(kind, max(SIZES))
        database = opened(url)
        database.run(lambda tx, size=size: _gather(tx, size))  # type: ignore[misc]
        database.close()
        arms.append(Arm(str(size), f"{__name__}:show", {"url": url, "times": scale.homes}))
    runs = interleave(arms, scale.rounds)
    queries = {size: middle(runs[str(size)], "queries") for size in SIZES}
    took = {size: each(runs[str(size)], "wall") * 1000 for size in SIZES}
    cost = {size: each(runs[str(size)], "cpu") * 1000 for size in SIZES}
    shown = ", ".join(
        f"{size}: {queries[size]:.0f} queries, {took[size]:.1f} ms ({cost[size]:.1f} ms processor)"
        for size in SIZES
    )
    first, last = SIZES[0], SIZES[-1]
    more, longer = queries[last] - queries[first], cost[last] / cost[first]
    return [
        Claim(f"Home: queries at {last} above those at {first}", kind, more, 0, True, shown, runs),
        Claim(
            f"Home: processor time at {last}, times that at {first}",
            kind,
            longer,
            last / 2,
            True,
            shown,
        ),
    ]


def _gather(tx: Session, size: int) -> None:
    """Make one person the mentor of so many."""
    mentor = tx.exec(select(Person).where(Person.slack_id == WHO.slack_id)).one()
    ids = tx.exec(
        select(Relationship.id).order_by(col(Relationship.mentor_id) != mentor.id).limit(size)
    ).all()
    here = col(Relationship.id).in_(ids)
    tx.execute(update(Relationship).where(here).values(mentor_id=mentor.id))
    asked = col(Prompt.relationship_id).in_(ids) & (col(Prompt.kind) == "M3")
    tx.execute(update(Prompt).where(asked).values(person_id=mentor.id))
    for number, row_id in enumerate(ids):
        tx.add(Goal(relationship_id=row_id, author_id=mentor.id, text=TEXT, created_at=NOW))
        tx.add(Promise(relationship_id=row_id, text=f"{TEXT} {number}", promised_at=NOW))


def show(url: str, times: int) -> Figures:
    """Open the Home tab again and again."""
    database, counted = opened(url), [0]

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        counted[0] += 1

    for _ in range(WARM):
        database.run(_open)
    counted[0] = 0
    database.run(_open)
    queries = counted[0]
    with Stopwatch() as watch:
        for _ in range(times):
            database.run(_open)
    database.close()
    return watch.figures(times, queries=queries)


def _open(tx: Session) -> None:
    gestures.home(tx, WHO, NOW)
