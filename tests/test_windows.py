from datetime import UTC, date, datetime, time

import pytest

from bot.windows import (
    Hours,
    Pace,
    add_working_days,
    at_local,
    both_open,
    country_of,
    is_open,
    is_working_day,
    local_day,
    next_allowed_day,
    next_morning,
    opens,
    window_end,
    zone_of,
)

LONDON = Hours("Europe/London")
NEW_YORK = Hours("America/New_York")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:30"),
        ("Europe/London", "2026-10-25T01:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
        ("Asia/Kolkata", "2026-03-29T09:30", "2026-03-29T04:00"),
        ("Pacific/Auckland", "2026-09-27T02:30", "2026-09-26T14:30"),
        ("Pacific/Auckland", "2026-04-05T02:30", "2026-04-04T13:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00"),
        ("America/Sao_Paulo", "2026-11-04T09:30", "2026-11-04T12:30"),
        ("no/such", "2026-11-04T09:30", "2026-11-04T09:30"),
    ],
)
def test_a_skipped_local_time_moves_forward_and_a_doubled_one_is_the_first(
    zone: str, local: str, expected: str
) -> None:
    wall = datetime.fromisoformat(local)
    assert at_local(wall.date(), wall.time(), zone) == utc(expected)


def test_a_doubled_local_time_is_the_first_even_when_the_second_is_named() -> None:
    second = time(1, 30, fold=1)
    assert at_local(date(2026, 10, 25), second, "Europe/London") == utc("2026-10-25T00:30")


@pytest.mark.parametrize("name", ["", "America", "../etc", "nope", "a\0b", "\ud800", "a" * 5000])
def test_a_zone_that_does_not_exist_is_utc(name: str) -> None:
    assert zone_of(name).key == "UTC"


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("Asia/Calcutta", "IN"),
        ("US/Eastern", "US"),
        ("Etc/UTC", None),
        ("UTC", None),
        ("no/such", None),
    ],
)
def test_the_country_is_that_of_the_zone(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Pacific/Auckland", "2026-12-31T11:00", date(2027, 1, 1)),
        ("America/New_York", "2027-01-01T04:59", date(2026, 12, 31)),
        ("Pacific/Kiritimati", "2028-02-28T10:00", date(2028, 2, 29)),
    ],
)
def test_the_local_day_is_the_one_on_the_wall(zone: str, at: str, expected: date) -> None:
    assert local_day(utc(at), zone) == expected


@pytest.mark.parametrize(
    ("on", "hours", "working"),
    [
        (date(2026, 12, 8), LONDON, True),
        (date(2026, 12, 12), LONDON, False),
        (date(2026, 12, 25), LONDON, False),
        (date(2026, 12, 28), LONDON, False),
        (date(2026, 11, 26), NEW_YORK, False),
        (date(2026, 11, 26), LONDON, True),
        (date(2026, 11, 26), Hours("Europe/London", "US"), False),
        (date(2026, 11, 26), Hours("Europe/London", "us"), False),
        (date(2027, 12, 31), NEW_YORK, False),
        (date(2026, 1, 26), Hours("Asia/Kolkata"), False),
        (date(2026, 12, 25), Hours("Europe/London", "XX"), True),
        (date(2026, 12, 25), Hours("no/such"), True),
        (date(2099, 1, 26), Hours("Asia/Kolkata"), False),
        (date(2026, 12, 11), Hours("Asia/Riyadh"), False),
        (date(2026, 12, 13), Hours("Asia/Riyadh"), True),
        (date(2026, 12, 8), Hours("Europe/London", None, date(2027, 1, 1)), True),
    ],
)
def test_weekends_and_public_holidays_are_not_working_days(
    on: date, hours: Hours, working: bool
) -> None:
    assert is_working_day(on, hours) is working


