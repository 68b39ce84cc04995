from datetime import UTC, date, datetime, timedelta

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.windows import (
    AFTERNOON,
    MORNING,
    Hours,
    Pace,
    add_working_days,
    both_open,
    is_open,
    is_working_day,
    local_day,
    next_allowed_day,
    opens,
    window_end,
    zone_of,
)

# The first country and zone are read from files.
unhurried = settings(deadline=None)
ZONES = [
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Kiritimati",
    "Asia/Riyadh",
    "UTC",
    "no/such",
]
SENT = [Pace.SESSION, Pace.ORDINARY, Pace.BEGINNING]
instants = st.builds(
    datetime.combine,
    st.dates(date(2024, 1, 1), date(2040, 1, 1)),
    st.times(),
    st.just(UTC),
)
calendars = st.builds(
    Hours,
    zone=st.sampled_from(ZONES),
    country=st.sampled_from([None, "US", "IL", "IN", "JP", "IR", "XX"]),
    away_until=st.none() | st.dates(date(2024, 1, 1), date(2041, 1, 1)),
)
paces = st.sampled_from(Pace)


@unhurried
@given(instants, calendars, paces)
def test_an_opening_is_open_not_before_its_due_time_and_stays(
    due: datetime, hours: Hours, pace: Pace
) -> None:
    at = opens(due, hours, pace)
    assert at >= due
    assert is_open(at, hours, pace)
    assert opens(at, hours, pace) == at
    assert is_open(due, hours, pace) == (at == due)


@unhurried
@given(instants, calendars, st.sampled_from(SENT))
def test_an_opening_is_in_a_window_of_a_good_day(due: datetime, hours: Hours, pace: Pace) -> None:
    local = opens(due, hours, pace).astimezone(zone_of(hours.zone))
    in_morning = MORNING[0] <= local.time() < MORNING[1]
    assert in_morning or AFTERNOON[0] <= local.time() < AFTERNOON[1]
    assert is_working_day(local.date(), hours)
    assert in_morning or local.weekday() != 4
    assert pace is not Pace.ORDINARY or local.weekday() in (1, 2, 3, 4)
    assert hours.away_until is None or local.date() >= hours.away_until


@unhurried
@given(instants, st.timedeltas(timedelta(0), timedelta(days=20)), calendars, paces)
def test_what_is_due_later_opens_no_earlier(
    due: datetime, more: timedelta, hours: Hours, pace: Pace
) -> None:
    assert opens(due, hours, pace) <= opens(due + more, hours, pace)


@unhurried
@given(instants, calendars, st.sampled_from(SENT))
def test_an_open_instant_lies_before_its_windows_end(
    due: datetime, hours: Hours, pace: Pace
) -> None:
    at = opens(due, hours, pace)
    end = window_end(at, hours)
    assert end is not None
    assert at < end <= at + timedelta(hours=2)


@unhurried
@given(instants, calendars, calendars, paces)
def test_a_shared_opening_does_not_depend_on_who_is_named_first(
    due: datetime, a: Hours, b: Hours, pace: Pace
) -> None:
    at = both_open(due, a, b, pace)
    assert at == both_open(due, b, a, pace)
    assert at >= max(opens(due, a, pace), opens(due, b, pace))


@unhurried
@given(instants, calendars, paces)
def test_a_later_day_is_later_on_the_wall(due: datetime, hours: Hours, pace: Pace) -> None:
    later = local_day(next_allowed_day(due, hours, pace), hours.zone)
    assert later > local_day(due, hours.zone)


@unhurried
@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(-40, 40), calendars)
def test_working_days_counted_there_and_back_meet(on: date, n: int, hours: Hours) -> None:
    there = add_working_days(on, n, hours)
    assert (there > on) is (n > 0)
    if is_working_day(on, hours):
        assert add_working_days(there, -n, hours) == on


@unhurried
@given(
    st.sampled_from(sorted(holidays.list_supported_countries())), instants, st.sampled_from(SENT)
)
def test_every_country_opens_again_within_three_weeks(
    country: str, due: datetime, pace: Pace
) -> None:
    assert opens(due, Hours("UTC", country), pace) - due < timedelta(days=21)
