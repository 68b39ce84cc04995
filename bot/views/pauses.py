"""The pages of a break: it holds, a booked session stays in it, or it is over."""

from collections.abc import Mapping

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block
from store.relationships import Relationship

TITLE = "Take a break"


def _said(script: str, words: Mapping[str, str]) -> Block:
    marked = {key: blocks.escape(value) for key, value in words.items()}
    return blocks.section(scripts.fill(scripts.script(script).text, marked))


def paused(relationship: Relationship, words: Mapping[str, str]) -> Block:
    """Give the page of a break that holds, with the way back."""
    entry = "paused_now" if relationship.paused_until_on else "paused_now_open"
    back = blocks.act("Come back now", "come_back", relationship.id, primary=True)
    return blocks.page(TITLE, [_said(entry, words), blocks.actions([back])])


def kept(relationship: Relationship, words: Mapping[str, str]) -> Block:
    """Give the page that says a booked session stays, and where to move it."""
    move = blocks.act("See the session", "book", relationship.id)
    return blocks.page(TITLE, [_said("paused_kept", words), blocks.actions([move])])


def back(relationship: Relationship, words: Mapping[str, str]) -> Block:
    """Give the page of a break that is over, with what comes next."""
    taps = [
        blocks.act("Book a time", "book", relationship.id, primary=True),
        blocks.act("Change rhythm", "rhythm", relationship.id),
    ]
    return blocks.page(TITLE, [_said("back", words), blocks.actions(taps)])
