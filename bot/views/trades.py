"""The pages of the feedback trade: the hint, a round's opened notes, and all rounds so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

TITLE = "Feedback trade"
MOST_LISTED = 30


@dataclass(frozen=True)
class Side:
    """One side of a round as its reader may see it.

    `boxes`: (question, words) each. `said`: lines beneath. `taps`: (script entry, button id) each.
    """

    heading: str
    boxes: Sequence[tuple[str, str]]
    afterthought: str | None
    said: Sequence[str]
    taps: Sequence[tuple[str, str]]


def hint(trade_id: str) -> Block:
    """Give the page that asks for the moment meant (G3)."""
    entry = scripts.script("G3")
    taps = [_tap("G3", button.id, trade_id) for button in entry.buttons]
    return blocks.page(TITLE, [blocks.section(entry.text), blocks.actions(taps)])


def notes(trade_id: str, sides: Sequence[Side]) -> Block:
    """Give a round's notes, each question above the words exactly as they were written."""
    drawn: list[Block] = []
    for side in sides:
        if drawn:
            drawn.append(blocks.divider())
        drawn.append(blocks.section(f"*{blocks.escape(side.heading)}*"))
        for question, words in side.boxes:
            drawn += [blocks.context(blocks.escape(question)), blocks.said(words)]
        if side.afterthought:
            line = scripts.script("trade_differently").text
            drawn += [blocks.context(line), blocks.said(side.afterthought)]
        if side.said:
            drawn.append(blocks.context(*(blocks.escape(line) for line in side.said)))
        if side.taps:
            drawn.append(blocks.actions([_tap(*tap, trade_id) for tap in side.taps]))
    return blocks.page(TITLE, drawn)


def rounds(
    relationship_id: str,
    said: str,
    listed: Sequence[tuple[str, str]],
    taps: Sequence[str],
    names: Mapping[str, str],
) -> Block:
    """Give what was traded so far, (trade id, line) each with its button, and what to do next."""
    drawn = [blocks.section(blocks.escape(scripts.fill(said, names)))]
    for trade_id, line in listed[:MOST_LISTED]:
        opens = _tap("notes", "open", trade_id)
        drawn.append(blocks.section(blocks.escape(line), accessory=opens))
    if taps:
        drawn.append(blocks.actions([_tap("notes", tap, relationship_id) for tap in taps]))
    return blocks.page(TITLE, drawn)


def _tap(entry: str, button_id: str, row_id: str) -> Block:
    """Draw a button of an entry; its act is named for it, `note_` before it."""
    button = next(each for each in scripts.script(entry).buttons if each.id == button_id)
    return blocks.act(
        button.label,
        f"note_{button.id}",
        row_id,
        primary=button.primary,
        danger=button.danger,
        confirm=button.confirm,
        accessibility=button.accessibility,
    )
