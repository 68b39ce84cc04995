"""What must hold of every message the bot sends of its own accord (PRODUCT 2.1, 2.6)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import attention, breaks, budgets, catalogue, people, windows
from simulation.worlds import Message
from store import deliveries
from store.people import Person
from store.prompts import Prompt, group
from store.relationships import Relationship

MOST_SNOOZES = 3


class Rules:
    """Everything that went against a rule, in words; empty when all is well."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._days: dict[str, list[date]] = {}
        self._times: Counter[tuple[str, str, str]] = Counter()

    def look(self, tx: Session, message: Message) -> None:
        """Hold one message to the rules; a direct answer to a tap is none of the bot's own."""
        rows = group(tx, message.prompt_id)
        person = tx.get_one(Person, rows[0].person_id)
        said = f"{message.at:%a %Y-%m-%d %H:%M} {message.kinds} to {message.person}"
        if person.deactivated_at is not None:
            self.faults.append(f"{said}, who is deactivated")
        if message.direct:
            return
        self._counts(rows, message.person, said)
        self._reasons(tx, rows, said, message.at)
        self._attention(tx, person, message, said)

    def _counts(self, rows: Sequence[Prompt], handle: str, said: str) -> None:
        for row in rows:
            root = row.about.get("root", row.occasion)
            self._times[handle, row.kind, root] += 1
            if self._times[handle, row.kind, root] > row.snoozes + 1 or row.snoozes > MOST_SNOOZES:
                self.faults.append(f"{said}: {row.kind} once too often")

    def _reasons(self, tx: Session, rows: Sequence[Prompt], said: str, now: datetime) -> None:
        for row in rows:
            found = tx.get(Relationship, row.relationship_id) if row.relationship_id else None
            if found and found.state == "paused" and row.kind in breaks.WAITING:
                self.faults.append(f"{said} in a break: {row.kind}")
            if not catalogue.kind(row.kind).guard(tx, row, now):
                self.faults.append(f"{said} for a reason that has passed: {row.kind}")

    def _attention(self, tx: Session, person: Person, message: Message, said: str) -> None:
        modes = [attention.of(kind) for kind in message.kinds]
        essential = any(mode.essential for mode in modes)
        if not windows.is_open(message.at, people.hours(person), modes[0].pace):
            self.faults.append(f"{said} outside the window")
        today = windows.local_day(message.at, person.zone)
        resting = person.essential_until_on is not None and today < person.essential_until_on
        if (person.frequency == "home" or resting) and not essential:
            self.faults.append(f"{said}, who wants Home only")
        had = self._days.setdefault(message.person, [])
        if today in had:
            self.faults.append(f"{said}, the second today")
        monday = today - timedelta(days=today.weekday())
        if sum(day >= monday for day in had) >= _cap(tx, person, monday, essential=essential):
            self.faults.append(f"{said}, over the week's share")
        had.append(today)


def _cap(tx: Session, person: Person, monday: date, *, essential: bool) -> int:
    """Give how many messages a person may get in the week of a Monday."""
    week = [windows.at_local(monday + timedelta(days=n), time(0), person.zone) for n in (0, 7)]
    return budgets.weekly_cap(
        budgets.frequency(person.frequency, person.unanswered),
        mentee=deliveries.is_mentee(tx, person.id),
        essential=essential,
        meets_monthly=deliveries.meets_monthly(tx, person.id, week[0], week[1]),
    )
