"""Totals: how often and how long two people have talked, and how that is said (S32, S65)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot import people, scripts, windows
from store import sessions
from store.relationships import Relationship
from store.sessions import HELD, Meeting

HOUR = 60


@dataclass(frozen=True)
class Span:
    """The days a look back covers on the mentee's wall, both included; None: no bound."""

    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether a day lies in it."""
        return (self.since or date.min) <= on <= (self.until or date.max)


@dataclass(frozen=True)
class Total:
    """Held sessions and their minutes."""

    talks: int
    minutes: int


def held(tx: Session, relationship: Relationship, span: Span) -> list[Meeting]:
    """Give the sessions that count as held within a span, in their order."""
    mentee, _ = people.pair(tx, relationship)
    rows = [row for row in sessions.of_relationship(tx, relationship.id) if row.state == HELD]
    return [row for row in rows if span.holds(held_on(row, mentee.zone))]


def held_on(session: Meeting, zone: str) -> date:
    """Give the day of a session on a wall, its target's when it never had a time."""
    at = session.starts_at or session.settled_at
    return windows.local_day(at, zone) if at else session.target_on


def of(rows: Sequence[Meeting]) -> Total:
    """Add held sessions up."""
    return Total(len(rows), sum(row.minutes for row in rows))


def hours(minutes: int) -> str:
    """Give hours as a number: "6", "4.5", "2.25"."""
    return f"{minutes / HOUR:.2f}".rstrip("0").rstrip(".")


def is_plain(minutes: int) -> bool:
    """Say whether "{hours} hours" reads well: not for an hour, or less than one."""
    return minutes > HOUR


def time(minutes: int) -> str:
    """Give "6 hours", "1 hour" or "45 minutes"."""
    if minutes < HOUR:
        return _said("total_minutes", minutes)
    return _said("total_hours", hours(minutes)) if minutes != HOUR else _said("total_hour", 1)


def talks(count: int) -> str:
    """Give "1 talk" or "6 talks"."""
    return _said("total_talk" if count == 1 else "total_talks", count)


def things(count: int) -> str:
    """Give "1 thing" or "4 things"."""
    return _said("total_thing" if count == 1 else "total_things", count)


def steps(count: int) -> str:
    """Give "1 step" or "3 steps"."""
    return _said("total_step" if count == 1 else "total_steps", count)


def years(count: int) -> str:
    """Give "1 year" or "3 years"."""
    return _said("total_year" if count == 1 else "total_years", count)


def _said(entry: str, count: object) -> str:
    return scripts.fill(scripts.script(entry).text, {"count": count})