@pytest.mark.parametrize(
    ("on", "n", "expected"),
    [
        (date(2026, 12, 8), 0, date(2026, 12, 8)),
        (date(2026, 12, 12), 0, date(2026, 12, 12)),
        (date(2026, 12, 11), 1, date(2026, 12, 14)),
        (date(2026, 12, 12), 1, date(2026, 12, 14)),
        (date(2026, 12, 14), -1, date(2026, 12, 11)),
        (date(2026, 12, 14), -2, date(2026, 12, 10)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        (date(2026, 12, 24), 5, date(2027, 1, 5)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(
    on: date, n: int, expected: date
) -> None:
    assert add_working_days(on, n, LONDON) == expected


@pytest.mark.parametrize(
    ("due", "pace", "expected"),
    [
        ("2026-12-08T03:00", Pace.ORDINARY, "2026-12-08T09:30"),
        ("2026-12-08T09:30", Pace.ORDINARY, "2026-12-08T09:30"),
        ("2026-12-08T10:17", Pace.ORDINARY, "2026-12-08T10:17"),
        ("2026-12-08T11:29", Pace.ORDINARY, "2026-12-08T11:29"),
        ("2026-12-08T11:30", Pace.ORDINARY, "2026-12-08T13:30"),
        ("2026-12-08T15:29", Pace.ORDINARY, "2026-12-08T15:29"),
        ("2026-12-08T15:30", Pace.ORDINARY, "2026-12-09T09:30"),
        ("2026-12-07T10:00", Pace.ORDINARY, "2026-12-08T09:30"),
        ("2026-12-07T10:00", Pace.SESSION, "2026-12-07T10:00"),
        ("2026-12-07T10:00", Pace.BEGINNING, "2026-12-07T10:00"),
        ("2026-12-11T08:00", Pace.ORDINARY, "2026-12-11T09:30"),
        ("2026-12-11T11:29", Pace.ORDINARY, "2026-12-11T11:29"),
        ("2026-12-11T11:30", Pace.ORDINARY, "2026-12-15T09:30"),
        ("2026-12-11T12:00", Pace.SESSION, "2026-12-14T09:30"),
        ("2026-12-11T14:00", Pace.SESSION, "2026-12-14T09:30"),
        ("2026-12-11T14:00", Pace.BEGINNING, "2026-12-14T09:30"),
        ("2026-12-11T14:00", Pace.REPLY, "2026-12-11T14:00"),
        ("2026-12-12T10:00", Pace.SESSION, "2026-12-14T09:30"),
        ("2026-12-12T10:00", Pace.ORDINARY, "2026-12-15T09:30"),
        ("2026-12-24T16:00", Pace.SESSION, "2026-12-29T09:30"),
        ("2026-12-31T16:00", Pace.ORDINARY, "2027-01-05T09:30"),
        ("2026-03-27T16:00", Pace.SESSION, "2026-03-30T08:30"),
        ("2026-10-23T16:00", Pace.SESSION, "2026-10-26T09:30"),
    ],
)
def test_a_prompt_waits_for_the_next_window_in_london(due: str, pace: Pace, expected: str) -> None:
    assert opens(utc(due), LONDON, pace) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "due", "expected"),
    [
        ("America/New_York", "2026-03-06T20:00", "2026-03-09T13:30"),
        ("America/New_York", "2026-10-30T20:00", "2026-11-02T14:30"),
        ("America/New_York", "2026-11-26T15:00", "2026-11-27T14:30"),
        ("Asia/Kolkata", "2026-12-08T10:00", "2026-12-09T04:00"),
        ("Pacific/Auckland", "2026-09-25T00:00", "2026-09-27T20:30"),
        ("Pacific/Auckland", "2026-12-06T20:30", "2026-12-06T20:30"),
        ("Australia/Lord_Howe", "2026-10-02T08:00", "2026-10-04T22:30"),
        ("America/Sao_Paulo", "2026-12-08T00:00", "2026-12-08T12:30"),
    ],
)
def test_a_window_keeps_its_local_time_everywhere(zone: str, due: str, expected: str) -> None:
    assert opens(utc(due), Hours(zone), Pace.SESSION) == utc(expected)


def test_nothing_is_sent_before_the_day_of_return() -> None:
    hours = Hours("Europe/London", away_until=date(2026, 12, 9))
    assert opens(utc("2026-12-07T10:00"), hours, Pace.SESSION) == utc("2026-12-09T09:30")
    assert not is_open(utc("2026-12-08T10:00"), hours, Pace.SESSION)
    assert is_open(utc("2026-12-08T10:00"), hours, Pace.REPLY)
    assert is_open(utc("2026-12-09T10:00"), hours, Pace.SESSION)


@pytest.mark.parametrize(
    ("closed_until", "expected"),
    [
        ("2026-03-09T00:00", "2026-03-10T09:30"),
        ("2026-03-10T07:00", "2026-03-10T09:30"),
        ("2026-03-10T10:15", "2026-03-10T10:15"),
        ("2026-03-10T11:30", "2026-03-10T13:30"),
        ("2026-03-10T15:30", "2026-03-11T09:30"),
        ("2026-03-13T12:00", "2026-03-17T09:30"),
        ("2026-04-02T16:00", "2026-04-07T08:30"),
    ],
)
def test_out_of_office_and_do_not_disturb_close_every_window_until_their_end(
    closed_until: str, expected: str
) -> None:
    hours = Hours("Europe/London", closed_until=utc(closed_until))
    due = utc("2026-03-10T09:30")
    assert opens(due, hours, Pace.ORDINARY) == utc(expected)
    assert is_open(due, hours, Pace.ORDINARY) == (utc(expected) == due)
    assert (window_end(due, hours) is None) == (utc(closed_until) > due)
    assert opens(due, hours, Pace.REPLY) == due


def test_someone_away_for_good_is_never_open_and_breaks_nothing() -> None:
    hours = Hours("America/New_York", away_until=date.max)
    assert opens(utc("2026-12-07T10:00"), hours, Pace.ORDINARY).year == 9000
    assert not is_open(utc("2026-12-08T15:00"), hours, Pace.ORDINARY)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-12-08T09:29", None),
        ("2026-12-08T09:30", "2026-12-08T11:30"),
        ("2026-12-08T12:00", None),
        ("2026-12-08T15:00", "2026-12-08T15:30"),
        ("2026-12-08T15:30", None),
        ("2026-12-11T14:00", None),
        ("2026-12-25T10:00", None),
    ],
)
def test_a_window_ends_where_it_closes(at: str, expected: str | None) -> None:
    assert window_end(utc(at), LONDON) == (utc(expected) if expected else None)


