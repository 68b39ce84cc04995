"""The pages of leaving: the ways there are, and what the chosen one comes to."""

from collections.abc import Mapping

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

TITLE = "Leave kindly"


def choice(entry: str, row_id: str, names: Mapping[str, str]) -> Block:
    """Give the page of H8 with its buttons."""
    said = scripts.script(entry)
    marked = {key: blocks.escape(value) for key, value in names.items()}
    taps = [
        blocks.act(
            each.label,
            f"leave_{each.id}",
            row_id,
            danger=each.danger,
            confirm=each.confirm and scripts.fill(each.confirm, names),
            accessibility=each.accessibility and scripts.fill(each.accessibility, names),
        )
        for each in said.buttons
    ]
    words = scripts.fill(said.text, marked)
    return blocks.page(TITLE, [blocks.section(words), blocks.actions(taps)])


def chosen(entry: str, outcome: str, names: Mapping[str, str]) -> Block:
    """Give the page that says what the choice comes to."""
    marked = {key: blocks.escape(value) for key, value in names.items()}
    words = scripts.fill(scripts.script(entry).results[outcome], marked)
    return blocks.page(TITLE, [blocks.section(words)])
