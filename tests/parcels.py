"""An export as Save my data gives it, made by hand, and the zip around it."""

import json
import zipfile
from io import BytesIO
from typing import Any

AT, DAY = "2027-01-12T14:35:00Z", "2027-01-12"
ORIGIN, PAIR = "a" * 32, "b" * 32


def number(n: int) -> str:
    """Give a row's id."""
    return f"{n:032x}"


def card(**more: Any) -> dict[str, Any]:
    """Give a know-me card."""
    boxes = {"path": "Physics, then data", "studied": None, "change": None, "helped": None}
    return {**boxes, "written_at": AT, **more}


def goal(n: int, text: str, **more: Any) -> dict[str, Any]:
    """Give a goal of the reader's own."""
    return {
        "id": number(n), "by": "me", "text": text, "private": False, "position": n,
        "created_at": AT, "closed_at": None, "closed_as": None, "history": [], **more,
    }  # fmt: skip


def note(n: int, by: str, better: str) -> dict[str, Any]:
    """Give a feedback note that is open."""
    return {
        "id": number(n), "round": number(n + 1), "session": None, "by": by, "asked_about": None,
        "value": None, "better": better, "appreciate": None, "afterthought": None, "thanks": None,
        "written_at": AT, "opened_at": AT, "to_try_at": None,
    }  # fmt: skip


def step(n: int, moment: str, text: str) -> dict[str, Any]:
    """Give a step."""
    return {
        "id": number(n), "session": None, "advice": None, "moment": moment, "text": text,
        "shared": False, "state": "open", "check_on": None, "planned_at": AT, "closed_at": None,
    }  # fmt: skip


def relationship(**more: Any) -> dict[str, Any]:
    """Give a relationship with a mentor, with nothing in it but what is given."""
    lists = (
        "goals", "sessions", "topics", "advice", "steps", "updates", "promises", "notes",
        "half_way", "changes", "lines", "thanks", "contacts", "pulses", "choices",
        "rhythm_wishes", "rules",
    )  # fmt: skip
    return {
        "id": PAIR, "with": "Omar Doe", "role": "mentee", "kind": "career", "state": "active",
        "rounds": 1, "created_at": AT, "begun_at": AT, "ended_at": None, "starts_on": DAY,
        "ends_on": None, "every": "month", "minutes": 45, "hope": None,
        "held": {"sessions": 6, "minutes": 270}, "their_card": None, "their_vision": None,
        **{name: [] for name in lists}, **more,
    }  # fmt: skip


def export(**more: Any) -> dict[str, Any]:
    """Give a whole export."""
    person = {
        "id": ORIGIN, "name": "Maya Doe", "workspace": "Tern Labs", "zone": "Europe/London",
        "locale": "en-GB",
    }  # fmt: skip
    settings = {"frequency": "all", "away_until": None, "capacity": None, "takes_break": False}
    return {
        "format": "second-coffee-export", "version": 1, "made_at": AT, "person": person,
        "settings": settings, "card": None, "vision": None, "decisions": [], "drafts": [],
        "relationships": [], **more,
    }  # fmt: skip


def full() -> dict[str, Any]:
    """Give an export with something of each kind that comes along."""
    pair = relationship(
        goals=[goal(1, "Learn to lead"), goal(2, "Be known", private=True)],
        steps=[step(3, "a project starts", "ask for the brief")],
        notes=[note(4, "other", "Wait a little longer"), note(6, "me", "Say what you tried")],
    )
    vision = {"more_of": "Teaching", "wont_trade": None, "small_try": None, "written_at": AT}
    decision = {"id": number(9), "text": "Stay or go", "serves": None, "costs": None}
    decision |= {"obstacle": None, "decided_at": AT}
    return export(card=card(), vision=vision, decisions=[decision], relationships=[pair])


def zipped(data: Any, **more: bytes) -> bytes:
    """Give a zip that holds these data, and more entries by name."""
    box = BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as parcel:
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        parcel.writestr("data.json", raw)
        for name, content in more.items():
            parcel.writestr(name, content)
    return box.getvalue()
