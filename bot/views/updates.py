"""The page that shows a line exactly as the mentor will get it."""

from collections.abc import Mapping

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block


def preview(update_id: str, text: str, names: Mapping[str, str]) -> Block:
    """Give the page of a line: its words alone, and the three buttons of F6."""
    entry = scripts.script("F6")
    escaped = {key: blocks.escape(value) for key, value in names.items()}
    reader = scripts.form("preview_share").reader or ""
    taps = [
        blocks.act(
            button.label,
            f"{button.id}_update",
            update_id,
            primary=button.primary,
            accessibility=button.accessibility and scripts.fill(button.accessibility, names),
        )
        for button in entry.buttons
    ]
    drawn = [
        blocks.section(scripts.fill(entry.text, escaped)),
        blocks.said(text),
        blocks.actions(taps),
        blocks.context(scripts.fill(reader, escaped)),
    ]
    return blocks.page(scripts.form("preview_share").title, drawn)
