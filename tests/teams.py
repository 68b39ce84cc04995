"""A Slack of several workspaces, written apart from the playground: OAuth, tokens, and calls.

It knows tokens by workspace, hands out codes for them, rotates them where it is told to, and says
what Slack says of a token that was revoked.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

Payload = dict[str, Any]
CLIENT_ID, CLIENT_SECRET = "11.22", "client-secret"
HOURS_12 = 43_200


@dataclass
class Teams:
    """Workspaces by id, each with its good tokens; `calls` is what the bot asked, and of whom."""

    names: dict[str, str] = field(default_factory=lambda: {"T1": "Oak", "T2": "Elm"})
    rotates: bool = False
    tokens: dict[str, str] = field(default_factory=dict)
    revoked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, bool]] = field(default_factory=dict)
    refreshes: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[str, str, Payload]] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    slow: dict[str, float] = field(default_factory=dict)
    url: str = ""
    numbers: Any = field(default_factory=lambda: count(1))

    def agree(self, team: str, *, whole: bool = False) -> str:
        """Say yes in a workspace, or for a whole organization; the code the browser brings back."""
        code = f"code-{next(self.numbers)}"
        self.codes[code] = (team, whole)
        return code

    def revoke(self, team: str, error: str = "token_revoked") -> None:
        """Let no token of a workspace be good any more."""
        for token in [each for each, of in self.tokens.items() if of == team]:
            self.revoked[token] = error

    def asked(self, method: str, team: str | None = None) -> list[Payload]:
        """Give the arguments of every call of a method, perhaps those of one workspace's token."""
        return [a for of, name, a in self.calls if name == method and team in (None, of)]

    async def call(self, request: web.Request) -> web.Response:
        """Answer a call of the Web API."""
        method, arguments = request.match_info["method"], await _arguments(request)
        if method == "oauth.v2.access":
            return web.json_response(self._access(request, arguments))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        team = self.tokens.get(token)
        self.calls.append((team or "", method, arguments))
        await asyncio.sleep(self.slow.get(method, 0))
        if team is None or token in self.revoked:
            error = self.revoked.get(token, "invalid_auth")
            return web.json_response({"ok": False, "error": error})
        return web.json_response({"ok": True, **self._answer(team, method, arguments)})

    def _answer(self, team: str, method: str, arguments: Payload) -> Payload:
        to = str(arguments.get("channel") or arguments.get("user") or "")
        if method == "auth.test":
            whole = {"enterprise_id": team, "is_enterprise_install": True}
            bot = {"user_id": f"UBOT{team}", "bot_id": f"BBOT{team}", "user": "coffee"}
            place = {"team_id": team, "team": self.names[team], "url": "https://x"}
            return {**place, **bot, **(whole if team in self.whole else {})}
        if method == "chat.postMessage":
            channel = to if to.startswith("D") else f"D{team}{to}"
            return {"channel": channel, "ts": f"1800000000.{next(self.numbers):06}"}
        if method == "users.info":
            return {"user": {"id": to, "name": to.lower(), "tz": "Europe/London"}}
        if method.startswith("views."):
            return {"view": {"id": f"V{next(self.numbers)}"}}
        return {"messages": []}

    def _access(self, request: web.Request, arguments: Payload) -> Payload:
        self.calls.append(("", "oauth.v2.access", arguments))
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {known}":
            return {"ok": False, "error": "bad_client_secret"}
        if arguments.get("grant_type") == "refresh_token":
            team = self.refreshes.pop(str(arguments.get("refresh_token")), None)
            if team is None:
                return {"ok": False, "error": "invalid_refresh_token"}
            return {"ok": True, **self._tokens(team)}
        team, whole = self.codes.pop(str(arguments.get("code")), ("", False))
        if not team:
            return {"ok": False, "error": "invalid_code"}
        place = {"id": team, "name": self.names[team]}
        return {
            "ok": True,
            "app_id": "A1",
            "scope": "chat:write",
            "bot_user_id": f"UBOT{team}",
            "authed_user": {"id": "UINES"},
            "team": None if whole else place,
            "enterprise": place if whole else None,
            "is_enterprise_install": whole,
            **self._tokens(team),
        }

    def _tokens(self, team: str) -> Payload:
        number = next(self.numbers)
        if not self.rotates:
            self.tokens[f"xoxb-{team}-{number}"] = team
            return {"token_type": "bot", "access_token": f"xoxb-{team}-{number}"}
        token, following = f"xoxe.xoxb-1-{team}-{number}", f"xoxe-1-{team}-{number}"
        self.tokens[token], self.refreshes[following] = team, team
        return {"token_type": "bot", "access_token": token, "refresh_token": following,
                "expires_in": HOURS_12}  # fmt: skip


async def _arguments(request: web.Request) -> Payload:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **(await request.post())}
    return {k: json.loads(str(v)) if k in ("blocks", "view", "metadata") else v
            for k, v in form.items()}  # fmt: skip


@asynccontextmanager
async def serve() -> AsyncIterator[Teams]:
    """Run one on a free port of this machine."""
    teams = Teams()
    app = web.Application()
    app.add_routes([web.route("*", "/api/{method}", teams.call)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    teams.url = f"http://{host}:{port}"
    try:
        yield teams
    finally:
        await runner.cleanup()
