"""Removals: the app leaves one workspace, and who is paired with its people goes on (2.4, S75)."""

from datetime import datetime

from sqlmodel import Session

from bot import accounts, alarms, errands, people
from bot.people import TOUCHED
from store import people as kept
from store import relationships
from store.people import Person
from store.relationships import Relationship


def leave(tx: Session, workspace_id: str, now: datetime) -> None:
    """Let a workspace's people in pairs across be as accounts switched off, for the others' sake.

    Called in the transaction that removes the workspace; pairs within it are left alone.
    """
    for person in kept.of_workspace(tx, workspace_id):
        across = _across(tx, person)
        if across and person.deactivated_at is None:
            person.deactivated_at = person.removed_at = now
            _ring(tx, person, across, now)


def come_back(tx: Session, workspace_id: str, now: datetime) -> None:
    """Let them be there again, and ask Slack who has left meanwhile.

    Called in the transaction that installs the app again, before anything is sent there.
    """
    for person in kept.of_workspace(tx, workspace_id):
        if person.removed_at is not None:
            person.deactivated_at = person.removed_at = None
            errands.plan(tx, person, "learn", now)
            _ring(tx, person, _across(tx, person), now)


def _across(tx: Session, person: Person) -> list[Relationship]:
    rows = relationships.of_person(tx, person.id, TOUCHED)
    return [row for row in rows if people.apart(tx, row)]


def _ring(tx: Session, person: Person, touched: list[Relationship], now: datetime) -> None:
    for relationship in touched:
        occasion = f"{relationship.id}:{person.id}:{now.isoformat()}"
        alarms.set_for(tx, accounts.CHANGED, relationship, occasion, now)
