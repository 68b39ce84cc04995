"""The pages of vision cards and decisions; what is in them is drawn exactly as it was written."""

from collections.abc import Mapping, Sequence

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block
from store.visions import Decision

Lines = Sequence[tuple[str, str]]
MOST_READERS, MOST_LISTED = 10, 30


def _line(entry: str, **words: str) -> str:
    """Give a line of the scripts, with what people wrote made harmless."""
    safe = {key: blocks.escape(value) for key, value in words.items()}
    return scripts.fill(scripts.script(entry).text, safe)


def _card(written: Lines) -> list[Block]:
    return [
        block
        for label, words in written
        for block in (blocks.context(blocks.escape(label)), blocks.said(words))
    ]


def _tap(entry: str, button_id: str, act: str, row_id: str, **names: str) -> Block:
    """Draw a button of an entry."""
    button = next(each for each in scripts.script(entry).buttons if each.id == button_id)
    return blocks.act(
        scripts.fill(button.label, names),
        act,
        row_id,
        primary=button.primary,
        danger=button.danger,
        confirm=button.confirm,
        accessibility=button.accessibility and scripts.fill(button.accessibility, names),
    )


def card(person_id: str, written: Lines, readers: Sequence[tuple[str, str, bool]]) -> Block:
    """Give one's own card; `readers`: (relationship id, name, shared) of each mentor."""
    page = "vision_page"
    drawn = [blocks.section(_line(page)), *_card(written)]
    for row_id, name, shared in readers[:MOST_READERS]:
        said = _line("vision_shared" if shared else "vision_private", mentor=name)
        tap = ("take_it_back", "take_back_vision") if shared else ("share", "preview_vision")
        drawn.append(blocks.section(said, accessory=_tap(page, *tap, row_id, mentor=name)))
    drawn.append(
        blocks.actions(
            [
                _tap(page, "edit_card", "edit_vision", person_id),
                _tap(page, "i_have_decision", "decision", person_id),
            ]
        )
    )
    return blocks.page(scripts.script(page).title, drawn)


def preview(relationship_id: str, written: Lines, names: Mapping[str, str]) -> Block:
    """Give what the mentor will read, with the button that shares it."""
    entry = "vision_preview"
    tap = _tap(entry, "share_it", "share_vision", relationship_id, **names)
    drawn = [blocks.section(_line(entry, **names)), *_card(written), blocks.actions([tap])]
    return blocks.page(scripts.script(entry).title, drawn)


def theirs(written: Lines, names: Mapping[str, str]) -> Block:
    """Give the card as the mentor may read it."""
    entry = "vision_theirs"
    return blocks.page(
        scripts.fill(scripts.script(entry).title, names),
        [blocks.section(_line(entry, **names)), *_card(written)],
    )


def encourage(relationship_id: str, names: Mapping[str, str], *, may: bool) -> Block:
    """Give the mentor's page while no card is shared; it doesn't say whether there is one."""
    entry = "vision_encourage"
    drawn = [blocks.section(_line(entry, **names))]
    if may:
        tap = _tap(entry, "encourage_vision_card", "encourage_vision", relationship_id)
        drawn.append(blocks.actions([tap]))
    return blocks.page(scripts.fill(scripts.script(entry).title, names), drawn)


def no_card(person_id: str) -> Block:
    """Give the offer to write a card before a decision is set beside it."""
    entry = "decision_no_card"
    taps = [
        _tap(entry, "write_my_card", "edit_vision", person_id),
        _tap(entry, "go_on_without", "decision_without", person_id),
    ]
    return blocks.page(
        scripts.script(entry).title, [blocks.section(_line(entry)), blocks.actions(taps)]
    )


def decision(row: Decision, on: str, written: Lines, *, may_bring: bool) -> Block:
    """Give a decision beside the card: what it serves, what it costs, what may hinder."""
    entry = "decision_page"
    drawn = [blocks.context(_line(entry, date=on)), blocks.said(row.text)]
    for part in ("serves", "costs", "obstacle"):
        if words := getattr(row, part):
            drawn += [blocks.context(_line(f"decision_{part}")), blocks.said(words)]
    if written:
        drawn += [blocks.header(_line("decision_card")), *_card(written)]
    taps = [_tap(entry, "delete", "delete_decision", row.id)]
    if may_bring:
        taps.insert(0, _tap(entry, "bring_it_along", "bring_decision", row.id))
    return blocks.page(scripts.script(entry).title, [*drawn, blocks.actions(taps)])


def decisions(rows: Sequence[tuple[Decision, str]]) -> Block:
    """Give all decisions, newest first, each as (row, its day)."""
    entry = "decisions_page"
    drawn = [blocks.section(_line(entry if rows else "decisions_none"))]
    for row, on in rows[:MOST_LISTED]:
        words = _line("decision_listed", date=on, decision=blocks.cut(row.text, 200))
        drawn.append(blocks.section(words, accessory=_tap(entry, "open", "open_decision", row.id)))
    return blocks.page(scripts.script(entry).title, drawn)
