"""A tiny Slack written apart from the playground: it records calls and sends envelopes as given.

Nothing is checked or filled in on the way in, so a test can send what another stand-in would.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from playground.kit import checks

Payload = dict[str, Any]
Fault = Callable[[], web.Response | None]
ACK_SECONDS = 30
JSON_ARGUMENTS = ("blocks", "view", "metadata", "files")


@dataclass
class Raw:
    """One workspace, one socket; `calls` is everything the bot asked for, in order.

    `faults`: answers to give instead of ok, by method, each used once. `wrong`: what Block Kit
    would refuse of what the bot sent. `profiles`: what users.info says of a person. `cuts`: so many
    sockets are cut before they are there. Each address of a socket is good once, as Slack's are.
    """

    team: str = "T1"
    calls: list[tuple[str, Payload]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    profiles: dict[str, Payload] = field(default_factory=dict)
    cuts: int = 0
    url: str = ""
    _socket: web.WebSocketResponse | None = None
    _tickets: set[str] = field(default_factory=set)
    _acks: dict[str, asyncio.Future[Payload | None]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))
    _connected: asyncio.Event = field(default_factory=asyncio.Event)

    def number(self) -> int:
        """Give a number that was never given before."""
        return int(next(self._numbers))

    def asked(self, method: str) -> list[Payload]:
        """Give the arguments of every call of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    def fail(self, method: str, *faults: Fault) -> None:
        """Answer the next calls of a method with these, one after the other."""
        self.faults.setdefault(method, []).extend(faults)

    async def send(
        self, kind: str, payload: Payload, patience: float = ACK_SECONDS, **more: Any
    ) -> Payload | None:
        """Send one envelope; give what its acknowledgement carries.

        None when none came: in so many seconds, or before the socket was closed.
        """
        await asyncio.wait_for(self._connected.wait(), ACK_SECONDS)
        assert self._socket is not None
        envelope_id = more.pop("envelope_id", f"E{self.number()}")
        ack = self._acks[envelope_id] = asyncio.get_running_loop().create_future()
        envelope = {"type": kind, "envelope_id": envelope_id, "payload": payload, **more}
        await self._socket.send_str(json.dumps(envelope))
        try:
            return await asyncio.wait_for(ack, patience)
        except TimeoutError:
            return None
        finally:
            del self._acks[envelope_id]

    async def close(self) -> None:
        """Close the socket, as Slack does now and then."""
        assert self._socket is not None
        self._connected.clear()
        await self._socket.close()

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses the bot calls."""
        return [
            web.post("/api/{method}", self._call),
            web.post("/upload", self._upload),
            web.get("/socket", self._listen),
        ]

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        if self.cuts:
            self.cuts -= 1
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=500)
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._connected.set()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                said = json.loads(message.data)
                waiting = self._acks.get(said.get("envelope_id"))
                if waiting is not None and not waiting.done():
                    waiting.set_result(said.get("payload") or {})
        if socket is self._socket:
            for waiting in self._acks.values():
                if not waiting.done():
                    waiting.set_result(None)
        return socket

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        self._check(method, arguments)
        if self.faults.get(method):
            fault = self.faults[method].pop(0)
            answer = fault()
            if answer is None:
                await asyncio.sleep(ACK_SECONDS)
                answer = web.Response(status=504)
            return answer
        return web.json_response({"ok": True, **self._answer(method, arguments)})

    def _check(self, method: str, arguments: Payload) -> None:
        view = arguments.get("view")
        if view is not None:
            self.wrong += checks.view(view, "home" if method == "views.publish" else "modal")
        elif "blocks" in arguments:
            self.wrong += checks.blocks(arguments["blocks"])

    def _answer(self, method: str, arguments: Payload) -> Payload:
        to = str(arguments.get("channel") or arguments.get("user") or "")
        if method == "auth.test":
            return {"team_id": self.team, "team": "Raw", "user": "bot", "user_id": "UBOT",
                    "bot_id": "BBOT", "url": "https://raw.example/"}  # fmt: skip
        if method == "apps.connections.open":
            self._tickets.add(ticket := str(self.number()))
            return {"url": f"{self.url.replace('http:', 'ws:')}/socket?ticket={ticket}"}
        if method == "chat.postMessage":
            channel = to if to.startswith("D") else f"D{to[1:].lower()}"
            return {"channel": channel, "ts": f"1800000000.{self.number():06}"}
        if method == "users.info":
            return {"user": {"id": to, **self.profiles.get(to, {})}}
        if method.startswith("views."):
            return {"view": {"id": f"V{self.number()}"}}
        if method == "files.getUploadURLExternal":
            return {"upload_url": f"{self.url}/upload", "file_id": f"F{self.number()}"}
        return {"messages": [], "files": []}

    async def _upload(self, request: web.Request) -> web.Response:
        self.calls.append(("upload", {"size": len(await request.read())}))
        return web.Response(text="OK")


async def _arguments(request: web.Request) -> Payload:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = dict(await request.post())
    return {k: json.loads(str(v)) if k in JSON_ARGUMENTS else v for k, v in form.items()}


def error(code: str) -> Fault:
    """Give Slack's ok: false."""
    return lambda: web.json_response({"ok": False, "error": code})


def status(number: int, text: str = "", kind: str = "text/html", **headers: str) -> Fault:
    """Give an answer that is no JSON of Slack's."""
    return lambda: web.Response(status=number, text=text, content_type=kind, headers=headers)


def hang() -> None:
    """Give no answer until it is too late."""
    return


@asynccontextmanager
async def serve() -> AsyncIterator[Raw]:
    """Run one on a free port of this machine."""
    raw = Raw()
    app = web.Application()
    app.add_routes(raw.routes())
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    raw.url = f"http://{host}:{port}"
    try:
        yield raw
    finally:
        await runner.cleanup()


def words(value: Mapping[str, Any] | None) -> str:
    """Give what a payload says, in one piece."""
    return json.dumps(value or {}, ensure_ascii=False)
