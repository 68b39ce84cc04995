"""Random lives of one to three relationships, for months: whatever people do, the rules hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import failures
from store.types import ids_from
from tests import databases
from tests.acting import TEMPERS, Actor
from tests.stages import Stage

FIRST_DAY = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
PEOPLE = {
    "maya": "Europe/London",
    "leo": "America/New_York",
    "ines": "Asia/Kolkata",
    "tane": "Pacific/Auckland",
    "rui": "America/Sao_Paulo",
}
PAUSES = (1, 4, 12, 26, 44)


@contextmanager
def company(random: Random, begins_at: datetime) -> Iterator[Stage]:
    """Give five people in five zones; the same random numbers give the same ids."""
    with pytest.MonkeyPatch.context() as patch, ids_from(random):
        stage = Stage(databases.emptied(), now=begins_at)
        patch.setattr(failures, "report", stage.watch.fails)
        for handle, zone in PEOPLE.items():
            stage.arrive(handle, zone)
            stage.zones[handle] = zone
        yield stage


def cast(stage: Stage, random: Random, tempers: tuple[str, ...], count: int) -> list[Actor]:
    """Let people ask each other: one pair, or more with somebody who is in two."""
    handles = list(PEOPLE)
    random.shuffle(handles)
    one, two, three, four, _ = handles
    pairs = [(one, two), random.choice([(one, three), (three, two)]), (four, one)][:count]
    actors = {
        handle: Actor(stage, handle, TEMPERS[random.choice(tempers)], random, handles)
        for handle in handles
    }
    for asker, asked in pairs:
        for _ in range(8):
            actors[asker].command("/mentor", asked)
    return [actors[handle] for handle in sorted({handle for pair in pairs for handle in pair})]


def live(random: Random, weeks: int, tempers: tuple[str, ...], count: int) -> list[str]:
    """Live for some weeks from a random day on, and give what went against a rule."""
    with company(random, FIRST_DAY + timedelta(days=random.randrange(300))) as stage:
        actors = cast(stage, random, tempers, count)
        ends_at = stage.now + timedelta(weeks=weeks)
        while stage.now < ends_at:
            stage.turn(hours=random.choice(PAUSES))
            for actor in actors:
                actor.live()
        stage.watch.ends()
        return stage.watch.faults


@pytest.mark.parametrize(
    ("seed", "weeks", "tempers", "count"),
    [
        (1, 14, ("diligent",), 1),
        (2, 13, ("diligent", "forgetful", "contrary"), 2),
        (3, 13, ("diligent", "diligent", "forgetful", "contrary"), 3),
        (4, 26, ("silent", "silent", "forgetful"), 2),
    ],
)
def test_no_rule_is_broken_in_months_of_two_or_more_peoples_lives(
    seed: int, weeks: int, tempers: tuple[str, ...], count: int
) -> None:
    assert live(Random(seed), weeks, tempers, count) == []  # noqa: S311


@settings(derandomize=True, deadline=None, max_examples=3)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_no_rule_is_broken_in_the_first_weeks_of_any_life(seed: int, count: int) -> None:
    assert live(Random(seed), 3, tuple(TEMPERS), count) == []  # noqa: S311
