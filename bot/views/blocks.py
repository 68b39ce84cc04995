"""Block Kit's pieces, with Slack's limits kept."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot import ids

Block = dict[str, Any]

SECTION, BUTTON, OPTION, TITLE, ACCESSIBLE = 3000, 75, 75, 24, 75


def escape(words: str) -> str:
    """Make words that a person wrote harmless in Slack's markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(words: str, limit: int) -> str:
    """Shorten words to Slack's limit, with an ellipsis where something is missing."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def plain(words: str, limit: int = SECTION) -> Block:
    """Give a plain text object; Slack draws nothing in it but the words."""
    return {"type": "plain_text", "text": cut(words, limit), "emoji": False}


def markup(words: str) -> Block:
    """Give a text object in Slack's markup; what people wrote in it is escaped before."""
    return {"type": "mrkdwn", "text": cut(words, SECTION), "verbatim": True}


def section(words: str, block_id: str | None = None, accessory: Block | None = None) -> Block:
    """Give a paragraph, with one element beside it if wished."""
    block: Block = {"type": "section", "text": markup(words)}
    if block_id:
        block["block_id"] = block_id
    if accessory:
        block["accessory"] = accessory
    return block


def said(words: str) -> Block:
    """Give a paragraph of words a person wrote, drawn exactly as written."""
    return {"type": "section", "text": plain(words)}


def header(words: str) -> Block:
    """Give a heading."""
    return {"type": "header", "text": plain(words, 150)}


def context(*lines: str) -> Block:
    """Give small lines beneath something."""
    return {"type": "context", "elements": [markup(line) for line in lines[:10]]}


def divider() -> Block:
    """Give a thin line."""
    return {"type": "divider"}


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    primary: bool = False,
    danger: bool = False,
    confirm: str | None = None,
    accessibility: str | None = None,
) -> Block:
    """Give a button that carries one row id."""
    element: Block = {
        "type": "button",
        "text": plain(label, BUTTON),
        "action_id": action_id,
        "value": value,
    }
    if primary or danger:
        element["style"] = "primary" if primary else "danger"
    if accessibility:
        element["accessibility_label"] = cut(accessibility, ACCESSIBLE)
    if confirm:
        element["confirm"] = {
            "title": plain(label, 100),
            "text": plain(confirm, 300),
            "confirm": plain(label, 30),
            "deny": plain("Go back", 30),
        }
    return element


def link(label: str, name: str, url: str) -> Block:
    """Give a button that opens an address."""
    action_id = ids.action(ids.Prefix.LINK, name)
    return {"type": "button", "text": plain(label, BUTTON), "action_id": action_id, "url": url}


def act(label: str, name: str, row_id: str, **style: Any) -> Block:
    """Give a button of a page or of Home that asks for an act on a row."""
    return button(label, ids.action(ids.Prefix.ACT, name), row_id, **style)


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """Give a row of buttons."""
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id:
        block["block_id"] = block_id
    return block


def options(choices: Iterable[tuple[str, str]]) -> list[Block]:
    """Give the options of a menu or of radio buttons from (id, label) pairs."""
    return [{"text": plain(label, OPTION), "value": value} for value, label in choices]


def page(title: str, blocks: Sequence[Block], close: str = "Close") -> Block:
    """Give a modal that is only read."""
    return {
        "type": "modal",
        "callback_id": ids.PAGE,
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "blocks": list(blocks)[:100],
    }


def notice(sentence: str) -> Block:
    """Give a small modal that says one sentence, in which names and words stand as written."""
    return page("Second Coffee", [section(escape(sentence))], close="OK") | {
        "callback_id": ids.NOTICE
    }
