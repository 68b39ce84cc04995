"""Pairs across two workspaces drawn: the codes that wait, a new one, and who asks by one."""

from collections.abc import Mapping, Sequence

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block

TITLE = "In another Slack"
WAYS = {"make_code": "new_code", "i_have_code": "enter_code"}
ANSWERS = {"yes": "across_yes", "no_thank_you": "across_no"}


def hub(
    person_id: str,
    made: Sequence[tuple[str, str]],
    asked: Sequence[tuple[str, Mapping[str, str]]],
) -> Block:
    """Give the page of codes: `made` are (row id, last day), `asked` (row id, who and place)."""
    entry = scripts.script("elsewhere")
    taps = [
        blocks.act(button.label, WAYS[button.id], person_id, primary=button.primary)
        for button in entry.buttons
    ]
    drawn = [blocks.section(entry.text), blocks.actions(taps)]
    for row_id, names in asked:
        words = _filled("elsewhere_asked", names)
        tap = blocks.act("Open", "asked_by_code", row_id, accessibility=f"Open: {words}")
        drawn.append(blocks.section(words, accessory=tap))
    for row_id, day in made:
        words = _filled("elsewhere_made", {"date": day})
        tap = blocks.act("Withdraw", "withdraw_code", row_id, accessibility=f"Withdraw: {words}")
        drawn.append(blocks.section(words, accessory=tap))
    return blocks.page(TITLE, drawn)


def made(row_id: str, plain: str, day: str) -> Block:
    """Give the page that tells a new code, the only one that ever does."""
    entry = scripts.script("code_made")
    said = _filled("code_made", {"date": day})
    tap = blocks.act(entry.buttons[0].label, "withdraw_code", row_id)
    return blocks.page(TITLE, [blocks.header(plain), blocks.section(said), blocks.actions([tap])])


def question(entry: str, row_id: str, names: Mapping[str, str]) -> Block:
    """Give the page that asks for the first yes: who, where, and which of the two one would be."""
    taps = [
        blocks.act(
            button.label,
            ANSWERS[button.id],
            row_id,
            primary=button.primary,
            accessibility=button.accessibility,
        )
        for button in scripts.script(entry).buttons
    ]
    return blocks.page(TITLE, [blocks.section(_filled(entry, names)), blocks.actions(taps)])


def said(entry: str, **names: str) -> Block:
    """Give a page that says one sentence."""
    return blocks.page(TITLE, [blocks.section(_filled(entry, names))])


def _filled(entry: str, names: Mapping[str, str]) -> str:
    safe = {key: blocks.escape(name) for key, name in names.items()}
    return scripts.fill(scripts.script(entry).text, safe)
