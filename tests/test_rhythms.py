from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rhythms import (
    Agreement,
    Effect,
    Every,
    Ladder,
    Rhythm,
    State,
    add_months,
    agree,
    before_end,
    change,
    closing_opens,
    end_of_term,
    in_round,
    lighter,
    mid_point,
    next_target,
    past_target_ladder,
    renewal_due,
)
from bot.timers import Timers

unhurried = settings(deadline=None)
YEAR_END = date(2027, 12, 8)
SPRINT_END = date(2027, 3, 2)
USUAL = Rhythm(Every.TWO_MONTHS, 45, YEAR_END)
MONTHLY = replace(USUAL, every=Every.MONTH)
QUARTERLY = replace(USUAL, every=Every.THREE_MONTHS)
SHORT = replace(USUAL, minutes=30)
HALF_YEAR = replace(USUAL, until_on=date(2027, 6, 8))
SPRINT = replace(USUAL, sprint_until_on=SPRINT_END)

rhythms = st.builds(
    Rhythm,
    every=st.sampled_from([Every.MONTH, Every.TWO_MONTHS, Every.THREE_MONTHS]),
    minutes=st.sampled_from([30, 45, 60]),
    until_on=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    sprint_until_on=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)


def provisional(rhythm: Rhythm, *differs: str) -> Agreement:
    return Agreement(rhythm, State.PROVISIONAL, frozenset(differs))


@pytest.mark.parametrize(
    ("a", "b", "agreement"),
    [
        (USUAL, USUAL, Agreement(USUAL, State.AGREED)),
        (MONTHLY, USUAL, provisional(USUAL, "every")),
        (USUAL, QUARTERLY, provisional(QUARTERLY, "every")),
        (MONTHLY, QUARTERLY, Agreement(USUAL, State.TRIAL, frozenset({"every"}))),
        (USUAL, SHORT, provisional(SHORT, "minutes")),
        (HALF_YEAR, USUAL, provisional(HALF_YEAR, "until_on")),
        (
            replace(MONTHLY, minutes=60),
            replace(QUARTERLY, minutes=30),
            Agreement(SHORT, State.TRIAL, frozenset({"every", "minutes"})),
        ),
        (SPRINT, SPRINT, Agreement(SPRINT, State.AGREED)),
        (SPRINT, USUAL, Agreement(USUAL, State.AGREED)),
        (MONTHLY, None, provisional(USUAL)),
        (QUARTERLY, None, provisional(QUARTERLY)),
        (replace(QUARTERLY, minutes=60), None, provisional(QUARTERLY)),
        (SPRINT, None, provisional(USUAL)),
        (None, None, provisional(USUAL)),
    ],
)
def test_two_answers_make_one_rhythm(
    a: Rhythm | None, b: Rhythm | None, agreement: Agreement
) -> None:
    assert agree(a, b, USUAL) == agreement
    assert agree(b, a, USUAL) == agreement


def test_a_default_never_brings_a_sprint_nobody_answered() -> None:
    assert agree(None, None, SPRINT).rhythm == USUAL


