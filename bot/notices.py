"""Notices: a change that comes by itself is told to both first, with its date (PRODUCT 2.5)."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import errands, people, prompts
from store import prompts as kept
from store.people import Person
from store.prompts import PLANNED, Prompt
from store.relationships import Relationship


def give(
    tx: Session,
    kind: str,
    relationship: Relationship,
    occasion: str,
    on: date,
    about: dict[str, Any],
    now: datetime,
) -> None:
    """Plan to tell both what comes on a date unless one of them says otherwise."""
    told = {**about, "on": on.isoformat()}
    for person in people.pair(tx, relationship):
        prompts.plan(
            tx, kind, person, occasion, now, now, relationship=relationship, about=dict(told)
        )


def in_time(tx: Session, kind: str, relationship: Relationship, days: int, now: datetime) -> bool:
    """Say whether both have had the notice for half of its days or more.

    Nobody waits for somebody whose account is switched off.
    """
    half = timedelta(days=days) / 2
    for row in kept.waiting(tx, kind, relationship.id):
        here = tx.get_one(Person, row.person_id).deactivated_at is None
        if here and (row.sent_at is None or now - row.sent_at < half):
            return False
    return True


def move(tx: Session, kind: str, relationship: Relationship, on: date, now: datetime) -> None:
    """Give the notice another date; where it was read already it is drawn again."""
    for row in kept.waiting(tx, kind, relationship.id):
        row.about = {**row.about, "on": on.isoformat()}
        if row.state != PLANNED:
            person = tx.get_one(Person, row.person_id)
            errands.redraw(tx, person, row.lead_id or row.id, now)


def date_of(prompt: Prompt) -> date:
    """Give the date a notice names."""
    return date.fromisoformat(prompt.about["on"])
