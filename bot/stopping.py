"""Stopping: whoever leaves mentoring here says how each of their people is told (2.4)."""

from datetime import datetime

from sqlmodel import Session

from bot import choosing, leaving, people, scripts
from bot.replies import Reply, Shows
from bot.views import stopping as views
from store import relationships
from store.people import Person
from store.relationships import Relationship


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Say what stopping means for each of the others; nothing has changed by it."""
    rows = _theirs(tx, person, row_id)
    return Shows(views.page(person.id, [_effect(tx, person, row) for row in rows]))


def _theirs(tx: Session, person: Person, row_id: str) -> list[Relationship]:
    people.own(person, row_id)
    return relationships.of_person(tx, person.id, choosing.LIVE)


def _effect(tx: Session, person: Person, relationship: Relationship) -> str:
    other = people.other(tx, relationship, person)
    entry = "stop_effect" if other.deactivated_at is None else "stop_effect_gone"
    return scripts.fill(scripts.script(entry).text, {"other": people.name(other)})


def tell_all(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """End each of their relationships; every other is told by the next working day (H9)."""
    for relationship in _theirs(tx, person, row_id):
        tx.refresh(relationship, with_for_update=True)
        if relationship.state in choosing.LIVE:
            leaving.wrap_up(tx, relationship, person, now)
    return Shows(views.said("stop_told"), instead=True)


def one_at_a_time(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show each of them with the way to its own choices (H8)."""
    rows = _theirs(tx, person, row_id)
    named = [(row.id, people.name(people.other(tx, row, person))) for row in rows]
    return Shows(views.each(named), instead=True)


def not_now(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Leave everything as it is."""
    _theirs(tx, person, row_id)
    return Shows(views.said("stop_not_now"), instead=True)


ACTS = {
    "leave_all": show,
    "stop_please_tell_them_all": tell_all,
    "stop_one_at_time": one_at_a_time,
    "stop_not_now": not_now,
}
