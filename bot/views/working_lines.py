"""The page that says what happens when working lines have changed."""

from collections.abc import Mapping

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block


def page(relationship_id: str, names: Mapping[str, str]) -> Block:
    """Give the page, with the one button that asks both."""
    escaped = {key: blocks.escape(value) for key, value in names.items()}
    words = scripts.fill(scripts.script("lines_page").text, escaped)
    tap = blocks.act("Ask us both", "lines_ask", relationship_id)
    return blocks.page("Working lines", [blocks.section(words), blocks.actions([tap])])
