"""People who answer while all around them fails: they try again until Slack shows no failure."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot import ids, scripts
from playground import interactions, messages, writing
from playground.interactions import Surface
from playground.payloads import Payload
from playground.people import Person
from playground.server import Playground
from playground.sockets import Unanswered
from playground.submissions import Refused
from tests.faults.companies import HELP, PULSE, Asked

VALUES = ("little", "fairly", "very")
AT_ONCE = 12
LINE, OWN_LINE = ", try ", "K4"
APOLOGY = scripts.script("failure").text.partition("{")[0]


@dataclass
class Given:
    """What people gave and the bot acknowledged.

    A tap goes by its prompt, a line of one's own by its channel and ts, other words by themselves.
    """

    taps: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)

    @property
    def all(self) -> set[str]:
        """Everything, of whatever kind."""
        return self.taps | self.lines | self.notes | self.said


class Crowd:
    """Everybody in the company; each answers each prompt some seconds after it was posted."""

    def __init__(
        self, slack: Playground, asked: list[Asked], random: Random, seconds: float
    ) -> None:
        self.slack = slack
        self.given = Given()
        self._random = random
        self._seconds = seconds
        self._waiting = {each.prompt_id: each for each in asked}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def done(self) -> bool:
        """Whether everybody has answered everything."""
        return not self._waiting and sum(not task.done() for task in self._tasks) == 1

    async def __aenter__(self) -> "Crowd":
        self._begin(self._live())
        return self

    async def __aexit__(self, *_: object) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    async def _live(self) -> None:
        while True:
            self._look()
            await asyncio.sleep(0.1)

    def _look(self) -> None:
        for channel in list(self.slack.here.records.channels.values()):
            for message in list(self.slack.here.records.messages[channel.id].values()):
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if asked := self._waiting.pop(payload.get("prompt_id", ""), None):
                    self._begin(self._answer(asked, message))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(asyncio.create_task(work))

    async def _answer(self, asked: Asked, message: Payload) -> None:
        who = self.slack.who(asked.slack_id)
        await asyncio.sleep(self._random.uniform(0, self._seconds))
        manner = self._random.choice((self._line, self._note, self._say))
        for tried in range(10_000):
            async with self._room:
                if asked.kind == PULSE:
                    given = await self._tap(who, asked, message)
                else:
                    assert asked.kind == HELP
                    given = await manner(who, asked, message, tried)
            if given:
                return
            await asyncio.sleep(0.5)

    async def _tap(self, who: Person, asked: Asked, message: Payload) -> bool:
        """Tap a button as it looked when it was posted."""
        here, wanted = self.slack.here, ids.action(ids.Prefix.TAP, self._random.choice(VALUES))
        block, button = next(
            (block, element)
            for block in message["blocks"]
            for element in block.get("elements", ())
            if element.get("action_id") == wanted
        )
        surface = Surface(message["blocks"], here.dm(who), message)
        entry = interactions.entry(button, block["block_id"], {})
        try:
            await here.sockets.ask(
                "interactive", interactions.pressed(here, who, surface, entry, {})
            )
        except Unanswered:
            return False
        if self._told_of_failure(who):
            return False
        self.given.taps.add(asked.prompt_id)
        return True

    async def _line(self, who: Person, asked: Asked, message: Payload, tried: int) -> bool:
        """Type a line under the prompt."""
        words = f"Line {asked.prompt_id}"
        if not await self._write(who, f"{words}{LINE}{tried}", message["ts"]):
            return False
        self.given.lines.add(words)
        return True

    async def _say(self, who: Person, asked: Asked, message: Payload, tried: int) -> bool:
        """Type a line of one's own."""
        written = await self._write(who, f"Hello {tried}", None)
        if written:
            self.given.said.add(f"{self.slack.here.dm(who).id}:{written}")
        return bool(written)

    async def _write(self, who: Person, text: str, thread_ts: str | None) -> str:
        """Type a line; its ts when it was acknowledged, else nothing."""
        here = self.slack.here
        message: Payload = {
            "type": "message",
            "user": who.id,
            "client_msg_id": writing.client_id(),
            "team": here.records.company.team_id,
            "text": text,
        }
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        message, heard = messages.post(here, here.dm(who), message | thread)
        return str(message["ts"]) if heard and await heard else ""

    async def _note(self, who: Person, asked: Asked, message: Payload, tried: int) -> bool:
        """Note advice: a command, then a form that is sent until it is taken."""
        words = f"Note {asked.prompt_id}"
        forms = [view for view in self.slack.views(who.id) if "advice" in _fields(view)]
        if not forms:
            await self.slack.command(who.id, "/mentor-note")
            return False
        try:
            wrong = await self.slack.submit(who.id, forms[-1], {"advice": words})
        except Refused:
            return False
        if wrong:
            return False
        self.given.notes.add(words)
        return True

    def _told_of_failure(self, who: Person) -> bool:
        """Say whether a page says that it failed, and put it away."""
        for modal in list(self.slack.here.modals.of(who.id)):
            if APOLOGY in str(modal.view["blocks"]):
                self.slack.here.modals.close(modal)
                return True
        return False


def _fields(view: Any) -> list[str]:
    return [str(block.get("block_id")) for block in view["blocks"] if block["type"] == "input"]
