"""Memories drawn: words of another Slack, exactly as they were written and for one reader."""

from collections.abc import Mapping, Sequence

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

MOST_LISTED, LONGEST = 45, 2900

Head = Mapping[str, str]


def listed(rows: Sequence[tuple[str, Head]]) -> Block:
    """Give the page of all that was brought along, (row id, head) each."""
    entry = scripts.script("memories" if rows else "memories_none")
    drawn = [blocks.section(entry.text)]
    for row_id, head in rows[:MOST_LISTED]:
        said = f"Open: {head['with']}"
        tap = blocks.act("Open", "memory", row_id, accessibility=said)
        drawn.append(blocks.section(_filled("memory_row", head), accessory=tap))
    return blocks.page(scripts.script("memories").title, drawn)


def one(row_id: str, head: Head, parts: Sequence[tuple[str, Sequence[str]]]) -> Block:
    """Give the page of one relationship, part by part, as far as Slack has room."""
    entry = scripts.script("memory")
    drawn = [blocks.section(_filled("memory", head))]
    for name, lines in parts:
        drawn.append(blocks.context(scripts.script(name).text))
        drawn.append(blocks.said(blocks.cut("\n".join(f"• {line}" for line in lines), LONGEST)))
    button = entry.buttons[0]
    tap = blocks.act(button.label, "forget_memory", row_id, danger=True, confirm=button.confirm)
    return blocks.page(scripts.script("memories").title, [*drawn, blocks.actions([tap])])


def home(person_id: str, count: int) -> list[Block]:
    """Give Home's line of what was brought along, nothing where there is none."""
    if not count:
        return []
    words = _filled("home_memories", {"count": str(count)})
    said = "Open what you brought along"
    tap = blocks.act("Open", "brought_along", person_id, accessibility=said)
    return [blocks.section(words, accessory=tap)]


def _filled(entry: str, words: Mapping[str, str]) -> str:
    safe = {key: blocks.escape(value) for key, value in words.items()}
    return scripts.fill(scripts.script(entry).text, safe)
