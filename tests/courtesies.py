"""When nobody is written to, said once more without the bot's own calendar (PRODUCT 2.6)."""

from datetime import datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from bot.windows import Pace

COUNTRIES = {
    "Europe/London": "GB",
    "America/New_York": "US",
    "Asia/Kolkata": "IN",
    "Pacific/Auckland": "NZ",
    "America/Sao_Paulo": "BR",
}
WINDOWS = ((time(9, 30), time(11, 30)), (time(13, 30), time(15, 30)))
MONDAY, FRIDAY, SATURDAY = 0, 4, 5


def intrudes(now: datetime, zone: str, pace: Pace) -> str | None:
    """Give what is wrong with writing to somebody at an instant, None when nothing is."""
    local = now.astimezone(ZoneInfo(zone))
    if local.weekday() >= SATURDAY:
        return "on a weekend"
    if local.date() in _public(COUNTRIES[zone], local.year):
        return "on a holiday"
    if not any(start <= local.time() < end for start, end in WINDOWS):
        return "outside working windows"
    if local.weekday() == FRIDAY and local.hour >= 12:
        return "on Friday afternoon"
    if local.weekday() == MONDAY and pace is Pace.ORDINARY:
        return "on a Monday, though it begins nothing"
    return None


@cache
def _public(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)
