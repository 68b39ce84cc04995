"""The one door for everything that Slack sends: counted, timed, and shut at the end."""

import asyncio
import logging
from time import perf_counter
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from handlers import metrics
from handlers.outcomes import judge

log = logging.getLogger(__name__)

# A line that was cut is seen when the next ping is due; until then nobody is heard.
PING_SECONDS = 5
# Less than the ping's: Slack's client tries the same address again after one.
CONNECT_SECONDS, AGAIN_SECONDS, MOST_SECONDS = 4, 1, 60

TIMES = {
    kind: metrics.HANDLED.labels(kind) for kind in ("command", "action", "view", "event", "other")
}
KINDS = {"block_actions": "action", "view_submission": "view", "event_callback": "event"}


class Door:
    """Lets payloads in to Bolt's app; once shut, Slack brings them again to another process."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.shut = False
        self._inside = 0
        self._empty = asyncio.Event()
        self._empty.set()

    async def let_in(self, request: AsyncBoltRequest) -> BoltResponse:
        """Give Bolt's answer to a payload, 503 once the door is shut."""
        if self.shut:
            return BoltResponse(status=503, body="")
        self._inside += 1
        self._empty.clear()
        began = perf_counter()
        try:
            return await self.app.async_dispatch(request)
        finally:
            TIMES[_kind(request.body)].observe(perf_counter() - began)
            self._inside -= 1
            if self._inside == 0:
                self._empty.set()

    async def close(self) -> None:
        """Let nothing in any more, and wait until all that is inside has its answer."""
        self.shut = True
        await self._empty.wait()


class Line(SocketModeClient):
    """Socket Mode's connection; each try to connect has an address of its own.

    Slack takes an address once, and one that led nowhere may have been taken.
    """

    async def connect(self) -> None:
        """Connect, however often it takes."""
        while not self.closed:
            try:
                self.wss_uri = self.wss_uri or await self.issue_new_wss_url()
                async with asyncio.timeout(CONNECT_SECONDS):
                    await super().connect()  # type: ignore[no-untyped-call]
                return
            except Exception as error:
                log.warning("socket not connected", extra={"error": type(error).__name__})
            self.wss_uri = None
            await asyncio.sleep(AGAIN_SECONDS)

    async def issue_new_wss_url(self) -> str:
        """Give a new address, asked for until Slack gives one."""
        while True:
            try:
                opened = await self.web_client.apps_connections_open(app_token=self.app_token)
                return str(opened["url"])
            except Exception as error:
                trouble = judge(error)
            log.warning("no address for the socket", extra={"error": trouble.error})
            seconds = trouble.wait.total_seconds() if trouble.everyone else AGAIN_SECONDS
            await asyncio.sleep(min(seconds, MOST_SECONDS))


class Socket:
    """Socket Mode through the door."""

    def __init__(self, door: Door, app_token: str, client: AsyncWebClient) -> None:
        self.door = door
        self.line = Line(app_token, web_client=client, ping_interval=PING_SECONDS)
        self.line.socket_mode_request_listeners.append(self.handle)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Let an envelope in and acknowledge it once its effect is kept."""
        began = perf_counter()
        asked = AsyncBoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        await send_async_response(client, req, await self.door.let_in(asked), began)


def _kind(body: dict[str, Any]) -> str:
    kind = "command" if "command" in body else KINDS.get(str(body.get("type")))
    return kind or "other"
