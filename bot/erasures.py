"""Erasures: Delete my data, with what goes and what it means for the others said before (4.4)."""

from datetime import datetime

from sqlmodel import Session

from bot import choosing, errands, people, scripts
from bot.lifecycle import State
from bot.replies import Reply, Shows
from bot.views import erasures as views
from store import erasures, relationships
from store.people import Person
from store.relationships import Relationship

ERASE = "erase"


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Say what goes, what stays with each of the others, and what only Slack can delete."""
    people.own(person, row_id)
    rows = relationships.of_person(tx, person.id, tuple(State))
    counted = erasures.count(tx, person.id)
    return Shows(views.page(person.id, counted, [_effect(tx, person, row) for row in rows]))


def _effect(tx: Session, person: Person, row: Relationship) -> str:
    other = people.other(tx, row, person)
    entry = "erase_effect_over"
    if row.state in choosing.LIVE and other.deactivated_at is None:
        entry = "erase_effect"
    return scripts.fill(scripts.script(entry).text, {"other": people.name(other)})


def erase(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Have all of a person's deleted, in a moment of its own: bot/wipings.py does it."""
    people.own(person, row_id)
    errands.plan(tx, person, ERASE, now, about={"user": person.slack_id})
    return Shows(views.said(), instead=True)


ACTS = {"delete_my_data": show, "erase_me": erase}
