"""HTTP, for Slack's requests and the few pages: exact paths only, bounded bodies, no banners."""

import asyncio
import errno
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

from aiohttp import web
from prometheus_client import Counter
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.failures import report
from handlers import metrics
from handlers.doors import Door

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
EVENTS = "/slack/events"
STOP_SECONDS = 8.0
IDLE_SECONDS = 65.0  # longer than the minute for which balancers keep a connection
TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
# Bolt obeys some headers that nobody signs; it is given these and no other.
SIGNED = ("content-type", TIMESTAMP, SIGNATURE)
# Bolt's check raises on others, and what it raises would be answered as if it came from Slack.
SECOND, SIGNED_BY = re.compile("[0-9]{1,12}"), re.compile("v0=[0-9a-f]{64}")
# Only Slack reads what it is answered, so that carries no more than it must.
BARE = {"Server": "second-coffee", "X-Content-Type-Options": "nosniff"}
HEADERS = {
    **BARE,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
}
NAMES = {
    EVENTS: "events",
    "/slack/install": "install",
    "/slack/oauth_redirect": "redirect",
    "/healthz": "health",
    "/readyz": "health",
    "/metrics": "metrics",
}

Page = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Pages = Mapping[tuple[str, str], Page]


class Serving:
    """A server on one address that answers the pages it was given, and 404 for all else."""

    def __init__(self, pages: Pages, host: str, port: int) -> None:
        self.pages = pages
        self.host, self.port = host, port
        self._paths = {path for _, path in pages}
        self._runner: web.ServerRunner | None = None

    async def start(self) -> None:
        """Listen; OSError with a sentence when the address is taken."""
        self._runner = web.ServerRunner(_Server(self._answer), shutdown_timeout=STOP_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port, backlog=1024).start()
        except OSError as error:
            await self._runner.cleanup()
            self._runner = None
            if error.errno == errno.EADDRINUSE:
                taken = f"Port {self.port} is taken on {self.host}. Set PORT to another one."
                raise OSError(error.errno, taken) from error
            raise
        self.port = self._runner.addresses[0][1]
        paths = ",".join(sorted(self._paths))
        log.info("serving", extra={"host": self.host, "port": self.port, "paths": paths})

    async def stop(self) -> None:
        """Take nothing new and let what is being answered end."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        answer = await self._page(request)
        page = NAMES.get(request.path, "other")
        answer.headers.update(BARE if page == "events" else HEADERS)
        _count(page, answer.status // 100).inc()
        return answer

    async def _page(self, request: web.BaseRequest) -> web.StreamResponse:
        page = self.pages.get((request.method, request.path))
        if page is None:
            return _plain(405 if request.path in self._paths else 404)
        try:
            return await page(request)
        except web.HTTPRequestEntityTooLarge:
            return _plain(413)
        except (ConnectionError, web.HTTPException):
            return _plain(400)
        except Exception as error:
            report(error)
            return _plain(500)


class _Server(web.Server):
    """Answers what is no HTTP at all as barely as everything else."""

    def __call__(self) -> web.RequestHandler:
        return _Connection(
            self,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]
            keepalive_timeout=IDLE_SECONDS,
            auto_decompress=False,
        )


class _Connection(web.RequestHandler):
    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what the page couldn't, without a word about why."""
        log.info("request refused", extra={"status": status, "error": type(exc).__name__})
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun")
        answer = _plain(status)
        answer.headers.update(HEADERS)
        answer.force_close()
        return answer


def events(door: Door) -> Page:
    """Give the page to which Slack sends events, commands, clicks and submissions."""

    async def take(request: web.BaseRequest) -> web.StreamResponse:
        if (request.content_length or 0) > MOST_BYTES:
            return _plain(413)
        told: dict[str, Any] = {name: request.headers.get(name, "") for name in SIGNED}
        if not (SECOND.fullmatch(told[TIMESTAMP]) and SIGNED_BY.fullmatch(told[SIGNATURE])):
            return _plain(401)
        try:
            body = (await request.read()).decode()
            asked = AsyncBoltRequest(body=body, headers=told)
        except (ValueError, RecursionError, TypeError, AttributeError):
            return _plain(400)
        answer = await door.let_in(asked)
        kind = "application/json" if answer.body.startswith("{") else "text/plain"
        return web.Response(
            status=answer.status,
            body=answer.body.encode(),
            headers={"Content-Type": f"{kind}; charset=utf-8"},
        )

    return take


@cache
def _count(page: str, status: int) -> Counter:
    return metrics.REQUESTS.labels(page, f"{status}xx")


def answer_json(body: Mapping[str, Any], status: int = 200) -> web.Response:
    """Give a small JSON answer."""
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")


def _plain(status: int) -> web.Response:
    return web.Response(status=status, text="")
