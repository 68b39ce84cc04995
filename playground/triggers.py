"""Trigger ids: made by what a person does, spent once, good for three seconds of real time."""

import secrets
from dataclasses import dataclass

from playground.clock import ticks

LIFE = 3.0


@dataclass
class Trigger:
    """Whose it is, until when, and whether it has been spent."""

    person: str
    until: float
    spent: bool = False


class Spoilt(Exception):
    """A trigger that opens nothing; `error` is Slack's code for it."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Triggers:
    """The trigger ids handed out, kept long enough to say why one fails."""

    def __init__(self) -> None:
        self._known: dict[str, Trigger] = {}
        self._count = 0

    def issue(self, person: str) -> str:
        """A new trigger id for what that person just did."""
        self._count += 1
        stale = ticks() - 60
        self._known = {key: each for key, each in self._known.items() if each.until > stale}
        trigger_id = f"{7_000_000_000_000 + self._count}.{5_000_000_000}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(person, ticks() + LIFE)
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """The trigger if it is still good, unspent; Spoilt otherwise."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise Spoilt(
                "invalid_trigger_id" if trigger_id.count(".") != 2 else "expired_trigger_id"
            )
        if trigger.spent:
            raise Spoilt("exchanged_trigger_id")
        if ticks() > trigger.until:
            raise Spoilt("expired_trigger_id")
        return trigger
