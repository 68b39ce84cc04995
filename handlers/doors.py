"""The one door for everything that Slack sends: counted, timed, and shut at the end."""

import asyncio
from time import perf_counter
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from handlers import metrics

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


class Socket(AsyncSocketModeHandler):
    """Socket Mode through the door."""

    door: Door

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Let an envelope in and acknowledge it once its effect is kept."""
        began = perf_counter()
        asked = AsyncBoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        await send_async_response(client, req, await self.door.let_in(asked), began)


def _kind(body: dict[str, Any]) -> str:
    kind = "command" if "command" in body else KINDS.get(str(body.get("type")))
    return kind or "other"
