"""The pages of a change: its kind, whether the other hears, the preview, and what comes after."""

from collections.abc import Mapping, Sequence

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

TITLE = "Something changed"


def kinds(relationship_id: str, noted: Sequence[str]) -> Block:
    """Give the page that asks for the kind (H13), above the person's own notes of before."""
    entry = scripts.script("H13")
    taps = [blocks.act(each.label, f"changed_{each.id}", relationship_id) for each in entry.buttons]
    drawn = [blocks.section(entry.text), blocks.actions(taps)]
    if noted:
        drawn.append(blocks.context(scripts.script("changes_noted").text))
        drawn += [blocks.said(line) for line in noted]
    return blocks.page(TITLE, drawn)


def tell(change_id: str, entry_id: str, names: Mapping[str, str]) -> Block:
    """Give the page that asks whether the other hears of it."""
    entry = scripts.script(entry_id)
    escaped = {key: blocks.escape(value) for key, value in names.items()}
    taps = [
        blocks.act(
            button.label,
            f"change_{button.id}",
            change_id,
            accessibility=button.accessibility and scripts.fill(button.accessibility, names),
        )
        for button in entry.buttons
    ]
    words = scripts.fill(entry.text, escaped)
    return blocks.page(TITLE, [blocks.section(words), blocks.actions(taps)])


def preview(change_id: str, act: str, sentence: str, names: Mapping[str, str]) -> Block:
    """Give exactly what the other would get, to send or not."""
    entry = scripts.script("change_preview")
    escaped = {key: blocks.escape(value) for key, value in names.items()}
    acts = {"send": act, "dont_send": "change_only_note_it"}
    taps = [
        blocks.act(each.label, acts[each.id], change_id, primary=each.primary)
        for each in entry.buttons
    ]
    asked = blocks.section(scripts.fill(entry.text, escaped))
    return blocks.page(TITLE, [asked, blocks.said(sentence), blocks.actions(taps)])


def after(relationship_id: str, done: str) -> Block:
    """Give what came of it, and what a change may be a reason to look at."""
    taps = [
        blocks.act("Look at my card", "card", relationship_id),
        blocks.act("Goals", "goals", relationship_id),
        blocks.act("Take a break", "pause", relationship_id),
    ]
    words = [blocks.escape(done), scripts.script("changed_look_again").text]
    return blocks.page(TITLE, [*map(blocks.section, words), blocks.actions(taps)])
