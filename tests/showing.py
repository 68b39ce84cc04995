"""Runs all scenes and gives what they show as text, the same each time."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

from store.types import ids_from
from tests import (
    databases,
    resting,
    scenes_across,
    scenes_beginnings,
    scenes_briefs,
    scenes_closing,
    scenes_doubts,
    scenes_follow,
    scenes_homes,
    scenes_knowing,
    scenes_leaving,
    scenes_memory,
    scenes_quiet,
    scenes_rights,
    scenes_sessions,
    scenes_spells,
    scenes_trades,
)
from tests.scenes import Gallery, Scene

SCENES = [
    scene
    for module in (
        scenes_beginnings,
        scenes_sessions,
        scenes_briefs,
        scenes_closing,
        scenes_follow,
        scenes_trades,
        scenes_quiet,
        scenes_spells,
        scenes_doubts,
        scenes_memory,
        scenes_knowing,
        scenes_leaving,
        scenes_homes,
        scenes_across,
        scenes_rights,
    )
    for scene in module.SCENES
]
GOLDEN = Path(__file__).parent / "golden"
ROW_ID = re.compile(r"\b[0-9a-f]{32}\b")


def play() -> Gallery:
    """Play each scene in a life of its own, with row ids that are the same in every run."""
    gallery = Gallery()
    for scene in SCENES:
        numbers = Random(scene.__name__)  # noqa: S311
        with ids_from(numbers):
            database = databases.emptied()
            scene(Scene(database, gallery=gallery))
        gallery.lying.update(resting.found(database, *gallery.typed))
    return gallery


def files(gallery: Gallery) -> dict[str, str]:
    """Give the text of every golden file by its name."""
    found = {f"{name}.json": _text(body) for name, body in gallery.kept.items()}
    return {**found, "sentences.json": _text(gallery.sentences)}


def rewrite(gallery: Gallery) -> None:
    """Write all golden files anew; nothing is left of what is no longer shown."""
    for old in GOLDEN.rglob("*.json"):
        old.unlink()
    for name, text in files(gallery).items():
        (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_text(text, encoding="utf-8")


def _text(body: Any) -> str:
    """Write a body down: keys sorted, row ids numbered in the order in which they appear."""
    text = json.dumps(body, indent=2, sort_keys=True, ensure_ascii=False)
    numbers: dict[str, str] = {}
    return ROW_ID.sub(lambda m: numbers.setdefault(m[0], f"id-{len(numbers) + 1}"), text) + "\n"


def buttons(body: Any) -> list[dict[str, Any]]:
    """Give every button in a message or a view."""
    beside = [block["accessory"] for block in body["blocks"] if "accessory" in block]
    rows = [each for block in body["blocks"] for each in block.get("elements", ())]
    return [element for element in (*rows, *beside) if element["type"] == "button"]


def actions(body: Any) -> list[str]:
    """Give the action ids of all buttons."""
    return [element["action_id"] for element in buttons(body)]


def taps(body: Any) -> list[str]:
    """Give the buttons of a message that answer it."""
    return [action for action in actions(body) if action.startswith("tap:")]


def words(body: Any) -> list[str]:
    """Give everything a person or a screen reader can read in a message or a view."""
    if isinstance(body, dict):
        own = [body[key] for key in ("text", "accessibility_label") if key in body]
        return [each for each in own if isinstance(each, str)] + [
            each for value in body.values() for each in words(value)
        ]
    return [each for value in body for each in words(value)] if isinstance(body, list) else []
