"""The pages of stopping: what it means for each of the others, and one at a time."""

from collections.abc import Sequence

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

TITLE = "Stop mentoring here"
MOST_NAMED = 40


def page(person_id: str, effects: Sequence[str]) -> Block:
    """Give the page that says each effect, with the three ways; nobody to tell needs none."""
    if not effects:
        return said("stop_nobody")
    asked = scripts.script("stop_ask")
    lines = [f"• {blocks.escape(each)}" for each in effects[:MOST_NAMED]]
    taps = [
        blocks.act(
            each.label, f"stop_{each.id}", person_id, danger=each.danger, confirm=each.confirm
        )
        for each in asked.buttons
    ]
    drawn = [blocks.section(asked.text), blocks.section("\n".join(lines)), blocks.actions(taps)]
    return blocks.page(TITLE, drawn)


def each(named: Sequence[tuple[str, str]]) -> Block:
    """Give a line for each person, with the button to the ways to leave them."""
    drawn = [
        blocks.section(
            blocks.escape(name),
            accessory=blocks.act(
                "Choose how", "leave", row_id, accessibility=f"Choose how to leave {name}"
            ),
        )
        for row_id, name in named[:MOST_NAMED]
    ]
    return blocks.page(TITLE, drawn or [blocks.section(scripts.script("stop_nobody").text)])


def said(entry: str) -> Block:
    """Give the page that says what a tap has done."""
    return blocks.page(TITLE, [blocks.section(scripts.script(entry).text)])
