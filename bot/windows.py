"""When a person may be written to: zones, holidays, working days and two short windows a day."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global

MORNING = (time(9, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(15, 30))
MEETING_SEARCH = timedelta(days=10)
ONE_DAY = timedelta(days=1)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
# A form takes any year up to 9999, where adding days and changing zones overflow.
LAST_RETURN_ON = date(9000, 1, 1)
LAST_OPENING = datetime(9000, 1, 1, tzinfo=UTC)


class Pace(StrEnum):
    """How freely a prompt may choose its day (PRODUCT 2.6)."""

    REPLY = "reply"
    SESSION = "session"
    ORDINARY = "ordinary"
    BEGINNING = "beginning"


WEEKDAYS = {
    Pace.SESSION: frozenset(range(7)),
    Pace.BEGINNING: frozenset(range(7)),
    Pace.ORDINARY: frozenset({TUESDAY, WEDNESDAY, THURSDAY, FRIDAY}),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's calendar; no country means the zone's own, away lasts until that local date.

    `closed_until`: the instant until which no window counts (out of office, do not disturb).
    """

    zone: str
    country: str | None = None
    away_until: date | None = None
    closed_until: datetime | None = None


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Give the zone of an IANA name; UTC when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def country_of(zone: str) -> str | None:
    """Give the ISO code of the country a zone belongs to, None when it belongs to none."""
    name = get_global("zone_aliases").get(zone, zone)
    territory = cast(str | None, get_global("zone_territories").get(name))
    return None if territory in ("ZZ", "001") else territory


@lru_cache(maxsize=4096)
def _closed(country: str | None, year: int) -> tuple[frozenset[int], frozenset[date]]:
    """Give a country's weekend (0 is Monday) and its public holidays of one year."""
    with warnings.catch_warnings():
        # Some countries' movable feasts are known for a few decades only; the rest will do.
        warnings.simplefilter("ignore")
        try:
            known = holidays.country_holidays(country or "", years=year)
        except NotImplementedError:
            return frozenset({SATURDAY, SUNDAY}), frozenset()
    return frozenset(known.weekend), frozenset(known)


def local_day(at: datetime, zone: str) -> date:
    """Give the date on the wall in `zone` at an instant."""
    return at.astimezone(zone_of(zone)).date()


@lru_cache(maxsize=4096)
def at_local(day: date, clock: time, zone: str) -> datetime:
    """Give the UTC instant of a local time; a gap moves it forward, a fold takes the first."""
    local = datetime.combine(day, clock.replace(fold=0), tzinfo=zone_of(zone))
    return local.astimezone(UTC)


def is_working_day(day: date, hours: Hours) -> bool:
    """Tell whether it is neither weekend nor public holiday there; being away doesn't count."""
    country = (hours.country or country_of(hours.zone) or "").upper()
    weekend, public = _closed(country, day.year)
    return day.weekday() not in weekend and day not in public


def add_working_days(day: date, n: int, hours: Hours) -> date:
    """Give the n-th working day after `day`, before it when n is negative, `day` itself for 0."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, hours)
    return day


def _first_day(at: datetime, hours: Hours) -> date:
    """Give the local day of `at`, or the day of return when that is later."""
    day = local_day(at, hours.zone)
    return max(day, min(hours.away_until, LAST_RETURN_ON)) if hours.away_until else day


def _windows(day: date, hours: Hours, pace: Pace) -> Iterator[tuple[datetime, datetime]]:
    """Give the UTC start and end of each window of a local day, none on a closed day."""
    weekday = day.weekday()
    if weekday not in WEEKDAYS[pace] or not is_working_day(day, hours):
        return
    for start, end in (MORNING,) if weekday == FRIDAY else (MORNING, AFTERNOON):
        yield at_local(day, start, hours.zone), at_local(day, end, hours.zone)


def opens(due: datetime, hours: Hours, pace: Pace) -> datetime:
    """Give the first UTC instant, `due` or later, at which `is_open` holds."""
    due = due.astimezone(UTC)
    if pace is Pace.REPLY:
        return due
    if hours.closed_until is not None:
        due = max(due, min(hours.closed_until, LAST_OPENING).astimezone(UTC))
    day = _first_day(due, hours)
    # Ends: no country's weekends and holidays close more than a few weeks in a row.
    while True:
        for start, end in _windows(day, hours, pace):
            if due < end:
                return max(due, start)
        day += ONE_DAY


def is_open(at: datetime, hours: Hours, pace: Pace) -> bool:
    """Tell whether a prompt of this pace may be sent now; the end of a window is outside it."""
    return opens(at, hours, pace) == at


def window_end(at: datetime, hours: Hours) -> datetime | None:
    """Give the UTC end of the window that holds `at`, None when it is in no window."""
    if hours.closed_until is not None and at < hours.closed_until:
        return None
    day = _first_day(at, hours)
    for start, end in _windows(day, hours, Pace.SESSION):
        if start <= at < end:
            return end
    return None


def next_allowed_day(at: datetime, hours: Hours, pace: Pace) -> datetime:
    """Give the first opening on a later local day than that of `at`."""
    tomorrow = local_day(at, hours.zone) + ONE_DAY
    return opens(at_local(tomorrow, time.min, hours.zone), hours, pace)


def next_morning(at: datetime, hours: Hours, pace: Pace) -> datetime:
    """Give the start of the morning window on the next good day after the local day of `at`."""
    return next_allowed_day(at, hours, Pace.SESSION if pace is Pace.REPLY else pace)


def both_open(due: datetime, a_hours: Hours, b_hours: Hours, pace: Pace) -> datetime:
    """Give the first instant inside both people's windows.

    When they don't meet within 10 days, the later person's next opening (PRODUCT 3.4).
    """
    later = max(opens(due, a_hours, pace), opens(due, b_hours, pace))
    at = later
    while True:
        for_a = opens(at, a_hours, pace)
        at = opens(for_a, b_hours, pace)
        if at > later + MEETING_SEARCH:
            return later
        if at == for_a:
            return at
