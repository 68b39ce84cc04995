"""What the playground asks of the bot beside it, so that turning the clock reaches everything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Entry:
    """One thing that happened or is due: `at` is aware UTC, person a Slack id."""

    at: datetime
    person: str
    title: str
    kind: str
    done: bool
    channel: str | None = None
    ts: str | None = None


class Companion(Protocol):
    """The bot's side of the shared clock."""

    async def next_due(self) -> datetime | None:
        """The next instant at which the bot has something due, aware UTC."""

    async def settle(self) -> None:
        """Send what is due at the clock's now; returns when all of it has gone out."""

    async def timeline(self) -> list[Entry]:
        """What happened and what is due, in any order."""
