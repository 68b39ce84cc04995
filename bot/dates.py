"""Words for dates and times as a person's locale has them, and what the pickers send back."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError, get_global
from babel.dates import format_date, format_time, format_timedelta, get_timezone_location

from bot.windows import at_local, zone_of

DEFAULT_LOCALE = Locale("en", "US")
# The scripts are in English: a German date inside an English sentence would read oddly. Other
# people's locales still decide the order of day and month, and between 14:30 and 2:30 PM.
LANGUAGES = frozenset({"en"})


@lru_cache(maxsize=512)
def _locale(code: str) -> Locale:
    """Give the locale of a code such as "en-GB", of its language alone, or US English."""
    code = code.replace("_", "-")
    for candidate in (code, code.split("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return DEFAULT_LOCALE


@lru_cache(maxsize=512)
def _words(code: str) -> Locale:
    """Give the locale to write in: the person's own, or English as written where they are."""
    own = _locale(code)
    if own.language in LANGUAGES:
        return own
    likely = get_global("likely_subtags").get(own.language, "").split("_")[-1]
    try:
        return Locale("en", own.territory or likely)
    except UnknownLocaleError:
        return Locale("en", "001")


def _long(code: str, short: str) -> str:
    """Give the pattern of a day with full names, from the locale's own short one."""
    pattern = re.sub(r"MMM", "MMMM", _words(code).datetime_skeletons[short].pattern)
    return re.sub(r"\bE\b", "EEEE", pattern)


@lru_cache(maxsize=4096)
def day(on: date, locale: str) -> str:
    """Give "Tuesday 8 December"."""
    return format_date(on, _long(locale, "MMMEd"), locale=_words(locale))


@lru_cache(maxsize=4096)
def month(on: date, locale: str) -> str:
    """Give "December"."""
    return format_date(on, "LLLL", locale=_words(locale))


@lru_cache(maxsize=4096)
def full(on: date, locale: str) -> str:
    """Give "8 December 2026"."""
    return format_date(on, "long", locale=_words(locale))


@lru_cache(maxsize=4096)
def _short_day(on: date, locale: str) -> str:
    """Give "Tue 8 Dec"."""
    words = _words(locale)
    return format_date(on, words.datetime_skeletons["MMMEd"].pattern, locale=words)


def clock(at: datetime, zone: str, locale: str) -> str:
    """Give "14:30" or "2:30 PM" on the wall of `zone`, as the person's own locale has it."""
    twelve = "h" in _locale(locale).time_formats["short"].pattern
    words = _words(locale)
    pattern = words.datetime_skeletons["hm" if twelve else "Hm"].pattern
    text = format_time(at.astimezone(zone_of(zone)), pattern, locale=words)
    return text.replace("\u202f", " ")


def city(zone: str, locale: str) -> str:
    """Give a zone's city, "London"; UTC for a zone nobody knows."""
    place = get_timezone_location(zone_of(zone), locale=_words(locale), return_city=True)
    return place.split("/")[-1]


def wall(at: datetime, zone: str, locale: str) -> str:
    """Give "Tue 8 Dec, 14:30"."""
    on = at.astimezone(zone_of(zone)).date()
    return f"{_short_day(on, locale)}, {clock(at, zone, locale)}"


def moment(at: datetime, zone: str, locale: str) -> str:
    """Give "Tue 8 Dec, 14:30 (London)"."""
    return f"{wall(at, zone, locale)} ({city(zone, locale)})"


def both_zones(at: datetime, a_zone: str, b_zone: str, locale: str) -> str:
    """Give "Tue 8 Dec, 14:30 (London), 09:30 (New York)", the day again where it differs."""
    first, second = wall(at, a_zone, locale), wall(at, b_zone, locale)
    a_city, b_city = city(a_zone, locale), city(b_zone, locale)
    if a_city == b_city:
        return f"{first} ({a_city})"
    if first == second:
        return f"{first} ({a_city}, {b_city})"
    same_day = at.astimezone(zone_of(a_zone)).date() == at.astimezone(zone_of(b_zone)).date()
    there = clock(at, b_zone, locale) if same_day else second
    return f"{first} ({a_city}), {there} ({b_city})"


def span(starts_at: datetime, minutes: int, zone: str, locale: str) -> str:
    """Give "Tue 8 Dec, 14:30" to "15:15 (London)", the second day named when it is another."""
    ends_at = starts_at + timedelta(minutes=minutes)
    start, end = wall(starts_at, zone, locale), clock(ends_at, zone, locale)
    where = city(zone, locale)
    local = zone_of(zone)
    if starts_at.astimezone(local).date() == ends_at.astimezone(local).date():
        return f"{start}–{end} ({where})"
    return f"{start} – {wall(ends_at, zone, locale)} ({where})"


def ago(at: datetime, now: datetime, locale: str) -> str:
    """Give "3 days ago", or "in 3 days" for what is still to come; to the minute."""
    delta = (at - now) or timedelta(seconds=-1)
    return format_timedelta(delta, granularity="minute", add_direction=True, locale=_words(locale))


def parse_local(day: str, clock: str, zone: str) -> datetime:
    """Give the UTC instant of a picker's "2026-12-08" and "14:30"; ValueError for anything else.

    A time the clocks skip moves forward, one they show twice is the first.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        raise ValueError(f"not a day: {day!r}")
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}", clock):
        raise ValueError(f"not a time of day: {clock!r}")
    try:
        return at_local(date.fromisoformat(day), time.fromisoformat(clock), zone)
    except OverflowError as far:
        raise ValueError(f"too far away: {day!r}") from far
