"""Sensible days and hours: the one a message names, or one that is not far off."""

import re
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = "(" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + ")"
NAMED = re.compile(rf"\b(\d{{1,2}}) {MONTH}\b|\b{MONTH} (\d{{1,2}})\b")
LONGEST_AHEAD = timedelta(days=300)
LAST_WEEK = timedelta(days=7)


def named(words: str, today: date) -> date | None:
    """The first day named in words ("18 February", "Thu, Feb 18") that is not past, or None."""
    for found in NAMED.finditer(words):
        day, name = found[1] or found[4], found[2] or found[3]
        month = next(n for n, full in enumerate(MONTHS, 1) if full.startswith(name[:3]))
        for year in (today.year, today.year + 1):
            try:
                wanted = date(year, month, int(day))
            except ValueError:
                continue
            if today <= wanted <= today + LONGEST_AHEAD:
                return wanted
    return None


def working(day: date) -> date:
    """That day, or the Monday after it when it falls on a weekend."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def near(words: str, today: date, random: Random, shift: int = 0) -> date:
    """A working day near the one named in words, else a week or so off; two days ahead at least.

    Where words say that something ends on that day, a week before it.
    """
    wanted = named(words, today) or today + timedelta(days=random.randint(6, 12))
    if "ends on" in words and wanted - LAST_WEEK > today:
        wanted -= LAST_WEEK
    return working(max(wanted + timedelta(days=shift), today + timedelta(days=2)))


def hour(day: date, zone: ZoneInfo, random: Random) -> datetime:
    """An hour of that day at which the other person is likely up, too: early afternoon."""
    return datetime.combine(day, time(random.choice((13, 14, 15, 16))), zone)
