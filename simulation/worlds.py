"""A workspace without Slack: drives the bot's verbs on a real database, under a clock to turn.

Messages are "posted" the moment they are claimed; whoever watches is told of each.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session, col, select

from bot import attention, calls, deliveries, people, settlements, ticks
from bot.calls import Call
from bot.people import Profile, Who
from bot.windows import Pace
from store import revisions
from store.database import Database
from store.prompts import Prompt
from store.workspaces import Workspace

TEAM = "T1"
MOST_ROUNDS = 200


@dataclass
class Message:
    """One message somebody got: when, in which thread, and what it is made of.

    `direct`: it answers a tap, and counts as no message of the bot's own accord.
    """

    person: str
    at: datetime
    prompt_id: str
    kinds: list[str]
    body: Mapping[str, Any]
    thread_ts: str | None = None
    ts: str = ""
    direct: bool = False


@dataclass
class World:
    """A company on a database of its own, with a clock that only its owner turns."""

    database: Database
    now: datetime
    stamps: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        revisions.migrate(self.database)
        self.run(lambda tx: tx.add(Workspace(id=TEAM, name="Harbor & Finch", bot_user_id="UBOT")))

    def run(self, work: Any) -> Any:
        """Run one unit of work."""
        return self.database.run(work)

    def who(self, handle: str) -> Who:
        """Give somebody as Slack names them."""
        return Who(TEAM, f"U{handle.upper()}")

    def arrive(self, handle: str, zone: str = "Europe/London", **more: Any) -> None:
        """Let somebody join the workspace; `name`, `is_bot` and `deleted` if not the usual."""
        name = more.get("name", handle.capitalize() + " Doe")
        flags = more.get("is_bot", False), more.get("deleted", False)
        profile = Profile(name, zone, more.get("locale", "en-GB"), *flags)
        self.run(lambda tx: people.meet(tx, self.who(handle), self.now))
        self.run(lambda tx: people.learn(tx, self.who(handle), profile, self.now))

    def turn(self, **step: float) -> None:
        """Turn the clock by a timedelta's arguments; all that falls due on the way happens."""
        self.turn_to(self.now + timedelta(**step))

    def turn_to(self, target: datetime) -> None:
        """Turn the clock to an instant, stopping wherever something is due."""
        self.settle()
        while (due := self.next_due()) is not None and due <= target:
            self.now = max(due, self.now)
            self.settle()
        self.now = max(target, self.now)
        self.settle()

    def next_due(self) -> datetime | None:
        """Give when the bot has something due next."""
        due: datetime | None = self.run(lambda tx: ticks.next_due(tx, self.now))
        return due

    def settle(self) -> None:
        """Do all that is due now; AssertionError when that never ends."""
        for _ in range(MOST_ROUNDS):
            if not self.run(lambda tx: ticks.is_due(tx, self.now)):
                return
            rung = self.run(lambda tx: ticks.ring(tx, self.now) + ticks.lapse(tx, self.now))
            outgoing = self.run(lambda tx: deliveries.claim(tx, "here", self.now))
            for message in outgoing:
                self._post(message)
            if not rung and not outgoing and not self._run_errands():
                return
        raise AssertionError("the bot never comes to rest")

    def _run_errands(self) -> int:
        due = self.run(lambda tx: calls.claim(tx, "here", self.now))
        for call in due:
            self.called(call, call.slack_id[1:].lower())
            self.run(lambda tx, call=call: calls.done(tx, call.errand_id, "here", self.now))
        return len(due)

    def _post(self, message: deliveries.Outgoing) -> None:
        handle = message.slack_id[1:].lower()
        ts = f"{self.now.timestamp():.0f}.{next(self.stamps):06}"
        place = ("here", message.attempt, f"D{handle}", ts)

        def mark(tx: Session) -> list[str]:
            settlements.sent(tx, message.prompt_id, *place, self.now)
            rows = tx.exec(
                select(Prompt)
                .where((Prompt.id == message.prompt_id) | (Prompt.lead_id == message.prompt_id))
                .order_by(col(Prompt.lead_id).is_not(None))
            ).all()
            return [row.kind for row in rows]

        kinds = self.run(mark)
        body, thread = message.message, message.thread_ts
        direct = all(attention.of(kind).pace is Pace.REPLY for kind in kinds)
        self.posted(Message(handle, self.now, message.prompt_id, kinds, body, thread, ts, direct))

    def posted(self, message: Message) -> None:
        """Take note of a message; for who watches."""

    def called(self, call: Call, handle: str) -> None:
        """Take note of any other call to Slack; for who watches."""
