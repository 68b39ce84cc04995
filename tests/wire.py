"""The unchanged bot beside the playground, and people who act in it as they would in Slack."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import app
from playground.clock import Clock
from playground.server import Playground
from tests import databases

TUESDAY = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
Message = Mapping[str, Any]


@dataclass
class Wire:
    """A workspace in which every click goes over Socket Mode and every word over the Web API."""

    slack: Playground
    folder: Path
    seen: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Give the workspace's time."""
        return self.slack.here.now()

    async def calm(self) -> None:
        """Wait until the bot has done all it has to do now."""
        assert self.slack.companion is not None
        for _ in range(3):
            await self.slack.quiet()
            await self.slack.companion.settle()
            await asyncio.sleep(0.01)
        await self.slack.quiet()

    async def command(self, person: str, command: str, text: str = "") -> Message | None:
        """Type a command; the ephemeral answer, if there is one."""
        answer = await self.slack.command(person, command, text)
        await self.calm()
        return answer

    def inbox(self, person: str) -> list[Message]:
        """Give everything in somebody's DM with the bot, oldest first."""
        return list(self.slack.messages(person))

    def said(self, person: str) -> str:
        """Give all of it as text."""
        return "\n".join(str(message["text"]) for message in self.inbox(person))

    def find(self, person: str, words: str) -> Message:
        """Give the newest message with these words; the test fails when there is none."""
        found = [message for message in self.inbox(person) if words in message["text"]]
        assert found, f"{words!r} was not said to {person}; this was:\n{self.said(person)}"
        return found[-1]

    async def click(self, person: str, words: str, label: str) -> None:
        """Click a button under the newest message with these words."""
        await self.slack.click(person, dict(self.find(person, words)), label)
        await self.calm()

    async def click_in_view(self, person: str, label: str) -> None:
        """Click a button in the modal on top."""
        await self.slack.click(person, self.view(person), label)
        await self.calm()

    def view(self, person: str) -> dict[str, Any]:
        """Give the modal on top of what somebody has open."""
        views = self.slack.views(person)
        assert views, f"{person} has no form open"
        return dict(views[-1])

    async def submit(self, person: str, **values: Any) -> dict[str, str]:
        """Fill the form on top and send it; what is wrong with it, by field."""
        wrong = await self.slack.submit(person, self.view(person), values)
        await self.calm()
        return wrong

    async def reply(self, person: str, words: str, text: str) -> None:
        """Answer in the thread of the newest message with these words."""
        message = self.find(person, words)
        await self.slack.post(person, text, message.get("thread_ts") or message["ts"])
        await self.calm()

    async def turn(self, to: str | datetime) -> None:
        """Turn the clock; everything due on the way goes out."""
        await self.slack.turn(to)
        await self.calm()

    def heard(self, person: str, words: str) -> int:
        """Give how many messages with these words somebody has had."""
        return sum(words in message["text"] for message in self.inbox(person))

    async def turn_until(self, person: str, words: str, more_than: int = 0) -> None:
        """Turn the clock thing by thing until somebody has been told these words."""
        for _ in range(200):
            if self.heard(person, words) > more_than:
                return
            await self.turn("next")
        raise AssertionError(f"{words!r} never came; this did:\n{self.said(person)}")


def buttons(message: Message) -> list[str]:
    """Give the labels of a message's buttons."""
    return [
        element["text"]["text"]
        for block in message.get("blocks", ())
        if block["type"] == "actions"
        for element in block["elements"]
    ]


@asynccontextmanager
async def begin(folder: Path, at: datetime = TUESDAY) -> AsyncIterator[Wire]:
    """Start a workspace, its clock standing at an instant; a folder seen before goes on."""
    async with app.demo_workspace(
        folder, 0, Clock(at, running=False), databases.url(folder)
    ) as slack:
        yield Wire(slack, folder)
