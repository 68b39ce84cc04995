"""The pages of one note on its way to the organizer, in exactly the words that were written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block


@dataclass(frozen=True)
class Read:
    """A note as its receiver reads it: whose it is and from when, and each box with its words."""

    heading: str
    boxes: Sequence[tuple[str, str]]
    afterthought: str | None


def preview(trade_id: str, names: Mapping[str, str], note: Read) -> Block:
    """Give the page that asks whether to show this note, with the two buttons of G9."""
    entry = scripts.script("G9")
    escaped = {key: blocks.escape(value) for key, value in names.items()}
    acts = {"show_organizer": "note_send_organizer", "cancel": "note_keep"}
    taps = [
        blocks.act(
            button.label,
            acts[button.id],
            trade_id,
            accessibility=button.accessibility and scripts.fill(button.accessibility, names),
        )
        for button in entry.buttons
    ]
    asked = [blocks.section(scripts.fill(entry.text, escaped)), blocks.divider()]
    return blocks.page("Show this note", [*asked, *_drawn(note), blocks.actions(taps)])


def shown(names: Mapping[str, str], note: Read) -> Block:
    """Give the page on which the organizer reads the note."""
    escaped = {key: blocks.escape(value) for key, value in names.items()}
    said = scripts.fill(scripts.script("note_shown_page").text, escaped)
    return blocks.page("One note", [blocks.section(said), blocks.divider(), *_drawn(note)])


def _drawn(note: Read) -> list[Block]:
    drawn = [blocks.section(f"*{blocks.escape(note.heading)}*")]
    for question, words in note.boxes:
        drawn += [blocks.context(blocks.escape(question)), blocks.said(words)]
    if note.afterthought:
        line = scripts.script("trade_differently").text
        drawn += [blocks.context(line), blocks.said(note.afterthought)]
    return drawn
