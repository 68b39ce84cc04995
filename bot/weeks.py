"""A person's week: how many messages it still holds, and for what they are kept (PRODUCT 2.6).

The caps hold across everything somebody is in, whatever happens; only a call for help to the
organizer is none of a mentor's or a mentee's messages. Who is a mentee anywhere has a mentee's
week, mentorships included.

So that a session's own prompts aren't crowded out, a message is kept for each later day of the
week on which one is due; what tells of a session may take it, and then the briefs still to come
this week go out with it.
"""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import attention, budgets, catalogue, people, prompts, windows
from store import deliveries
from store.people import Person
from store.prompts import Prompt

ONE_WEEK = timedelta(days=7)


def wait(tx: Session, person: Person, row: Prompt, now: datetime) -> datetime | None:
    """Give the instant to wait for when a day or a week has had its share, None when it hasn't.

    What may not take a message that is kept goes out with it, on its day.
    """
    today = windows.local_day(now, person.zone)
    if today in _written(tx, person, today):
        pace = attention.of(row.kind).pace
        return windows.next_allowed_day(now, people.hours_now(person), pace)
    left = room(tx, person, now, essential=attention.of(row.kind).essential)
    kept = [] if row.kind in attention.FIRST else _kept(tx, person, today)
    days = {windows.local_day(due, person.zone) for due in kept}
    if left > len(days) or attention.of(row.kind).soon:
        return None
    next_monday = windows.at_local(_monday(today) + ONE_WEEK, windows.MORNING[0], person.zone)
    return prompts.reach(person, row.kind, min(kept) if left > 0 else next_monday)


def room(tx: Session, person: Person, now: datetime, *, essential: bool) -> int:
    """Give how many more messages there may be this week."""
    today = windows.local_day(now, person.zone)
    cap = budgets.weekly_cap(
        budgets.frequency(person.frequency, person.unanswered),
        mentee=deliveries.is_mentee(tx, person.id),
        essential=essential,
        meets_monthly=deliveries.meets_monthly(tx, person.id, *_bounds(person, today)),
    )
    return cap - len(_written(tx, person, today))


def briefs(tx: Session, person: Person, now: datetime) -> list[Prompt]:
    """Give the briefs that go along with the week's last message, ahead of their day."""
    today = windows.local_day(now, person.zone)
    rows = [row for row in _to_come(tx, person, today) if row.kind in attention.BRIEFS]
    return rows if rows and room(tx, person, now, essential=True) <= 1 else []


def _kept(tx: Session, person: Person, today: date) -> list[datetime]:
    """Give what messages are kept for on later days; nothing when today brings one of them."""
    dues = [row.due_at for row in _to_come(tx, person, today)]
    here = any(windows.local_day(due, person.zone) <= today for due in dues)
    return [] if here else dues


def _to_come(tx: Session, person: Person, today: date) -> list[Prompt]:
    """Give this week's prompts about a session's own day that are still to be sent."""
    return [
        row
        for row in deliveries.planned_for(tx, person.id, _bounds(person, today)[1])
        if row.kind in attention.DAY and catalogue.stands(tx, row, row.due_at)
    ]


def _written(tx: Session, person: Person, today: date) -> set[date]:
    """Give the days of this week on which the person was written to."""
    return deliveries.days_written_to(tx, person.id, _monday(today))


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def _bounds(person: Person, today: date) -> tuple[datetime, datetime]:
    """Give the instants between which a person's week lies."""
    begins = windows.at_local(_monday(today), time(0), person.zone)
    return begins, windows.at_local(_monday(today) + ONE_WEEK, time(0), person.zone)
