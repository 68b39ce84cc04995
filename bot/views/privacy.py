"""Who sees what, and the way to a person (PRODUCT 4.4)."""

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

THINGS = (
    "cards", "visions", "goals", "steps", "feedback", "half_way", "answers", "dates", "paired",
    "messages",
)  # fmt: skip


def who_sees_what() -> Block:
    """Give the page that says of each thing who can read it."""
    said = [scripts.script(f"sees_{thing}").text for thing in THINGS]
    drawn = [blocks.section(scripts.script("sees_intro").text), blocks.divider()]
    return blocks.page("Who sees what", [*drawn, *(blocks.section(words) for words in said)])
