"""Who sees what, and the way to a person (PRODUCT 4.4)."""

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

THINGS = (
    "cards", "visions", "goals", "steps", "feedback", "shown_notes", "pulse", "half_way",
    "renewal", "answers", "changes", "contacts", "thanks", "keepsake", "dates", "paired", "word",
    "owner",
)  # fmt: skip


def who_sees_what(person_id: str) -> Block:
    """Give the page that says of each thing who can read it, with a person to ask."""
    said = [scripts.script(f"sees_{thing}").text for thing in THINGS]
    asks = blocks.act("A person, please", "person_please", person_id)
    drawn = [
        blocks.section(scripts.script("sees_intro").text),
        blocks.context(scripts.script("A2").text),
        blocks.divider(),
        *(blocks.section(words) for words in said),
        blocks.actions([asks]),
    ]
    return blocks.page("Who sees what", drawn)
