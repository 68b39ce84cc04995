"""Memories: what somebody brought along, to read again; nobody else is ever shown it (S75)."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import dates, errands, people, scripts, windows
from bot.errors import Correctable
from bot.replies import Reply, Shows
from bot.views import memories as views
from store import memories
from store.memories import Memory
from store.people import Person

Told = Mapping[str, Any]
NOTE = ("value", "better", "appreciate", "afterthought", "thanks")


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """List what somebody brought along."""
    people.own(person, row_id)
    rows = memories.of_person(tx, person.id)
    return Shows(views.listed([(row.id, _head(row, person)) for row in rows]))


def _head(row: Memory, person: Person) -> dict[str, str]:
    told = json.loads(row.said)
    began = datetime.fromisoformat(told["begun_at"] or told["created_at"])
    began_on = windows.local_day(began, person.zone)
    return {
        "with": told["with"] or scripts.script("memory_nobody").text,
        "role": told["role"],
        "place": row.place or scripts.script("another_slack").text,
        "began": dates.full(began_on, person.locale),
        "sessions": str(told["held"]["sessions"]),
        "hours": f"{told['held']['minutes'] / 60:.1f}".removesuffix(".0"),
    }


def read(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show one relationship as it was told to this person."""
    row = _own(tx, person, row_id)
    told = json.loads(row.said)
    parts = [(name, lines) for name, part in PARTS if (lines := part(told))]
    return Shows(views.one(row.id, _head(row, person), parts), instead=True)


def _own(tx: Session, person: Person, row_id: str) -> Memory:
    row = tx.get(Memory, row_id)
    if row is None or row.person_id != person.id:
        raise Correctable(scripts.script("not_yours").text)
    return row


def forget(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Delete one of them; the file it came from is the person's own."""
    tx.delete(_own(tx, person, row_id))
    tx.flush()
    errands.refresh_home(tx, person, now)
    rows = memories.of_person(tx, person.id)
    return Shows(views.listed([(row.id, _head(row, person)) for row in rows]), instead=True)


def _texts(key: str) -> Callable[[Told], list[str]]:
    return lambda told: [each["text"] for each in told[key] if each["text"]]


def _steps(told: Told) -> list[str]:
    return [": ".join(filter(None, (each["moment"], each["text"]))) for each in told["steps"]]


def _notes(by: str) -> Callable[[Told], list[str]]:
    return lambda told: [
        each[line] for each in told["notes"] if each["by"] == by for line in NOTE if each[line]
    ]


def _half_way(told: Told) -> list[str]:
    both = [each[line] for each in told["half_way"] for line in ("working", "change")]
    return [line for line in both if line]


def _agenda(told: Told) -> list[str]:
    items = [item for each in told["sessions"] for item in each["agenda"]]
    return [item["text"] for item in (*items, *told["topics"]) if item["text"]]


def _card(told: Told) -> list[str]:
    card = told["their_card"] or {}
    return [card[key] for key in ("path", "studied", "change", "helped") if card.get(key)]


def _contacts(told: Told) -> list[str]:
    return [each["text"] for each in told["contacts"] if each["by"] == "other"]


PARTS: Sequence[tuple[str, Callable[[Told], list[str]]]] = (
    ("memory_goals", _texts("goals")),
    ("memory_steps", _steps),
    ("memory_advice", _texts("advice")),
    ("memory_updates", _texts("updates")),
    ("memory_got", _notes("other")),
    ("memory_gave", _notes("me")),
    ("memory_half_way", _half_way),
    ("memory_promises", _texts("promises")),
    ("memory_agenda", _agenda),
    ("memory_lines", _texts("lines")),
    ("memory_card", _card),
    ("memory_contacts", _contacts),
)
ACTS = {"brought_along": show, "memory": read, "forget_memory": forget}
