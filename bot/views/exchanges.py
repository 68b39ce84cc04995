"""The mentor's page with the two ways to let the mentee be the mentor for a while (J6)."""

from collections.abc import Mapping

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

ACTS = {"ask_question": "ask_question", "swap_roles_next_time": "swap_roles"}


def ask(relationship_id: str, names: Mapping[str, str]) -> Block:
    """Give the page: the question of J6 with its buttons."""
    entry = scripts.script("J6")
    safe = {key: blocks.escape(name) for key, name in names.items()}
    taps = [
        blocks.act(button.label, ACTS[button.id], relationship_id, primary=button.primary)
        for button in entry.buttons
    ]
    drawn = [blocks.section(scripts.fill(entry.text, safe)), blocks.actions(taps)]
    return blocks.page(scripts.fill(entry.title, names), drawn)
