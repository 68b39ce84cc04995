from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import dates

# The first country, locale or zone is read from files.
unhurried = settings(deadline=None)
AT = datetime(2026, 12, 8, 14, 30, tzinfo=UTC)
ON = date(2026, 12, 8)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "Tuesday 8 December"),
        ("en_GB", "Tuesday 8 December"),
        ("en-US", "Tuesday, December 8"),
        ("en-AU", "Tuesday, 8 December"),
        ("de-DE", "Tuesday, 8 December"),
        ("ja-JP", "Tuesday, 8 December"),
        ("es-LA", "Tuesday, 8 December"),
        ("", "Tuesday, December 8"),
        ("tlh", "Tuesday, December 8"),
        ("../x", "Tuesday, December 8"),
    ],
)
def test_a_day_is_written_as_the_locale_orders_it(locale: str, text: str) -> None:
    assert dates.day(ON, locale) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "8 December 2026"),
        ("en-US", "December 8, 2026"),
        ("de-DE", "8 December 2026"),
        ("tlh", "December 8, 2026"),
    ],
)
def test_a_far_date_is_written_with_its_year(locale: str, text: str) -> None:
    assert dates.full(ON, locale) == text


@pytest.mark.parametrize(
    ("zone", "locale", "text"),
    [
        ("Europe/London", "en-GB", "Tue 8 Dec, 14:30 (London)"),
        ("Europe/London", "en-US", "Tue, Dec 8, 2:30 PM (London)"),
        ("Europe/London", "en-AU", "Tue, 8 Dec, 2:30 pm (London)"),
        ("Europe/Berlin", "de-DE", "Tue, 8 Dec, 15:30 (Berlin)"),
        ("Asia/Seoul", "ko-KR", "Tue, 8 Dec, 11:30 pm (Seoul)"),
        ("Asia/Kolkata", "en-GB", "Tue 8 Dec, 20:00 (Kolkata)"),
        ("Asia/Calcutta", "en-GB", "Tue 8 Dec, 20:00 (Kolkata)"),
        ("Pacific/Auckland", "en-GB", "Wed 9 Dec, 03:30 (Auckland)"),
        ("Australia/Lord_Howe", "en-GB", "Wed 9 Dec, 01:30 (Lord Howe Island)"),
        ("America/Fortaleza", "en-GB", "Tue 8 Dec, 11:30 (Fortaleza)"),
        ("America/Argentina/Buenos_Aires", "en-GB", "Tue 8 Dec, 11:30 (Buenos Aires)"),
        ("no/such", "en-GB", "Tue 8 Dec, 14:30 (UTC)"),
    ],
)
def test_a_moment_names_its_city_and_uses_the_locales_clock(
    zone: str, locale: str, text: str
) -> None:
    assert dates.moment(AT, zone, locale) == text


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [
        ("Europe/London", "America/New_York", "Tue 8 Dec, 14:30 (London), 09:30 (New York)"),
        ("Europe/London", "Asia/Tokyo", "Tue 8 Dec, 14:30 (London), 23:30 (Tokyo)"),
        (
            "Europe/London",
            "Australia/Sydney",
            "Tue 8 Dec, 14:30 (London), Wed 9 Dec, 01:30 (Sydney)",
        ),
        ("Europe/London", "Europe/Lisbon", "Tue 8 Dec, 14:30 (London, Lisbon)"),
        ("Europe/London", "Europe/London", "Tue 8 Dec, 14:30 (London)"),
    ],
)
def test_a_moment_for_two_says_no_more_than_differs(a: str, b: str, text: str) -> None:
    assert dates.both_zones(AT, a, b, "en-GB") == text


@pytest.mark.parametrize(
    ("at", "minutes", "zone", "text"),
    [
        (AT, 45, "Europe/London", "Tue 8 Dec, 14:30–15:15 (London)"),
        (AT, 60, "Asia/Tokyo", "Tue 8 Dec, 23:30 – Wed 9 Dec, 00:30 (Tokyo)"),
        (
            datetime(2026, 12, 31, 23, 45, tzinfo=UTC),
            30,
            "UTC",
            "Thu 31 Dec, 23:45 – Fri 1 Jan, 00:15 (UTC)",
        ),
        (
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            60,
            "Europe/London",
            "Sun 25 Oct, 01:30–01:30 (London)",
        ),
    ],
)
def test_a_span_names_a_second_day_only_when_there_is_one(
    at: datetime, minutes: int, zone: str, text: str
) -> None:
    assert dates.span(at, minutes, zone, "en-GB") == text


def test_a_month_is_its_name() -> None:
    assert dates.month(ON, "en-GB") == "December"


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (timedelta(days=-3), "3 days ago"),
        (timedelta(hours=-5), "5 hours ago"),
        (timedelta(0), "1 minute ago"),
        (timedelta(days=3), "in 3 days"),
    ],
)
def test_what_happened_before_is_some_time_ago(delta: timedelta, text: str) -> None:
    assert dates.ago(AT + delta, AT, "en-GB") == text


@pytest.mark.parametrize(
    ("day", "clock", "zone", "text"),
    [
        ("2026-12-08", "14:30", "Europe/London", "2026-12-08T14:30"),
        ("2026-12-08", "14:30", "Asia/Kolkata", "2026-12-08T09:00"),
        ("2026-12-08", "00:15", "Pacific/Auckland", "2026-12-07T11:15"),
        ("2026-03-29", "01:30", "Europe/London", "2026-03-29T01:30"),
        ("2026-10-25", "01:30", "Europe/London", "2026-10-25T00:30"),
        ("2028-02-29", "12:00", "UTC", "2028-02-29T12:00"),
    ],
)
def test_what_the_pickers_send_is_an_instant(day: str, clock: str, zone: str, text: str) -> None:
    expected = datetime.fromisoformat(text).replace(tzinfo=UTC)
    assert dates.parse_local(day, clock, zone) == expected


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2027-02-29", "14:30"),
        ("2026-13-01", "14:30"),
        ("20261208", "14:30"),
        ("2026-W50-2", "14:30"),
        ("2026-12-8", "14:30"),
        ("tomorrow", "14:30"),
        ("", "14:30"),
        ("2026-12-08\n", "14:30"),
        ("2026-12-08", "24:30"),
        ("2026-12-08", "14:30+02:00"),
        ("2026-12-08", "2 pm"),
        ("2026-12-08", ""),
        ("9999-12-31", "23:00"),
        ("٢٠٢٦-١٢-٠٨", "14:30"),
    ],
)
def test_anything_else_is_refused(day: str, clock: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.parse_local(day, clock, "America/New_York")


@unhurried
@given(st.text(max_size=12), st.text(max_size=12))
def test_no_locale_or_zone_leaves_a_moment_without_words(locale: str, zone: str) -> None:
    assert "8" in dates.moment(AT, zone, locale)
    assert "8" in dates.day(ON, locale)


@unhurried
@given(
    st.dates(date(2024, 1, 1), date(2040, 1, 1)),
    st.times(),
    st.sampled_from(["Europe/London", "Australia/Lord_Howe", "America/New_York"]),
)
def test_a_pickers_time_that_exists_comes_back_on_the_wall(on: date, wall: time, zone: str) -> None:
    clock = wall.strftime("%H:%M")
    at = dates.parse_local(on.isoformat(), clock, zone)
    shown = dates.clock(at, zone, "en-GB")
    # A skipped time is the only one that reads differently; it then reads later.
    assert shown == clock or (on.month in (3, 10) and shown > clock)
