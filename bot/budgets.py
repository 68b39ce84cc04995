"""Somebody's attention: how many messages a week, and what keeps to the Home tab (PRODUCT 2.6)."""

from datetime import date, timedelta
from enum import StrEnum

from store.people import Person

MENTEE_WEEKLY, MENTOR_WEEKLY = 3, 2
# Silence after these says nothing: they tell something, and their buttons are only at hand.
MAY_STAY_OPEN = frozenset(
    {
        "booked",
        "moved",
        "I3_mentor",
        "I5",
        "K2",
        "note_shown",
        "I6",
        "renewed",
        "D5",
        "D8",
        "M8",
        "F7",
        "G7",
        "G8",
        "M4",
        "M5",
        "H12",
        "H9",
        "H1_lighter",
        "break_over",
        "I7",
        "I10",
        "I10_mentor",
        "F9",
        "I12",
    }
)
HALF_AFTER, ESSENTIAL_AFTER = 3, 5
ESSENTIAL_DAYS = 60


class Frequency(StrEnum):
    """How often a person wants to be written to."""

    ALL = "all"
    HALF = "half"
    HOME = "home"


def frequency(wish: str, unanswered: int) -> Frequency:
    """Give how often to write: as wished, and half as often after three unanswered in a row."""
    wished = Frequency(wish)
    return Frequency.HALF if wished is Frequency.ALL and unanswered >= HALF_AFTER else wished


def weekly_cap(
    frequency: Frequency, *, mentee: bool, essential: bool, meets_monthly: bool = False
) -> int:
    """Give how many messages a week there may be; what is essential is never halved.

    A mentor gets a third in a week in which a monthly pair of theirs meets.
    """
    cap = MENTEE_WEEKLY if mentee else MENTOR_WEEKLY + meets_monthly
    return cap // 2 if frequency is Frequency.HALF and not essential else cap


def stays_on_home(
    frequency: Frequency, essential_until_on: date | None, today: date, *, essential: bool
) -> bool:
    """Say whether a prompt waits on the Home tab without a message."""
    if essential:
        return False
    resting = essential_until_on is not None and today < essential_until_on
    return resting or frequency is Frequency.HOME


def unheard(person: Person, today: date) -> bool:
    """Count one message nobody answered; True when it is the third in a row, time to ask (H12).

    From the fifth on, only what is essential is written for 60 days.
    """
    person.unanswered += 1
    if person.unanswered == ESSENTIAL_AFTER:
        person.essential_until_on = today + timedelta(days=ESSENTIAL_DAYS)
    return person.unanswered == HALF_AFTER


def heard(person: Person) -> None:
    """Count from nothing again: any tap says that somebody reads."""
    counted = (person.unanswered, person.essential_until_on, person.unreachable_at)
    if counted != (0, None, None):  # a row that is set anew costs a flush, though nothing changed
        person.unanswered, person.essential_until_on, person.unreachable_at = 0, None, None
