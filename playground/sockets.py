"""Socket Mode: the app's connections, envelopes, acknowledgements and redelivery."""

import asyncio
import contextlib
import json
import logging
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from playground.payloads import Payload
from playground.traffic import Traffic
from playground.whims import Whims

log = logging.getLogger(__name__)

Result = TypeVar("Result")

MOST_CONNECTIONS = 10


class Unanswered(Exception):
    """The app did not acknowledge in time, or there is no app at all."""


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app's; `leaving` once it was told to disconnect."""

    ws: web.WebSocketResponse
    transport: asyncio.BaseTransport | None = None
    leaving: bool = False

    def cut(self) -> None:
        """Drop the connection as a network does: without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


@dataclass
class Sockets:
    """The app's open connections. Times are seconds of real time and may be set by tests."""

    app_id: str
    ack_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (0.0, 1.0, 3.0)
    ping_seconds: float = 10.0
    on_change: Callable[[bool], None] = lambda connected: None
    whims: Whims | None = None
    connections: list[Connection] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, "asyncio.Future[Payload]"] = field(default_factory=dict)
    _tasks: set["asyncio.Task[Any]"] = field(default_factory=set)

    @property
    def connected(self) -> bool:
        """Whether an app is there to hear anything."""
        return any(not each.leaving for each in self.connections)

    def ticket(self) -> str:
        """What apps.connections.open puts in its address; good for one connection."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection's life: hello, then acknowledgements until it closes."""
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPNotFound(text="this address has been used, or never was one")
        self._tickets.discard(request.query["ticket"])
        ws = web.WebSocketResponse(heartbeat=self.ping_seconds)
        await ws.prepare(request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await ws.close()
            return ws
        connection = Connection(ws, request.transport)
        self.connections.append(connection)
        try:
            await ws.send_json(self._hello())
            self.on_change(self.connected)
            async for message in ws:
                if message.type == WSMsgType.TEXT:
                    self._hear(message.data)
        finally:
            self.connections.remove(connection)
            self.on_change(self.connected)
        return ws

    async def ask(self, kind: str, payload: Payload) -> Payload:
        """Deliver a command or interaction once; the acknowledgement's payload, or Unanswered."""
        return await self._deliver(kind, payload, accepts=True, attempt=0)

    def tell(self, payload: Payload) -> "asyncio.Task[bool]":
        """Deliver an event, again and again if it isn't acknowledged; True once it was."""
        self.traffic.begin()
        return self._keep(asyncio.create_task(self._retry(payload)))

    async def disconnect(self, reason: str = "refresh_requested", close: bool = False) -> None:
        """Tell every connection to go: warning, refresh_requested or link_disabled."""
        for connection in list(self.connections):
            connection.leaving = reason != "warning"
            debug = {"host": "applink-playground"}
            await connection.ws.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": debug}
            )
            if close:
                await connection.ws.close()

    async def stop(self) -> None:
        """Close everything; undelivered events are given up."""
        for task in list(self._tasks):
            task.cancel()
        for connection in list(self.connections):
            await connection.ws.close(code=1001)

    def _hello(self) -> Payload:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-playground",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self.app_id},
        }

    def _hear(self, text: str) -> None:
        answer = json.loads(text)
        waiting = self._waiting.get(answer.get("envelope_id", ""))
        if waiting and not waiting.done():
            waiting.set_result(answer.get("payload") or {})

    async def _retry(self, payload: Payload) -> bool:
        try:
            for attempt in range(len(self.retry_seconds) + 1):
                if attempt:
                    await asyncio.sleep(self.retry_seconds[attempt - 1])
                try:
                    await self._deliver("events_api", payload, accepts=False, attempt=attempt)
                except Unanswered:
                    log.warning("not acknowledged: %s", _name(payload["event"]))
                else:
                    return True
            return False
        finally:
            self.traffic.end()

    async def _deliver(self, kind: str, payload: Payload, accepts: bool, attempt: int) -> Payload:
        if self.whims and (held := self.whims.wait()):
            await asyncio.sleep(held)
        answer = await self._send_once(kind, payload, accepts, attempt)
        if self.whims and (after := self.whims.repeats()) is not None:
            again = self._repeat(after, kind, payload, accepts, attempt + 1)
            self._keep(asyncio.create_task(again))
        return answer

    async def _repeat(
        self, seconds: float, kind: str, payload: Payload, accepts: bool, attempt: int
    ) -> None:
        """Deliver again what was acknowledged, and never mind the answer."""
        with self.traffic.passing():
            await asyncio.sleep(seconds)
            with contextlib.suppress(Unanswered):
                await self._send_once(kind, payload, accepts, attempt)

    async def _send_once(self, kind: str, payload: Payload, accepts: bool, attempt: int) -> Payload:
        ready = [each for each in self.connections if not each.leaving and not each.ws.closed]
        if not ready:
            raise Unanswered("no app is connected")
        envelope: Payload = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        waiting: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        self.traffic.begin()
        try:
            connection = random.choice(ready)  # noqa: S311 - as Slack does
            await connection.ws.send_json(envelope)
            if self.whims and self.whims.cuts():
                connection.cut()
            return await asyncio.wait_for(waiting, self.ack_seconds)
        except (TimeoutError, ConnectionError) as late:
            raise Unanswered("no acknowledgement in time") from late
        finally:
            self.traffic.end()
            del self._waiting[envelope["envelope_id"]]

    def _keep(self, task: "asyncio.Task[Result]") -> "asyncio.Task[Result]":
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _name(event: Payload) -> str:
    return f"{event['type']} {event.get('subtype', '')}".strip()
