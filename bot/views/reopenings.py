"""The pages of beginning anew: what asking means, and what was said."""

from collections.abc import Mapping

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

TITLE = "Pick up again"


def page(entry: str, row_id: str, words: Mapping[str, str]) -> Block:
    """Give the page with the button that asks the other, and the one to what was."""
    taps = [blocks.act("Our year", "our_year", row_id)]
    if entry == "reopen_ask":
        label = blocks.cut(f"Ask {words['other']}", blocks.BUTTON)
        taps.insert(0, blocks.act(label, "reopen_ask", row_id, primary=True))
    return blocks.page(TITLE, [_said(entry, words), blocks.actions(taps)])


def said(entry: str, words: Mapping[str, str]) -> Block:
    """Give the page that says what a tap has done."""
    return blocks.page(TITLE, [_said(entry, words)])


def _said(entry: str, words: Mapping[str, str]) -> Block:
    marked = {key: blocks.escape(value) for key, value in words.items()}
    return blocks.section(scripts.fill(scripts.script(entry).text, marked))
