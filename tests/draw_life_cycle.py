"""Draws docs/life-cycle.md from the life cycle in the code: `make life-cycle`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot import scripts
from bot.lifecycle import PHASES, TRANSITIONS, State

PAGE = Path(__file__).parent.parent / "docs" / "life-cycle.md"
OPENING = """# The life cycle of a relationship

Drawn from `bot/lifecycle.py` by `make life-cycle`; a test holds the two together.

A state changes in one place, `lifecycle.move`, which refuses a way that isn't drawn here. While a
relationship is active its sessions go round: to book, booked, did you meet, wrap-up, between. Four
things lie over that and hold nothing up: a sprint, the half-way review, a quiet spell past the
target date, and answers that are provisional because not both have given one.
"""


def drawn() -> str:
    """Give the page: the diagram, each state, each way and its guard."""
    return "\n".join([OPENING, *_diagram(), "", *_states(), "", *_ways(), ""])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"  [*] --> {State.INVITED.name}: one of two people names the pair"
    for way in TRANSITIONS:
        yield f"  {way.origin.name} --> {way.to.name}: {way.event}"
    yield "```"


def _states() -> Iterator[str]:
    yield "## What each state asks, and what silence comes to"
    yield ""
    yield "| State | Entered by | Mentee is asked | Mentor is asked | On silence | Left by |"
    yield "|---|---|---|---|---|---|"
    for each in PHASES:
        cells = (each.entered_by, _asked(each.mentee), _asked(each.mentor), each.on_silence)
        yield f"| {each.state.name} | {' | '.join(cells)} | {each.left_by} |"


def _asked(kinds: Iterable[str]) -> str:
    names = {"name": "the other", "other": "the other", "mentee": "the mentee"}
    named = {**names, "mentor": "the mentor"}
    return "; ".join(
        f"{kind} ({scripts.fill(scripts.script(kind).title, named)})" for kind in kinds
    )


def _ways() -> Iterator[str]:
    yield "## The ways between them"
    yield ""
    yield "| From | To | Event | Only if | Why it is there |"
    yield "|---|---|---|---|---|"
    for way in TRANSITIONS:
        why = way.beyond or "PRODUCT 2.3"
        yield f"| {way.origin.name} | {way.to.name} | {way.event} | {way.guard} | {why} |"


if __name__ == "__main__":
    PAGE.write_text(drawn(), encoding="utf-8")
