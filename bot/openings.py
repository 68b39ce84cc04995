"""Openings: the minute at which two people are asked, or shown, the same thing at once (3.4)."""

from datetime import datetime, timedelta
from zlib import crc32

from sqlmodel import Session

from bot import people, windows
from bot.windows import Pace
from store import deliveries
from store.people import Person
from store.relationships import Relationship

SPREAD_MINUTES = 10
ONE_MINUTE, ONE_DAY = timedelta(minutes=1), timedelta(days=1)


def morning(tx: Session, relationship: Relationship, now: datetime, pace: Pace) -> datetime:
    """Give the minute of the next working morning at which both may be asked.

    Pairs that share a window's start are spread over a few minutes.
    """
    one, other = (people.hours(person) for person in people.pair(tx, relationship))
    later = max(windows.next_morning(now, hours, pace) for hours in (one, other))
    at = windows.both_open(later, one, other, pace)
    spread = at + timedelta(minutes=crc32(relationship.id.encode()) % SPREAD_MINUTES)
    fits = all(windows.is_open(spread, hours, pace) for hours in (one, other))
    return spread if fits else at


def next_minute(tx: Session, relationship: Relationship, now: datetime) -> datetime:
    """Give the next minute inside both windows, on the next working day at the latest.

    Not on a day on which one of them had a message already: theirs would come a day later then.
    """
    pair = people.pair(tx, relationship)
    one, other = (people.hours(person) for person in pair)
    minute = now.replace(second=0, microsecond=0) + ONE_MINUTE
    soon = windows.both_open(minute, one, other, Pace.SESSION)
    tomorrow = max(windows.next_allowed_day(now, hours, Pace.SESSION) for hours in (one, other))
    if soon < tomorrow and not any(_had_a_message(tx, person, soon) for person in pair):
        return soon
    later = windows.both_open(tomorrow, one, other, Pace.SESSION)
    return later if later - tomorrow < ONE_DAY else tomorrow


def _had_a_message(tx: Session, person: Person, at: datetime) -> bool:
    today = windows.local_day(at, person.zone)
    return today in deliveries.days_written_to(tx, person.id, today)
