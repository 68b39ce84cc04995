"""Response addresses: five answers within half an hour, by the workspace's own clock."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_USES = 5
LIFE = timedelta(minutes=30)


@dataclass
class Reply:
    """Where an answer goes: to that person in that channel, about that message."""

    person: str
    channel: str
    made_at: datetime
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class Replies:
    """The response addresses handed out."""

    def __init__(self) -> None:
        self._known: dict[str, Reply] = {}

    def issue(self, reply: Reply) -> str:
        """The secret end of a new address."""
        fresh = reply.made_at - LIFE
        self._known = {key: each for key, each in self._known.items() if each.made_at >= fresh}
        key = secrets.token_urlsafe(18)
        self._known[key] = reply
        return key

    def use(self, key: str, now: datetime) -> Reply | str:
        """Spend one use; Slack's error code when the address answers nothing any more."""
        reply = self._known.get(key)
        if reply is None:
            return "invalid_url"
        if now - reply.made_at > LIFE:
            return "expired_url"
        if reply.uses >= MOST_USES:
            return "used_url"
        reply.uses += 1
        return reply
