"""The unchanged bot over HTTP, for several workspaces, and requests signed or forged."""

import hashlib
import hmac
import io
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

import app
from bot import ticks
from handlers.bots import Bot, build
from handlers.settings import Settings
from store.database import Database
from tests import databases
from tests.life import TUESDAY, initial
from tests.rings import KEYS, RING
from tests.teams import CLIENT_ID, CLIENT_SECRET, Payload, Teams, serve

SECRET = "signing-secret"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class Answer:
    """What came back: the status, the headers, and the body as text."""

    status: int
    headers: Any
    text: str

    @property
    def json(self) -> Any:
        """Give the body as JSON, an empty one as nothing at all."""
        return json.loads(self.text) if self.text else {}


def signed(raw: bytes, kind: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Give the headers Slack sends a body with, signed now or at another instant."""
    stamp = str(int(app.wall_clock().timestamp() if at is None else at))
    code = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={code}"}  # fmt: skip


@dataclass
class Served:
    """A bot that is reached over HTTP, with a clock that only the test turns."""

    slack: Teams
    bot: Bot
    database: Database
    http: aiohttp.ClientSession
    clock: list[datetime]
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        """Give the bot's address."""
        return f"http://127.0.0.1:{self.bot.serving[0].port}"

    async def get(self, path: str, **more: Any) -> Answer:
        """Open a page as a browser does."""
        return await self._send("GET", path, **more)

    async def post(
        self, body: str | bytes, kind: str = FORM, *, at: float | None = None, secret: str = SECRET
    ) -> Answer:
        """Send a body as Slack does, signed now or at another instant, perhaps with a wrong key."""
        raw = body.encode() if isinstance(body, str) else body
        headers = signed(raw, kind, at, secret)
        return await self._send("POST", "/slack/events", data=io.BytesIO(raw), headers=headers)

    async def _send(self, method: str, path: str, **more: Any) -> Answer:
        async with self.http.request(
            method, f"{self.url}{path}", allow_redirects=False, **more
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.text())

    async def command(self, person: str, name: str, text: str = "", team: str = "T1") -> Answer:
        """Type a slash command."""
        payload = {"command": name, "text": text, "user_id": person, "team_id": team,
                   "trigger_id": f"1.{next(self.numbers)}"}  # fmt: skip
        return await self.calm(await self.post(urlencode(payload)))

    async def interact(self, payload: Payload) -> Answer:
        """Send a click or a submission."""
        return await self.calm(await self.post(urlencode({"payload": json.dumps(payload)})))

    async def submit(
        self, person: str, view: Mapping[str, Any], team: str = "T1", **values: Any
    ) -> Answer:
        """Send in a form that was opened, with what was there and what is filled in."""
        state = {key: {"a": {"value": value}} for key, value in {**initial(view), **values}.items()}
        sent = {**view, "id": f"V{next(self.numbers)}", "state": {"values": state}}
        return await self.interact({"type": "view_submission", "user": {"id": person},
                                    "team": {"id": team}, "view": sent})  # fmt: skip

    async def click(self, person: str, action_id: str, value: str, team: str = "T1") -> Answer:
        """Tap a button."""
        action = {"type": "button", "action_id": action_id, "value": value, "block_id": "b"}
        return await self.interact({"type": "block_actions", "user": {"id": person},
                                    "team": {"id": team}, "actions": [action],
                                    "trigger_id": f"1.{next(self.numbers)}"})  # fmt: skip

    async def pair(self, team: str) -> None:
        """Let Maya and Leo of a workspace both say yes."""
        await self.command("UMAYA", "/mentor", "<@ULEO|leo>", team)
        view = self.slack.asked("views.open", team)[-1]["view"]
        await self.submit("UMAYA", view, team, role="mentee")
        await self.turn(days=1)
        posted = self.slack.asked("chat.postMessage", team)
        asked = [message for message in posted if "tap:yes" in str(message)][-1]
        buttons = [e for b in asked["blocks"] for e in b.get("elements", ())]
        yes = next(e for e in buttons if e.get("action_id") == "tap:yes")
        await self.click("ULEO", "tap:yes", yes["value"], team)
        await self.turn(days=1)

    async def event(self, event: Payload, team: str = "T1", **more: Any) -> Answer:
        """Let something happen in a workspace."""
        wrapper = {"type": "event_callback", "team_id": team, "event": event,
                   "event_id": f"Ev{next(self.numbers)}", **more}  # fmt: skip
        return await self.calm(await self.post(json.dumps(wrapper), JSON))

    async def calm(self, answer: Answer) -> Answer:
        """Let the bot do all it has to do now; the same answer."""
        await self.bot.heart.turn()
        return answer

    async def turn(self, **step: float) -> None:
        """Turn the clock by a timedelta's arguments; what falls due on the way happens."""
        target = self.clock[0] + timedelta(**step)
        for _ in range(100):
            due = await self.database.read(lambda tx: ticks.next_due(tx, self.clock[0]))
            if due is None or due > target:
                break
            self.clock[0] = max(due, self.clock[0] + timedelta(seconds=1))
            await self.bot.heart.turn()
        self.clock[0] = target
        await self.bot.heart.turn()

    async def begin_install(self) -> str:
        """Open the install page; the state its link carries."""
        page = await self.get("/slack/install")
        link = re.search(r'href="([^"]+)"', page.text)
        assert link is not None
        query = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)
        return query["state"][0]

    async def install(self, team: str, *, whole: bool = False) -> Answer:
        """Install the bot in a workspace, as its owner does in a browser."""
        state = await self.begin_install()
        query = urlencode({"code": self.slack.agree(team, whole=whole), "state": state})
        return await self.get(f"/slack/oauth_redirect?{query}")


@asynccontextmanager
async def begin(
    folder: Path, ready: Callable[[Teams], None] | None = None, **more: Any
) -> AsyncIterator[Served]:
    """Start a bot that any workspace may install; `ready` readies Slack, `more` are settings."""
    url, clock = databases.url(folder), [TUESDAY]
    async with serve() as slack, aiohttp.ClientSession() as http:
        if ready is not None:
            ready(slack)
        given = {
            "slack_api_url": f"{slack.url}/api/",
            "database_url": url,
            "slack_signing_secret": SECRET,
            "slack_client_id": CLIENT_ID,
            "slack_client_secret": CLIENT_SECRET,
            "encryption_keys": KEYS,
            "port": "0",
            **more,
        }
        async with build(Settings(**given), lambda: clock[0]) as bot:
            database = Database(url, RING)
            yield Served(slack, bot, database, http, clock)
            database.close()
