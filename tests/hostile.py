"""The unchanged bot on a socket whose envelopes a test writes by hand, as barely as it likes."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import ticks
from handlers.bots import Bot, build
from handlers.settings import Settings
from store.prompts import SENT, Prompt
from tests import databases
from tests.booking import pair
from tests.life import TEAM, TUESDAY, Life
from tests.raw import Payload, Raw, serve
from tests.rings import KEYS

ENVELOPED = ("retry_attempt", "retry_reason", "patience")


@dataclass
class Hostile:
    """A bot, a Slack that sends what it is told to, and a clock that only the test turns."""

    raw: Raw
    life: Life
    now: datetime = TUESDAY
    bot: Bot | None = None

    async def calm(self) -> None:
        """Let the bot do all it has to do now."""
        assert self.bot is not None
        await self.bot.heart.turn()

    async def turn(self, **step: float) -> None:
        """Turn the clock by a timedelta's arguments; all that falls due on the way happens."""
        target = self.now + timedelta(**step)
        await self.calm()
        for _ in range(50):
            due = self.life.run(lambda tx: ticks.next_due(tx, self.now))
            if due is None or due > target:
                break
            self.now = max(due, self.now + timedelta(seconds=1))
            await self.calm()
        self.now = self.life.now = target
        await self.calm()

    async def command(self, handle: str, name: str, text: str = "", **more: Any) -> Payload | None:
        """Type a slash command."""
        payload = {"command": name, "text": text, "user_id": user(handle), "team_id": TEAM}
        return await self._send("slash_commands", {**payload, **self._trigger(), **more})

    async def click(self, handle: str, action_id: Any, value: Any, **more: Any) -> Payload | None:
        """Click a button; `more` replaces parts of the payload, and None leaves one out."""
        payload = {
            "type": "block_actions",
            "user": {"id": user(handle), "team_id": TEAM},
            "container": {"type": "message"},
            "actions": [
                {"type": "button", "action_id": action_id, "value": value, "block_id": "b"}
            ],
            **self._trigger(),
            **more,
        }
        return await self._send("interactive", payload)

    async def tap(self, handle: str, kind: str, button: str, **more: Any) -> Payload | None:
        """Click a button of the newest open prompt of a kind."""
        return await self.click(handle, f"tap:{button}", self.life.open(handle, kind).id, **more)

    async def submit(
        self, handle: str, form: Any, row_id: Any, values: Any, **more: Any
    ) -> Payload | None:
        """Send a form in, its values as the state of plain text fields unless they are given so."""
        state = {key: {"answer": _element(value)} for key, value in values.items()}
        view = {
            "id": f"V{self.raw.number()}",
            "type": "modal",
            "callback_id": form,
            "private_metadata": row_id,
            "blocks": [{"type": "input", "block_id": key} for key in values],
            "state": {"values": state},
            **more.pop("view", {}),
        }
        payload = {
            "type": "view_submission",
            "user": {"id": user(handle), "team_id": TEAM},
            "view": {key: part for key, part in view.items() if part is not None},
            **more,
        }
        return await self._send("interactive", payload)

    async def say(
        self, handle: str, text: str, thread_ts: str | None = None, **more: Any
    ) -> Payload | None:
        """Type a line to the bot."""
        event = {
            "type": "message",
            "user": user(handle),
            "channel": f"D{handle}",
            "channel_type": "im",
            "text": text,
            "ts": f"1900000000.{self.raw.number():06}",
            **({"thread_ts": thread_ts} if thread_ts else {}),
        }
        return await self.event({**event, **more})

    async def event(self, event: Payload, **more: Any) -> Payload | None:
        """Let something happen; parts that are None are left out of the wrapper and the event."""
        event = {key: part for key, part in event.items() if part is not None}
        wrapper = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{self.raw.number()}"}
        envelope = {key: more.pop(key) for key in ENVELOPED if key in more}
        return await self._send("events_api", {**wrapper, "event": event, **more}, **envelope)

    async def _send(self, kind: str, payload: Mapping[str, Any], **more: Any) -> Payload | None:
        kept = {key: part for key, part in payload.items() if part is not None}
        ack = await self.raw.send(kind, kept, **more)
        await self.calm()
        return ack

    def _trigger(self) -> Payload:
        return {"trigger_id": f"1.2.{self.raw.number()}"}

    def posted(self, handle: str) -> list[Payload]:
        """Give every message somebody was posted, oldest first."""
        to = (user(handle), f"D{handle}")
        calls = self.raw.calls
        return [a for name, a in calls if name.startswith("chat.post") and a["channel"] in to]

    def said(self, handle: str) -> str:
        """Give the text of every message somebody was posted."""
        return "\n".join(str(message["text"]) for message in self.posted(handle))

    def opened(self) -> list[Payload]:
        """Give every view that was opened or put in the place of another."""
        return [
            arguments["view"]
            for name, arguments in self.raw.calls
            if name in ("views.open", "views.update")
        ]

    def thread(self, handle: str, kind: str) -> str:
        """Give the ts of the newest open message of a kind."""
        prompt: Prompt = self.life.open(handle, kind)
        assert prompt.state == SENT
        lead: Prompt = self.life.run(lambda tx: tx.get_one(Prompt, prompt.lead_id or prompt.id))
        return str(lead.ts)


def user(handle: str) -> str:
    """Give a person's id in Slack."""
    return f"U{handle.upper()}"


def _element(value: Any) -> Any:
    return value if isinstance(value, dict) or value is None else {"value": value}


class Goes(Life):
    """A life that goes on in a database where it began before."""

    def __post_init__(self) -> None:
        """Begin nothing anew."""


@asynccontextmanager
async def begin(folder: Path) -> AsyncIterator[Hostile]:
    """Start a bot on a database of three people."""
    url = databases.url(folder)
    with databases.opened(folder) as database:
        life = Goes(database)
        async with serve() as raw:
            hostile = Hostile(raw, life, life.now)
            for handle in ("maya", "leo", "ines"):
                raw.profiles[user(handle)] = {
                    "team_id": TEAM,
                    "name": handle,
                    "tz": "Europe/London",
                }
            settings = Settings(
                "xoxb-raw", "xapp-raw", f"{raw.url}/api/", url, encryption_keys=KEYS
            )
            async with build(settings, lambda: hostile.now) as bot:
                hostile.bot = bot
                yield hostile


@cache
def _pair_begun() -> Path:
    """Give the folder of a pair that has just begun, made once."""
    folder = databases.lasting("begun")
    with databases.opened(folder) as database:
        pair(Life(database))
    return folder


@pytest.fixture
async def slack(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Hostile]:
    """Give a pair that has just begun; afterwards the bot must still be well."""
    caplog.set_level(logging.INFO)
    databases.copy(_pair_begun(), tmp_path)
    async with begin(tmp_path) as hostile:
        yield hostile
        assert await hostile.command("maya", "/mentor") == {}
        assert "views.open" in [name for name, _ in hostile.raw.calls]
        assert hostile.raw.wrong == []
        assert "Traceback" not in caplog.text
        assert "failure" not in caplog.text
