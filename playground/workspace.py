"""Everything one playground is made of, handed to whatever acts in it."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from playground.clock import Clock
from playground.companion import Companion
from playground.faults import Faults
from playground.manifests import Manifest
from playground.modals import Modals
from playground.payloads import Payload
from playground.people import Person, describe
from playground.records import Channel, Records
from playground.replies import Replies
from playground.sockets import Sockets
from playground.streams import Streams
from playground.triggers import Triggers

MOST_CALLS = 20_000


@dataclass(frozen=True)
class Call:
    """One Web API call as it was made and answered."""

    method: str
    args: Payload
    answer: Payload
    at: datetime


@dataclass
class Workspace:
    """One Slack workspace with one app installed."""

    manifest: Manifest
    clock: Clock
    records: Records
    sockets: Sockets
    bot_token: str
    app_token: str
    companion: Companion | None = None
    triggers: Triggers = field(default_factory=Triggers)
    modals: Modals = field(default_factory=Modals)
    replies: Replies = field(default_factory=Replies)
    streams: Streams = field(default_factory=Streams)
    faults: Faults = field(default_factory=Faults)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=MOST_CALLS))
    url: str = ""

    def now(self) -> datetime:
        """The workspace's time."""
        return self.clock.now()

    def stamp(self) -> str:
        """A fresh ts."""
        return self.records.mint(self.clock.now())

    def dm(self, person: Person) -> Channel:
        """The bot's DM with that person, opened when it was not yet."""
        key = "D" + person.id[1:]
        if key not in self.records.channels:
            members = [self.records.company.bot_user_id, person.id]
            created = int(self.now().timestamp())
            self.records.keep_channel(Channel(key, "im", person.handle, members, created))
        return self.records.channels[key]

    def describe(self, person: Person) -> Payload:
        """Slack's user object for that person, now."""
        company = self.records.company
        bot_id = "B" + person.id[1:] if person.is_bot else None
        return describe(person, company.team_id, self.now(), company.zones, bot_id)

    def humans(self) -> Iterable[Person]:
        """Those who may sit at the page."""
        return [p for p in self.records.people.values() if not p.is_bot and not p.deleted]
