"""Every kind of prompt, every form, act and command the bot knows, gathered from the nouns."""

from collections.abc import Mapping
from typing import Any

from bot import invitations, setup
from bot.kinds import Act, Command, Form, Kind, Ring

_NOUNS = (invitations, setup)


def _gather(part: str) -> dict[str, Any]:
    """Join one part of every noun; a noun says only what it has."""
    return {name: row for noun in _NOUNS for name, row in getattr(noun, part, {}).items()}


KINDS: Mapping[str, Kind] = _gather("KINDS")
FORMS: Mapping[str, Form] = _gather("FORMS")
ACTS: Mapping[str, Act] = _gather("ACTS")
COMMANDS: Mapping[str, Command] = _gather("COMMANDS")
ALARMS: Mapping[str, Ring] = _gather("ALARMS")

PLAIN = Kind()


def kind(name: str) -> Kind:
    """Give what is known of a kind of prompt; one that is only said has no more than its words."""
    return KINDS.get(name, PLAIN)