@pytest.mark.parametrize(
    ("current", "proposal", "effect"),
    [
        (USUAL, USUAL, Effect.NOW),
        (USUAL, QUARTERLY, Effect.NOW),
        (USUAL, SHORT, Effect.NOW),
        (USUAL, HALF_YEAR, Effect.NOW),
        (USUAL, replace(USUAL, minutes=25), Effect.NOW),
        (SPRINT, USUAL, Effect.NOW),
        (USUAL, MONTHLY, Effect.NEEDS_OTHER),
        (SHORT, USUAL, Effect.NEEDS_OTHER),
        (HALF_YEAR, USUAL, Effect.NEEDS_OTHER),
        (USUAL, SPRINT, Effect.NEEDS_OTHER),
        (USUAL, replace(QUARTERLY, minutes=60), Effect.NEEDS_OTHER),
        (USUAL, replace(MONTHLY, minutes=30), Effect.NEEDS_OTHER),
    ],
)
def test_a_lighter_change_begins_at_once_and_a_fuller_one_needs_both(
    current: Rhythm, proposal: Rhythm, effect: Effect
) -> None:
    assert change(current, proposal) is effect


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 8, 31), 1, date(2027, 9, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 8), 1, date(2027, 1, 8)),
        (date(2026, 11, 8), 1, date(2026, 12, 8)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
    ],
)
def test_months_are_counted_from_the_day_and_stop_at_a_months_end(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("held_on", "number", "rhythm", "expected"),
    [
        (date(2026, 12, 8), 1, USUAL, date(2027, 1, 5)),
        (date(2026, 12, 8), 1, QUARTERLY, date(2027, 1, 5)),
        (date(2026, 12, 8), 2, USUAL, date(2027, 2, 2)),
        (date(2026, 12, 31), 2, USUAL, date(2027, 2, 25)),
        (date(2026, 12, 31), 2, MONTHLY, date(2027, 1, 28)),
        (date(2026, 11, 30), 5, QUARTERLY, date(2027, 2, 22)),
        (date(2026, 12, 8), 1, SPRINT, date(2026, 12, 29)),
        (date(2027, 2, 9), 4, SPRINT, date(2027, 3, 2)),
        (date(2027, 2, 10), 4, SPRINT, date(2027, 4, 7)),
        (date(2027, 5, 1), 7, SPRINT, date(2027, 6, 26)),
        (date(2026, 12, 8), 9, replace(USUAL, every=Every.TWICE_A_YEAR), date(2027, 6, 8)),
        (date(2026, 12, 8), 9, replace(USUAL, every=Every.THREE_WEEKS), date(2026, 12, 29)),
    ],
)
def test_the_second_session_is_four_weeks_on_and_then_the_rhythm_holds(
    held_on: date, number: int, rhythm: Rhythm, expected: date
) -> None:
    assert next_target(held_on, number, rhythm) == expected


def test_the_first_gaps_can_be_set() -> None:
    assert next_target(date(2026, 12, 8), 1, USUAL, second_after_days=14) == date(2026, 12, 22)
    assert next_target(date(2026, 12, 8), 1, SPRINT, sprint_every_days=7) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("every", "sprint", "ladder"),
    [
        (Every.MONTH, False, Ladder(0, 14, 28, 42, 49, None)),
        (Every.TWO_MONTHS, False, Ladder(0, 14, 28, 42, 49, None)),
        (Every.THREE_MONTHS, False, Ladder(0, 21, 35, 49, 56, None)),
        (Every.MONTH, True, Ladder(0, 7, 14, None, None, 21)),
        (Every.THREE_MONTHS, True, Ladder(0, 7, 14, None, None, 21)),
    ],
)
def test_a_missed_target_is_followed_up_gently(every: Every, sprint: bool, ladder: Ladder) -> None:
    assert past_target_ladder(every, sprint) == ladder


def test_the_ladder_follows_the_settings() -> None:
    assert past_target_ladder(Every.MONTH, False, Timers(quiet_mentor_days=10)).m3 == 10


def test_a_term_of_a_year_has_its_days_where_the_plan_says() -> None:
    start_on = date(2026, 12, 8)
    ends_on = end_of_term(start_on, 12)
    assert ends_on == date(2027, 12, 8)
    assert mid_point(start_on, ends_on) == start_on + timedelta(days=182)
    assert closing_opens(start_on, ends_on) == start_on + timedelta(days=323)


