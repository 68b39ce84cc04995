"""What Slack adds to accepted blocks: ids where none were given, emoji and verbatim."""

import copy
import secrets
from typing import Any

from playground.kit.checks import elements
from playground.payloads import Payload


def blocks(value: list[Payload]) -> list[Payload]:
    """The blocks as Slack keeps and returns them."""
    kept: list[Payload] = copy.deepcopy(value)
    for block in kept:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements(block):
            if element["type"] != "image":
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
        if block["type"] != "rich_text":
            texts(block)
    return kept


def texts(value: Any) -> None:
    """Give every text object within its default emoji or verbatim, in place."""
    if isinstance(value, list):
        for item in value:
            texts(item)
    elif isinstance(value, dict):
        match value.get("type"):
            case "plain_text":
                value.setdefault("emoji", True)
            case "mrkdwn":
                value.setdefault("verbatim", False)
            case _:
                for item in value.values():
                    texts(item)


def length(value: Any) -> int:
    """Characters of all texts within."""
    if isinstance(value, list):
        return sum(length(item) for item in value)
    if isinstance(value, dict):
        return sum(
            len(item) if key == "text" and isinstance(item, str) else length(item)
            for key, item in value.items()
        )
    return 0
