"""What a verb answers to a gesture: open a form, show a page, say a sentence, or be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

View = dict[str, Any]


@dataclass(frozen=True)
class Opens:
    """Open the form of this name on this row."""

    form: str
    row_id: str


@dataclass(frozen=True)
class Shows:
    """Show this page; `instead` replaces the page the person is on."""

    view: View
    instead: bool = False


@dataclass(frozen=True)
class Says:
    """Say one sentence, to this person only."""

    sentence: str


@dataclass(frozen=True)
class Done:
    """The prompt is answered with this outcome; without one, nothing more is said."""

    outcome: str | None = None


@dataclass(frozen=True)
class Asks:
    """Show a prompt that is open, with its own buttons, in a page."""

    prompt_id: str


@dataclass(frozen=True)
class Picks:
    """Ask which relationship is meant: (row id, name) each, for the act of this name."""

    act: str
    options: Sequence[tuple[str, str]]


Reply = Opens | Shows | Says | Done | Asks | Picks
