"""Slack's end of the wire, in a process of its own: takes posts over TLS and answers at leisure."""

import asyncio
import json
import os
import ssl
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import trustme
from aiohttp import web

from benchmarks.arms import THERE, pin

WAIT_SECONDS = 20
WHO = {
    "ok": True,
    "team_id": "T0",
    "team": "Harbor & Finch",
    "user_id": "UBOT",
    "bot_id": "BBOT",
    "user": "second_coffee",
    "url": "https://harbor.example/",
}


class Server:
    """Answers every call ok, posts after a delay; it counts what was posted, and what twice."""

    def __init__(self) -> None:
        self.posted: Counter[str] = Counter()
        self.calls = 0
        self.delay = 0.0

    def app(self) -> web.Application:
        """Give the application to serve."""
        app = web.Application()
        app.router.add_route("*", "/api/chat.postMessage", self._post)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/counted", self._counted)
        app.router.add_get("/delay/{seconds}", self._slow)
        return app

    async def _post(self, request: web.Request) -> web.Response:
        body = await _body(request)
        if self.delay:
            await asyncio.sleep(self.delay)
        self.calls += 1
        self.posted[_id(body)] += 1
        ts = f"1800000000.{self.calls:06}"
        return web.json_response(
            {"ok": True, "channel": body.get("channel"), "ts": ts, "message": {"ts": ts}}
        )

    async def _call(self, request: web.Request) -> web.Response:
        await _body(request)
        return web.json_response(WHO)

    async def _counted(self, request: web.Request) -> web.Response:
        twice = sum(count > 1 for count in self.posted.values())
        found = {"posts": self.calls, "different": len(self.posted), "twice": twice}
        self.posted.clear()
        self.calls = 0
        return web.json_response(found)

    async def _slow(self, request: web.Request) -> web.Response:
        self.delay = float(request.match_info["seconds"])
        return web.json_response({"ok": True})


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    return dict(await request.post())


def _id(body: dict[str, Any]) -> str:
    metadata = body.get("metadata") or {}
    if isinstance(metadata, str):
        metadata = json.loads(metadata)
    return str((metadata.get("event_payload") or {}).get("prompt_id") or body.get("channel"))


@contextmanager
def beside(folder: Path) -> Iterator[dict[str, str]]:
    """Run it on another core; give what arms need in their environment to find and to trust it."""
    pinned = trustme.CA()
    known = folder / "authorities.pem"
    usual = ssl.get_default_verify_paths().cafile
    already = Path(usual).read_bytes() if usual and Path(usual).exists() else b""
    known.write_bytes(already + pinned.cert_pem.bytes())
    key = folder / "server.pem"
    pinned.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(key))
    call = [sys.executable, "-m", "benchmarks.slacks", str(key)]
    server = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        yield {"SLACK_API_URL": f"https://localhost:{port}/api/", "SSL_CERT_FILE": str(known)}
    finally:
        server.terminate()
        server.communicate(timeout=WAIT_SECONDS)


async def _serve(key: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(key)
    runner = web.AppRunner(Server().app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    pin(THERE)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    asyncio.run(_serve(sys.argv[1]))
