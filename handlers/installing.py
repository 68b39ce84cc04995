"""Installing in a browser: a page with the reasons, Slack's question, and back with a code."""

import hashlib
import logging
import secrets
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode, urljoin

import aiohttp
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot import uninstalls
from bot.views import installs
from handlers.access import access
from handlers.clients import speaking
from handlers.deps import Deps
from handlers.scopes import SCOPES
from handlers.serving import Pages
from handlers.settings import Settings
from store import installations
from store.installations import Installation

log = logging.getLogger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
GOOD_FOR = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
MOST_A_MINUTE, MOST_OF_ONE = 300, 30
TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, KeyError, ValueError)


class Installing:
    """The two pages through which a workspace or an organization installs the bot."""

    def __init__(self, settings: Settings, deps: Deps) -> None:
        self.settings = settings
        self.deps = deps
        self._asked: deque[tuple[datetime, str]] = deque()

    def pages(self) -> Pages:
        """Give the pages by method and path."""
        return {("GET", INSTALL): self.install, ("GET", REDIRECT): self.redirect}

    async def install(self, request: web.BaseRequest) -> web.StreamResponse:
        """Show each scope and its reason, and a link to Slack that works once."""
        if self._too_many(request):
            return _html(installs.end("wait"), 429)
        state = secrets.token_urlsafe(32)
        ends = self.deps.clock() + GOOD_FOR
        await self.deps.database.write(lambda tx: installations.begun(tx, _hash(state), ends))
        query = {
            "client_id": self.settings.slack_client_id,
            "scope": ",".join(SCOPES),
            "user_scope": "",
            "state": state,
            **self._back(),
        }
        slack = urljoin(self.settings.slack_api_url, "/oauth/v2/authorize")
        return _html(installs.invitation(f"{slack}?{urlencode(query)}", SCOPES))

    async def redirect(self, request: web.BaseRequest) -> web.StreamResponse:
        """Take the code Slack sends the browser back with, once, and keep what it is good for."""
        if self._too_many(request):
            return _html(installs.end("wait"), 429)
        state, code = request.query.get("state", ""), request.query.get("code", "")
        now = self.deps.clock()
        if not state or not await self.deps.database.write(
            lambda tx: installations.finish(tx, _hash(state), now)
        ):
            return _html(installs.end("stale", INSTALL), 400)
        if not code:
            return _html(installs.end("stopped", INSTALL))
        try:
            row, name, by = await self._exchange(code)
        except TROUBLE as error:
            why = error.response.get("error") if isinstance(error, SlackApiError) else None
            told = str(why or type(error).__name__)
            log.warning("not installed", extra={"error": told})
            return _html(installs.end("failed", INSTALL, code=told), 502)
        await self.deps.transact(uninstalls.install, row, name, by)
        self.deps.installed.drop(row.workspace_id)
        log.info("installed", extra={"workspace": row.workspace_id})
        way_on = f"https://slack.com/app_redirect?{urlencode({'team': row.workspace_id})}"
        return _html(installs.end("done", way_on, workspace=name))

    async def _exchange(self, code: str) -> tuple[Installation, str, str | None]:
        """Give the tokens a code is good for, the workspace's name, and who installed it."""
        client, now = self.deps.client, self.deps.clock()
        ours = (self.settings.slack_client_id, self.settings.slack_client_secret)
        answer = await access(client, *ours, code=code, **self._back())
        token = str(answer["access_token"])
        who = await speaking(client, token).auth_test()
        whole = answer.get("is_enterprise_install") is True
        place: Mapping[str, Any] = answer["enterprise"] if whole else answer["team"]
        if not token.startswith(("xoxb-", "xoxe.xoxb-")) or not isinstance(place["id"], str):
            raise ValueError("not a bot's token")
        if not whole and who["team_id"] != place["id"]:
            raise ValueError("another workspace's token")
        lasts = answer.get("expires_in")
        row = Installation(
            workspace_id=place["id"],
            bot_user_id=str(answer["bot_user_id"]),
            bot_id=str(who["bot_id"]),
            token=token,
            refresh_token=answer.get("refresh_token"),
            expires_at=now + timedelta(seconds=int(lasts)) if lasts else None,
            scopes=str(answer.get("scope") or ""),
            installed_at=now,
            checked_at=now,
        )
        by = (answer.get("authed_user") or {}).get("id")
        return row, str(place.get("name") or ""), by

    def _back(self) -> dict[str, str]:
        url = self.settings.public_url
        return {"redirect_uri": f"{url}{REDIRECT}"} if url else {}

    def _too_many(self, request: web.BaseRequest) -> bool:
        """Count who asks; these pages write to the database and ask Slack, so not without end."""
        now, one = self.deps.clock(), _asker(request)
        while self._asked and now - self._asked[0][0] > MINUTE:
            self._asked.popleft()
        of_one = sum(each == one for _, each in self._asked)
        if len(self._asked) >= MOST_A_MINUTE or of_one >= MOST_OF_ONE:
            return True
        self._asked.append((now, one))
        return False


def _asker(request: web.BaseRequest) -> str:
    """Give who asks: behind a proxy of one's own, whom it names last, since anyone names others."""
    asker = request.remote or ""
    try:
        behind = ip_address(asker).is_private
    except ValueError:
        return asker
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return named[:64] if behind and named else asker


def _hash(state: str) -> str:
    """Give what is kept of a state: not enough to use it."""
    return hashlib.sha256(state.encode()).hexdigest()


def _html(page: str, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", charset="utf-8", status=status)