@pytest.mark.parametrize(
    ("start_on", "until", "ends_on"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 8), date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_a_term_ends_after_its_months_or_on_its_date(
    start_on: date, until: int | date, ends_on: date
) -> None:
    assert end_of_term(start_on, until) == ends_on


@unhurried
@given(rhythms | st.none(), rhythms | st.none(), rhythms)
def test_agreeing_does_not_depend_on_who_answered(
    a: Rhythm | None, b: Rhythm | None, default: Rhythm
) -> None:
    assert agree(a, b, default) == agree(b, a, default)


@unhurried
@given(rhythms, rhythms, rhythms)
def test_nobody_gets_longer_or_later_than_they_said(a: Rhythm, b: Rhythm, default: Rhythm) -> None:
    start = agree(a, b, default).rhythm
    assert start.minutes == min(a.minutes, b.minutes)
    assert start.until_on == min(a.until_on, b.until_on)
    assert (start.sprint_until_on is None) is (None in (a.sprint_until_on, b.sprint_until_on))


@unhurried
@given(rhythms, rhythms)
def test_the_lighter_of_two_always_begins_at_once(a: Rhythm, b: Rhythm) -> None:
    assert change(a, lighter(a, b)) is Effect.NOW
    assert change(b, lighter(a, b)) is Effect.NOW


@unhurried
@given(rhythms, rhythms)
def test_only_the_same_rhythm_begins_at_once_both_ways(a: Rhythm, b: Rhythm) -> None:
    both_ways = change(a, b) is Effect.NOW and change(b, a) is Effect.NOW
    assert both_ways is (a == b)


@unhurried
@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(1, 50), rhythms)
def test_the_next_target_is_always_later(held_on: date, number: int, rhythm: Rhythm) -> None:
    gap = next_target(held_on, number, rhythm) - held_on
    assert timedelta(days=21) <= gap <= timedelta(days=92)


ENDS_ON = date(2028, 1, 12)


@pytest.mark.parametrize(
    ("target_on", "after_on", "found"),
    [
        (date(2028, 1, 12), date(2027, 11, 12), date(2028, 1, 12)),
        (date(2028, 1, 20), date(2027, 11, 20), date(2028, 1, 5)),
        (date(2028, 1, 15), date(2027, 12, 15), date(2028, 1, 5)),
        (date(2028, 1, 16), date(2027, 12, 16), None),
    ],
)
def test_the_last_target_is_a_week_before_the_end_unless_they_met_lately(
    target_on: date, after_on: date, found: date | None
) -> None:
    assert in_round(target_on, ENDS_ON, after_on, after_on) == found


def test_no_target_is_left_once_the_last_week_has_begun() -> None:
    assert in_round(date(2028, 2, 1), ENDS_ON, date(2027, 11, 1), date(2028, 1, 5)) is not None
    assert in_round(date(2028, 2, 1), ENDS_ON, date(2027, 11, 1), date(2028, 1, 6)) is None


@given(st.dates(date(2027, 1, 1), date(2028, 6, 1)), st.dates(date(2027, 1, 1), date(2028, 3, 1)))
def test_a_target_put_off_stays_inside_the_round_and_ahead(target_on: date, today: date) -> None:
    found = before_end(target_on, ENDS_ON, today)
    if found is None:
        assert ENDS_ON - today < timedelta(days=7)
    else:
        assert found <= ENDS_ON
        assert found == target_on or found >= today


@pytest.mark.parametrize(
    ("weeks", "opens_after_weeks"), [(52, 46), (13, 7), (12, 6), (10, 5), (4, 2), (1, 0.5)]
)
def test_a_closing_opens_six_weeks_before_the_end_or_half_way(
    weeks: int, opens_after_weeks: float
) -> None:
    start_on = date(2027, 1, 4)
    opened = closing_opens(start_on, start_on + timedelta(weeks=weeks)) - start_on
    assert opened == timedelta(days=int(7 * opens_after_weeks))


@pytest.mark.parametrize(
    ("left", "before"), [(42, 14), (72, 14), (21, 10), (6, 3), (1, 0), (-3, 0)]
)
def test_answers_are_due_two_weeks_before_the_end_or_half_way_there(left: int, before: int) -> None:
    opened_on = ENDS_ON - timedelta(days=left)
    assert renewal_due(opened_on, ENDS_ON) == ENDS_ON - timedelta(days=before)
