"""A prompt, or several of one day, drawn as one message with a text that says the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import attention, catalogue, dates, ids, people, scripts, windows
from bot.scripts import Script
from bot.views import blocks, turns
from bot.views.blocks import Block
from store.endings import TIDIED
from store.people import Person
from store.prompts import ANSWERED, DROPPED, EXPIRED, Prompt
from store.relationships import Relationship

CLOSED = (ANSWERED, EXPIRED, DROPPED)


def draw(tx: Session, rows: Sequence[Prompt], now: datetime) -> dict[str, Any]:
    """Give text, blocks and metadata of the message that these prompts share, lead first."""
    if rows[0].kind == turns.TURN:
        words = blocks.escape(turns.words(tx, rows[0], now))
        return _message(rows[0], [words], [blocks.section(words, block_id=rows[0].id)])
    drawn: list[Block] = []
    said: list[str] = []
    for row in attention.ordered(rows):
        if row.drawn == "line" and not _answered(row):
            continue
        words, piece = whole(tx, row, now)
        said.append(words)
        drawn += piece
    lines = [title(tx, row) for row in rows if row.drawn == "line" and row.state not in CLOSED]
    if lines:
        also = scripts.fill(scripts.script("and_on_home").text, {"titles": "; ".join(lines)})
        said.append(also)
        drawn.append(blocks.context(also))
    if rows[0].about.get("footer") and any(row.state not in CLOSED for row in rows):
        footer = scripts.script("footer")
        said.append(footer.text)
        drawn.append(blocks.context(footer.text))
        drawn.append(_quieter(footer, rows[0]))
    _keep_one_primary(drawn)
    return _message(rows[0], said, drawn)


def _answered(row: Prompt) -> bool:
    """Say whether its person has answered; one that only closed adds nothing to a message."""
    return row.state in CLOSED and row.answered_at is not None


def _keep_one_primary(drawn: Sequence[Block]) -> None:
    """Leave the first primary button so; several prompts in one message bring one each."""
    styled = [
        element
        for block in drawn
        for element in block.get("elements", ())
        if element.get("style") == "primary"
    ]
    for element in styled[1:]:
        del element["style"]


def _message(lead: Prompt, said: Sequence[str], drawn: list[Block]) -> dict[str, Any]:
    """Give a message that carries its prompt's id twice, and no words, beside what it says."""
    payload = {"prompt_id": lead.id}
    return {
        "text": blocks.cut("\n".join(said), 3900),
        "blocks": drawn,
        "metadata": {"event_type": ids.METADATA_EVENT, "event_payload": payload},
    }


def title(tx: Session, row: Prompt) -> str:
    """Give the short name of a prompt, for the timeline and the Home tab; it is escaped."""
    entry = entry_of(tx, row)
    return scripts.fill(entry.title, _Gentle(_marked(params(tx, row, None))))


def entry_of(tx: Session, row: Prompt) -> Script:
    """Give the entry in the scripts that a prompt speaks with."""
    chooses = catalogue.kind(row.kind).script
    return scripts.script(chooses(tx, row) if chooses else row.kind)


def params(tx: Session, row: Prompt, now: datetime | None) -> dict[str, str]:
    """Give what fills the sentences of a prompt; without `now`, names alone."""
    filled: dict[str, str] = {}
    if row.relationship_id:
        relationship = tx.get_one(Relationship, row.relationship_id)
        filled |= people.names(tx, relationship, tx.get_one(Person, row.person_id))
    if (names := catalogue.kind(row.kind).names) is not None:
        filled |= names(tx, row)
    if now is not None:
        filled |= catalogue.kind(row.kind).words(tx, row, now)
    return filled


def _marked(filled: Mapping[str, str]) -> dict[str, str]:
    return {key: blocks.escape(value) for key, value in filled.items()}


def whole(tx: Session, row: Prompt, now: datetime) -> tuple[str, list[Block]]:
    """Draw one prompt: its sentence, then its buttons while it is open or its result after."""
    if row.about.get(TIDIED):
        tidied = scripts.script("answered").results["tidied"]
        return tidied, [blocks.section(tidied, block_id=row.id)]
    entry = entry_of(tx, row)
    filled = params(tx, row, now)
    words = scripts.fill(entry.wording(row.about.get("wording", 0)), _marked(filled))
    drawn = [blocks.section(words, block_id=row.id)]
    if row.state in CLOSED:
        result = _result(tx, row, entry, filled)
        return (
            (f"{words}\n{result}", [*drawn, blocks.context(result)]) if result else (words, drawn)
        )
    taps = _buttons(tx, row, entry, filled, now)
    if taps:
        drawn.append(blocks.actions(taps, block_id=f"{row.id}:taps"))
    return words, drawn


def _buttons(
    tx: Session, row: Prompt, entry: Script, filled: dict[str, str], now: datetime
) -> list[Block]:
    kind = catalogue.kind(row.kind)
    shown = kind.only(tx, row) if kind.only else [button.id for button in entry.buttons]
    drawn: list[Block] = []
    for choice in kind.made(tx, row, now) if kind.made else ():
        if choice.url:
            drawn.append(blocks.link(choice.label, choice.id, choice.url))
        else:
            action_id = ids.action(ids.Prefix.TAP, choice.id)
            drawn.append(blocks.button(choice.label, action_id, row.id))
    for button in entry.buttons:
        if button.id in shown:
            drawn.append(
                blocks.button(
                    scripts.fill(button.label, filled),
                    ids.action(ids.Prefix.TAP, button.id),
                    row.id,
                    primary=button.primary,
                    danger=button.danger,
                    confirm=button.confirm and scripts.fill(button.confirm, filled),
                    accessibility=button.accessibility
                    and scripts.fill(button.accessibility, filled),
                )
            )
    return drawn


def _quieter(footer: Script, row: Prompt) -> Block:
    return blocks.actions([blocks.act(footer.buttons[0].label, "quieter", row.person_id)])


def _result(tx: Session, row: Prompt, entry: Script, filled: Mapping[str, str]) -> str | None:
    """Give the sentence for what a prompt has become: its own, or the one all kinds share.

    None where nothing was asked and its time is over.
    """
    shared = scripts.script("answered").results
    outcome = row.outcome or ""
    result = entry.results.get(outcome) or shared.get(outcome)
    unasked = outcome == "expired" and outcome not in entry.results and "?" not in entry.text
    if result is None or unasked:
        return None
    filled = dict(filled)
    if again := row.about.get("again"):
        person, later = tx.get_one(Person, row.person_id), tx.get_one(Prompt, again)
        filled["when"] = dates.day(windows.local_day(later.due_at, person.zone), person.locale)
    return scripts.fill(result, _Gentle(_marked(filled)))


class _Gentle(dict[str, str]):
    """Names that a title or a result may leave out."""

    def __missing__(self, key: str) -> str:
        return ""
