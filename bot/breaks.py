"""A break between two people: what is due in it waits, and nothing is lost."""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot import prompts, windows
from store.deliveries import planned_for
from store.people import Person
from store.prompts import PLANNED, Prompt, of_kinds
from store.relationships import Relationship

# A session that is booked stays, and so does all that belongs to it; these begin something.
WAITING = (
    "B11", "setup_reminder", "setup_reminder_last", "D2_again", "D3_again", "M1", "M2", "M3",
    "M8", "M10", "M13", "F1", "F8", "promise_reminder", "rhythm_again", "not_this_month",
    "H5", "sprint_over",
    "I1", "I1_again", "I2", "C2", "C4", "J6", "J7",
    "renewed", "J10",
)  # fmt: skip
# Said although an account of the two is gone.
TOLD_MEANWHILE = ("H10", "H10_contact", "session_off", "session_off_at_once")
ONE_WEEK, STANDSTILL = timedelta(days=7), timedelta(days=20)
FAR = timedelta(days=800)


def hold_back(tx: Session, prompt: Prompt, person: Person, now: datetime) -> bool:
    """Put off a prompt that waits while its relationship is paused; True when it does."""
    if prompt.relationship_id is None:
        return False
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if relationship.state == "paused" and relationship.stopped_at is not None:
        return _stand_still(prompt, relationship.stopped_at, now)
    if prompt.kind not in WAITING:
        return False
    if relationship.state != "paused" or relationship.paused_until_on is None:
        return False
    today = windows.local_day(now, person.zone)
    back_on = max(relationship.paused_until_on, today + ONE_WEEK)
    wait(prompt, windows.at_local(back_on, time(0), person.zone))
    return True


def _stand_still(prompt: Prompt, stopped_at: datetime, now: datetime) -> bool:
    """Put off all but what tells of an account that is gone: it may be back in two weeks."""
    if prompt.kind in TOLD_MEANWHILE:
        return False
    wait(prompt, max(stopped_at, now) + STANDSTILL)
    return True


def wait(prompt: Prompt, until: datetime) -> None:
    """Put off a prompt that is due, because of a break or for a person's next window."""
    prompt.due_at, prompt.about = until, {**prompt.about, "held": True}


def let_go(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Let what was held back be due again; each is checked once more before it goes out."""
    for prompt in of_kinds(tx, relationship.id, WAITING):
        if prompt.state == PLANNED:
            free(prompt, tx.get_one(Person, prompt.person_id), now)


def let_go_of(tx: Session, person: Person, now: datetime) -> None:
    """Let what waited for a person's return be due again; what a break holds is held anew."""
    for prompt in planned_for(tx, person.id, now + FAR):
        free(prompt, person, now)


def free(prompt: Prompt, person: Person, now: datetime) -> None:
    """Let one prompt that was held back be due again."""
    if prompt.about.get("held"):
        prompt.due_at = prompts.reach(person, prompt.kind, now)
