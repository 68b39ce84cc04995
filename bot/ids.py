"""The ids shared with Slack, all of them; buttons and forms carry one row id beside them."""

from enum import StrEnum


class Prefix(StrEnum):
    """What the start of an action or callback id says about who answers it."""

    TAP = "tap"
    ACT = "act"
    FORM = "form"
    LINK = "link"


METADATA_EVENT = "second_coffee_prompt"
NOTICE = "notice"
PAGE = "page"


def action(prefix: Prefix, name: str) -> str:
    """Give the action id of a button: its prefix and its name."""
    return f"{prefix}:{name}"


def name(action_id: str) -> str:
    """Give back the name in an action or callback id."""
    return action_id.partition(":")[2]
