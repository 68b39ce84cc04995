"""Slack's pace: a burst, then so many a minute; slower after a 429, and back again by and by."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot import pacing
from bot.pacing import BURST, RECOVERY
from store.gates import Gate

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_new_workspace_takes_a_burst() -> None:
    assert pacing.room(None, NOON, 300) == BURST
    assert pacing.room(Gate(workspace_id="T1"), NOON, 300) == BURST


def test_what_was_taken_comes_back_at_the_pace() -> None:
    gate = Gate(workspace_id="T1")
    pacing.take(gate, BURST, NOON, 300)
    assert pacing.room(gate, NOON, 300) == 0
    assert pacing.room(gate, NOON + SECOND, 300) == 5
    assert pacing.room(gate, NOON + 60 * SECOND, 300) == BURST


def test_without_a_pace_there_is_always_room() -> None:
    gate = Gate(workspace_id="T1")
    pacing.take(gate, 1000, NOON, None)
    assert pacing.room(gate, NOON, None) > 1000


def test_answers_to_taps_may_go_into_debt_which_the_others_pay() -> None:
    gate = Gate(workspace_id="T1")
    pacing.take(gate, BURST + 10, NOON, 300)
    assert pacing.room(gate, NOON + SECOND, 300) == 0
    assert pacing.room(gate, NOON + 3 * SECOND, 300) == 5


def test_each_429_halves_the_pace_and_some_minutes_double_it() -> None:
    gate = Gate(workspace_id="T1")
    usual = pacing.interval(gate, NOON, 300)
    pacing.slow_down(gate, NOON + SECOND, NOON)
    assert pacing.interval(gate, NOON, 300) == 2 * usual
    pacing.slow_down(gate, NOON + 3 * SECOND, NOON + 2 * SECOND)
    assert pacing.interval(gate, NOON + 2 * SECOND, 300) == 4 * usual
    assert pacing.interval(gate, NOON + RECOVERY + 2 * SECOND, 300) == 2 * usual
    assert pacing.interval(gate, NOON + 2 * RECOVERY + 2 * SECOND, 300) == usual


def test_many_calls_that_hear_of_one_limit_slow_down_once() -> None:
    gate = Gate(workspace_id="T1")
    for seconds in (5, 9, 2):
        pacing.slow_down(gate, NOON + seconds * SECOND, NOON)
    assert gate.slowness == 1
    assert gate.until == NOON + 9 * SECOND


@given(some.lists(some.tuples(some.integers(0, 120), some.integers(1, 40)), max_size=60))
def test_no_minute_ever_has_more_than_a_burst_and_the_pace(
    steps: list[tuple[int, int]],
) -> None:
    gate, now = Gate(workspace_id="T1"), NOON
    taken: list[tuple[datetime, int]] = []
    for seconds, wanted in steps:
        now += seconds * SECOND
        count = min(wanted, pacing.room(gate, now, 60))
        if count:
            pacing.take(gate, count, now, 60)
            taken.append((now, count))
    for at, _ in taken:
        minute = sum(count for other, count in taken if at <= other < at + 60 * SECOND)
        assert minute <= BURST + 60


@pytest.mark.parametrize("times", range(8))
def test_it_never_stops_altogether(times: int) -> None:
    gate = Gate(workspace_id="T1")
    for each in range(times):
        at = NOON + 10 * each * SECOND
        pacing.slow_down(gate, at + SECOND, at)
    assert pacing.interval(gate, NOON + 80 * SECOND, 300) <= timedelta(seconds=4)
