"""The one table of what is asked around a target, for every rhythm (PRODUCT 2.4, 2.5)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ladders, rhythms
from bot.rhythms import Every, Rhythm, one_step_lighter, past_target_ladder
from bot.timers import DEFAULTS
from tests.life import Life
from tests.pairs import pair

MEETING_RHYTHMS = (Every.THREE_WEEKS, Every.MONTH, Every.TWO_MONTHS, Every.THREE_MONTHS)
TODAY = date(2027, 1, 12)
gaps = st.lists(st.integers(1, 60), min_size=4, max_size=4)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"every": "month"}, [("H1", 28), ("H2", 42), ("paused", 49)]),
        ({"every": "two_months"}, [("H1", 28), ("H2", 42), ("paused", 49)]),
        ({"every": "three_months"}, [("H1", 35), ("H2", 49), ("paused", 56)]),
        ({"sprint_until_on": date(2027, 4, 1)}, [("H1", 14), ("ordinary", 21)]),
        ({"sprint_until_on": date(2027, 1, 20)}, [("H1", 28), ("H2", 42), ("paused", 49)]),
    ],
)
def test_past_target_table(life: Life, terms: dict[str, Any], expected: object) -> None:
    relationship = pair(life, **terms)
    found = life.run(lambda tx: ladders.quiet_steps(tx, relationship, date(2027, 1, 26)))
    assert [(step.kind, step.days) for step in found] == expected


@settings(deadline=None)
@given(st.sampled_from(MEETING_RHYTHMS), st.booleans(), gaps)
def test_the_ladder_rises_for_every_rhythm_and_any_waiting_times(
    every: Every, sprint: bool, between: list[int]
) -> None:
    mentor, both, notice, pause = (sum(between[: n + 1]) for n in range(4))
    waits = replace(
        DEFAULTS,
        quiet_mentor_days=mentor,
        quiet_both_days=both,
        quiet_notice_days=notice,
        quiet_pause_days=pause,
        sprint_quiet_mentor_days=mentor,
        sprint_quiet_both_days=both,
        sprint_quiet_back_days=notice,
    )
    ladder = past_target_ladder(every, sprint, waits)
    steps = [ladder.m2, ladder.m3, ladder.h1, ladder.h2, ladder.paused, ladder.ordinary]
    days = [step for step in steps if step is not None]
    assert days == sorted(set(days))
    assert (ladder.paused is None) == sprint == (ladder.ordinary is not None)


@given(st.sampled_from(MEETING_RHYTHMS))
def test_a_rarer_rhythm_never_waits_for_less(every: Every) -> None:
    rarer = MEETING_RHYTHMS[MEETING_RHYTHMS.index(every) :]
    ladder = past_target_ladder(every, sprint=False)
    assert all(past_target_ladder(one, sprint=False).h1 >= ladder.h1 for one in rarer)
    assert past_target_ladder(every, sprint=True).h1 < ladder.h1


@pytest.mark.parametrize(
    ("every", "sprint_until_on", "expected"),
    [
        (Every.THREE_WEEKS, None, (Every.MONTH, None)),
        (Every.MONTH, None, (Every.TWO_MONTHS, None)),
        (Every.TWO_MONTHS, None, (Every.THREE_MONTHS, None)),
        (Every.THREE_MONTHS, None, None),
        (Every.MONTH, date(2027, 2, 1), (Every.MONTH, None)),
        (Every.THREE_MONTHS, date(2027, 2, 1), (Every.THREE_MONTHS, None)),
        (Every.MONTH, date(2027, 1, 1), (Every.TWO_MONTHS, None)),
    ],
)
def test_one_step_lighter_ends_a_sprint_first_and_stops_at_three_months(
    every: Every, sprint_until_on: date | None, expected: tuple[Every, None] | None
) -> None:
    rhythm = Rhythm(every, 45, date(2028, 1, 12), sprint_until_on)
    found = one_step_lighter(rhythm, TODAY)
    assert (found and (found.every, found.sprint_until_on)) == expected


@given(st.sampled_from(MEETING_RHYTHMS), st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_one_step_lighter_never_needs_the_others_yes(every: Every, until_on: date | None) -> None:
    rhythm = Rhythm(every, 45, date(2028, 1, 12), until_on)
    found = one_step_lighter(rhythm, TODAY)
    assert found is None or rhythms.change(rhythm, found) is rhythms.Effect.NOW
