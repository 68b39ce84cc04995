"""Exports: everything one person may see, as plain data (PRODUCT 4.4, S75).

Its form is bot/data/export.schema.json, with a version of its own.
"""

import json
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import exported
from bot.lifecycle import State
from bot.plainly import plain, told
from store import cards, erasures, memories, relationships, visions
from store.memories import Memory
from store.people import Person
from store.workspaces import Workspace

FORMAT, VERSION = "second-coffee-export", 1
EVERY_STATE = tuple(State)
DECISION = ("id", "text", "serves", "costs", "obstacle", "decided_at")


def of(tx: Session, person: Person, now: datetime) -> dict[str, Any]:
    """Gather what a person wrote and what was shared with them, and nothing else."""
    workspace = tx.get_one(Workspace, person.workspace_id)
    named = {"workspace": workspace.name}
    settings = ("frequency", "away_until", "capacity", "takes_break")
    rows = relationships.of_person(tx, person.id, EVERY_STATE)
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": plain(now),
        "person": {**told(person, ("id", "name", "zone", "locale")), **named},
        "settings": told(person, settings),
        "card": exported.card(cards.of_person(tx, person.id)),
        "vision": exported.vision(visions.of_person(tx, person.id)),
        "decisions": [told(row, DECISION) for row in visions.decisions(tx, person.id)],
        "drafts": _drafts(tx, person),
        "relationships": [exported.relationship(tx, row, person) for row in rows]
        + [_brought(row) for row in memories.of_person(tx, person.id)],
    }


def _brought(row: Memory) -> dict[str, Any]:
    """Give what was brought along from elsewhere, so that it goes on to the next place."""
    return {**json.loads(row.said), "place": row.place}


def _drafts(tx: Session, person: Person) -> list[dict[str, Any]]:
    rows = erasures.drafts(tx, person.id)
    return [
        told(row, ("form", "question", "text", "kept_at")) for row in rows if row.text is not None
    ]
