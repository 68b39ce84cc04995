"""Slots: times to meet, read from a form, said in both zones, and proposed for a draft."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from bot import dates, invites, people, scripts, windows
from bot.errors import Correctable
from bot.kinds import Answers
from bot.people import hours
from store import sessions
from store.people import Person
from store.relationships import Relationship
from store.sessions import Meeting, Slot

OPEN, TAKEN, WITHDRAWN, DECLINED = "open", "taken", "withdrawn", "declined"
FIELDS = ("first", "second", "third")
SOONEST_DAYS = 3
FURTHEST = timedelta(days=366)
EARLIEST, LATEST = time(9), time(17)


def read(
    tx: Session, answers: Answers, person: Person, session: Meeting, minutes: int, now: datetime
) -> list[datetime]:
    """Give the times of a form, earliest first, none when all are empty.

    Correctable at its field for one that has passed, is over a year ahead, is there twice or is
    when the person meets somebody else.
    """
    found: list[datetime] = []
    for field in FIELDS:
        if answers.get(field) is None:
            continue
        at = _instant(answers[field], field)
        check(tx, at, person, session, minutes, now, field)
        if at in found:
            raise Correctable(scripts.error("same_time_twice"), field)
        found.append(at)
    return sorted(found)


def _instant(value: int | str, field: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(value), UTC).replace(second=0)
    except (ValueError, OverflowError, OSError) as wrong:
        raise Correctable(scripts.error("not_a_time"), field) from wrong


def check(
    tx: Session,
    at: datetime,
    person: Person,
    session: Meeting,
    minutes: int,
    now: datetime,
    field: str,
) -> None:
    """Raise Correctable at the field for a time at which this session can't be."""
    if at <= now:
        raise Correctable(scripts.error("time_past"), field)
    if at > now + FURTHEST:
        raise Correctable(scripts.error("date_too_far"), field)
    ends_at = at + timedelta(minutes=minutes)
    for other in sessions.booked(tx, person.id):
        if other.id == session.id or other.starts_at is None:
            continue
        if at < other.starts_at + timedelta(minutes=other.minutes) and other.starts_at < ends_at:
            raise Correctable(scripts.error("time_taken"), field)


def rows(tx: Session, session_id: str, offered_in: int) -> list[Slot]:
    """Give the times of one round, earliest first: the order its buttons are numbered by."""
    return [slot for slot in sessions.slots(tx, session_id) if slot.round == offered_in]


def waiting(tx: Session, session: Meeting) -> list[Slot]:
    """Give the times that are still open to be taken, earliest first."""
    return [slot for slot in sessions.slots(tx, session.id) if slot.state == OPEN]


def listed(times: Sequence[datetime], reader: Person, other: Person) -> str:
    """Give times one below the other, in the reader's zone first."""
    return "\n".join(f"• {said(at, reader, other)}" for at in times)


def said(at: datetime, reader: Person, other: Person) -> str:
    """Give a time in the reader's zone and in the other's."""
    return dates.both_zones(at, reader.zone, other.zone, reader.locale)


def own(tx: Session, session: Meeting, person: Person) -> str:
    """Give the times a person offered last, in their own zone, in one line."""
    mine = [slot for slot in sessions.slots(tx, session.id) if slot.offered_by_id == person.id]
    last = max((slot.round for slot in mine), default=0)
    times = [slot.starts_at for slot in mine if slot.round == last]
    return "; ".join(dates.moment(at, person.zone, person.locale) for at in times)


def where(session: Meeting) -> str:
    """Give how long, how and where two people meet, "45 minutes, video call"."""
    how = invites.PLACES.get(session.place or "", "").lower()
    return ", ".join(part for part in (f"{session.minutes} minutes", how, session.link) if part)


def params(tx: Session, relationship: Relationship, person: Person) -> dict[str, str]:
    """Give the names and zones a form about times speaks of."""
    other = people.other(tx, relationship, person)
    return {
        **people.names(tx, relationship, person),
        "zone": dates.city(person.zone, person.locale),
        "other_zone": dates.city(other.zone, person.locale),
    }


def propose(target_on: date, mentee: Person, mentor: Person, now: datetime) -> list[datetime]:
    """Give two times in the week of a date, on working days of both, in both their days if any."""
    monday = target_on - timedelta(days=target_on.weekday())
    day = max(monday, windows.local_day(now, mentee.zone) + timedelta(days=SOONEST_DAYS))
    found: list[datetime] = []
    while len(found) < 2:
        if windows.is_working_day(day, hours(mentee)) and windows.is_working_day(
            day, hours(mentor)
        ):
            found.append(_shared_hour(day, mentee, mentor))
            day += timedelta(days=1)
        day += timedelta(days=1)
    return found


def _shared_hour(day: date, mentee: Person, mentor: Person) -> datetime:
    """Give the first whole hour that is in both working days; the mentee's ten o'clock if none."""
    for hour in range(EARLIEST.hour + 1, LATEST.hour):
        at = windows.at_local(day, time(hour), mentee.zone)
        there = at.astimezone(windows.zone_of(mentor.zone))
        if EARLIEST <= there.time() < LATEST and there.date() == day:
            return at
    return windows.at_local(day, time(10), mentee.zone)
