"""The pages of Delete my data: what goes, what it means for the others, and that it is done."""

from collections.abc import Mapping, Sequence

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

TITLE = "Delete my data"
MOST_NAMED = 40
# What a person knows by name, and the tables it lies in.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "cards": ("card", "vision", "decision"),
    "goals": ("goal",),
    "follow_through": ("advice", "step", "update", "promise"),
    "feedback": ("note", "review_answer"),
    "lines": ("line", "topic", "thanks", "change", "contact", "draft"),
    "brought": ("memory",),
}


def page(person_id: str, counted: Mapping[str, int], effects: Sequence[str]) -> Block:
    """Give the preview, with the one button that does it after one more question."""
    asked = scripts.script("erase_ask")
    drawn = [blocks.section(asked.text)]
    if lines := _goes(counted):
        drawn.append(blocks.section("\n".join(lines)))
    if effects:
        named = [f"• {blocks.escape(each)}" for each in effects[:MOST_NAMED]]
        drawn += [
            blocks.section(scripts.script("erase_others").text),
            blocks.section("\n".join(named)),
        ]
    drawn.append(blocks.context(scripts.script("erase_slack").text))
    [button] = asked.buttons
    taps = [
        blocks.act("Save my data first", "save_my_data", person_id),
        blocks.act(button.label, "erase_me", person_id, danger=True, confirm=button.confirm),
    ]
    return blocks.page(TITLE, [*drawn, blocks.actions(taps)], close="Keep it")


def _goes(counted: Mapping[str, int]) -> list[str]:
    found = []
    for name, tables in COUNTED.items():
        count = sum(counted.get(table, 0) for table in tables)
        if count:
            line = scripts.script(f"erase_{name}").text
            found.append(scripts.fill(f"• {line}", {"count": count}))
    return found


def said() -> Block:
    """Give the page that says it is done."""
    return blocks.page(TITLE, [blocks.section(scripts.script("erase_done").text)])
