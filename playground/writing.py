"""What a person types, as Slack makes it: escaped, @names resolved, rich text."""

import html
import re
import uuid

from playground.payloads import Payload
from playground.people import Person
from playground.records import Records

NAME = re.compile(r"(?<![\w@<])@([A-Za-z0-9][\w.-]*)")
MENTION = re.compile(r"<@(\w+)>")


def escape(text: str) -> str:
    """The three characters Slack escapes."""
    return html.escape(text, quote=False)


def mention(records: Records, text: str, named: bool) -> str:
    """Escaped text with @leo as <@U123>, or as <@U123|leo> when named (commands)."""

    def resolve(match: re.Match[str]) -> str:
        found = _called(records, match[1])
        if found is None:
            return match[0]
        rest = match[1][len(found.handle) :]
        return f"<@{found.id}|{found.handle}>{rest}" if named else f"<@{found.id}>{rest}"

    return NAME.sub(resolve, escape(text))


def rich_text(text: str, block_id: str) -> Payload:
    """The rich_text block of a typed message (escaped, mentions resolved)."""
    elements: list[Payload] = []
    for index, piece in enumerate(MENTION.split(text)):
        if index % 2:
            elements.append({"type": "user", "user_id": piece})
        elif piece:
            elements.append({"type": "text", "text": html.unescape(piece)})
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _called(records: Records, name: str) -> Person | None:
    return records.person(name) or records.person(name.rstrip(".-_"))


def client_id() -> str:
    """A client_msg_id."""
    return str(uuid.uuid4())