@pytest.mark.parametrize(
    ("at", "pace", "expected"),
    [
        ("2026-12-08T07:00", Pace.SESSION, "2026-12-09T09:30"),
        ("2026-12-08T23:59", Pace.SESSION, "2026-12-09T09:30"),
        ("2026-12-10T10:00", Pace.ORDINARY, "2026-12-11T09:30"),
        ("2026-12-11T10:00", Pace.SESSION, "2026-12-14T09:30"),
        ("2026-12-11T10:00", Pace.ORDINARY, "2026-12-15T09:30"),
        ("2026-12-11T10:00", Pace.REPLY, "2026-12-14T09:30"),
    ],
)
def test_the_next_morning_is_on_a_later_day(at: str, pace: Pace, expected: str) -> None:
    assert next_morning(utc(at), LONDON, pace) == utc(expected)


def test_a_reply_may_go_out_as_soon_as_the_next_day_begins() -> None:
    assert next_allowed_day(utc("2026-07-08T10:00"), LONDON, Pace.REPLY) == utc("2026-07-08T23:00")


@pytest.mark.parametrize(
    ("a", "b", "due", "expected"),
    [
        ("Europe/London", "Europe/London", "2026-12-08T08:00", "2026-12-08T09:30"),
        ("Europe/London", "America/New_York", "2026-12-08T08:00", "2026-12-08T14:30"),
        ("Europe/London", "Asia/Kolkata", "2026-12-08T08:00", "2026-12-08T09:30"),
        ("Europe/London", "Asia/Kolkata", "2026-12-08T10:00", "2026-12-09T09:30"),
        ("America/New_York", "Europe/London", "2026-12-11T08:00", "2026-12-14T14:30"),
        ("Europe/Berlin", "America/Los_Angeles", "2026-12-08T08:00", "2026-12-08T17:30"),
    ],
)
def test_both_are_written_to_when_their_windows_meet(
    a: str, b: str, due: str, expected: str
) -> None:
    assert both_open(utc(due), Hours(a), Hours(b), Pace.SESSION) == utc(expected)


def test_a_pair_with_one_away_waits_for_the_return_and_a_shared_window() -> None:
    away = Hours("America/New_York", away_until=date(2027, 2, 2))
    together = both_open(utc("2026-12-08T08:00"), LONDON, away, Pace.SESSION)
    assert together == utc("2027-02-02T14:30")
