"""Puts a playground together and serves it on this machine only."""

import asyncio
import contextlib
import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from playground import answers, companies, manifests
from playground.api import calls, files
from playground.api.methods import Refusal
from playground.clock import Clock
from playground.companies import Company
from playground.companion import Companion
from playground.guards import LOOPBACK, guard
from playground.hands import Hands
from playground.keeping import Cabinet
from playground.playing import Playing
from playground.records import Channel, Records
from playground.seats import Seats
from playground.sockets import Sockets
from playground.workspace import Workspace

PAGE = Path(__file__).with_name("page")
SAVE_SECONDS = 1.0
DRIFT = timedelta(minutes=1)
MOST_BYTES = 32_000_000


class Playground(Hands):
    """A Slack on loopback. Give it a folder and it remembers; None keeps it all in memory."""

    def __init__(
        self,
        manifest: Path,
        clock: Clock,
        company: Company | None = None,
        folder: Path | None = None,
        companion: Companion | None = None,
    ) -> None:
        company = company or companies.read()
        self._cabinet = Cabinet(folder) if folder else None
        records = Records(company, self._cabinet)
        here = Workspace(
            manifest=manifests.read(manifest),
            clock=clock,
            records=records,
            sockets=Sockets(company.app_id),
            bot_token=_token(records, "bot_token", "xoxb"),
            app_token=_token(records, "app_token", "xapp-1"),
            companion=companion,
        )
        super().__init__(here)
        here.sockets.on_change = self._connection
        if "now" in records.meta:
            clock.set(datetime.fromisoformat(records.meta["now"]))
        for key, name in company.channels.items():
            members = [p.id for p in records.people.values() if not p.deleted]
            if key not in records.channels:
                records.keep_channel(
                    Channel(key, "channel", name, members, int(clock.now().timestamp()))
                )
        self.playing = Playing(self)
        self._runner: web.AppRunner | None = None
        self._saving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.here.url

    @property
    def api_url(self) -> str:
        """The base of the Web API, ending in /api/."""
        return f"{self.here.url}/api/"

    @property
    def bot_token(self) -> str:
        """The app's bot token."""
        return self.here.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.here.app_token

    @property
    def organizer(self) -> str:
        """The id of who helps in this company, empty when nobody does."""
        found = (p.id for p in self.here.records.people.values() if p.role == "organizer")
        return next(found, "")

    @property
    def companion(self) -> Companion | None:
        """The bot's side of the clock, set once the bot has been built."""
        return self.here.companion

    @companion.setter
    def companion(self, companion: Companion | None) -> None:
        self.here.companion = companion

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen on that loopback name (port 0: any free one); OSError when it is taken."""
        if host not in LOOPBACK:
            raise ValueError("the playground listens on this machine only")
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.here.url = f"http://{host}:{bound}"
        if self._cabinet:
            self._saving = asyncio.create_task(self._save_often())

    async def stop(self) -> None:
        """Let app and pages go, and save."""
        await self.playing.stop()
        self.here.streams.stop()
        await self.here.sockets.stop()
        if self._saving:
            self._saving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saving
        if self._runner:
            await self._runner.cleanup()
        await self.save()

    async def save(self) -> None:
        """Write what has changed."""
        if self._cabinet:
            self.here.records.keep_meta("now", self.here.now().isoformat())
            await asyncio.to_thread(self._cabinet.save, self.here.records.changes())

    async def _save_often(self) -> None:
        saved_at = self.here.now()
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            if self.here.records.changed or self.here.now() - saved_at > DRIFT:
                saved_at = self.here.now()
                await self.save()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[guard], client_max_size=MOST_BYTES)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._call),
                web.get("/link", self.here.sockets.serve),
                web.post("/upload/v1/{file_id}", self._upload),
                web.get("/files-pri/{key}/{name}", self._private_file),
                web.post("/{kind:commands|actions}/{team}/{key}", self._respond),
                *Seats(self, self.playing).routes(),
                web.get("/", self._page),
            ]
        )
        if PAGE.is_dir():
            app.router.add_static("/static", PAGE)
        return app

    async def _page(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _call(self, request: web.Request) -> web.StreamResponse:
        return await calls.answer(self.here, request)

    async def _upload(self, request: web.Request) -> web.Response:
        return await files.receive(self.here, request)

    async def _respond(self, request: web.Request) -> web.Response:
        reply = self.here.replies.use(request.match_info["key"], self.here.now())
        if isinstance(reply, str):
            return web.json_response({"ok": False, "error": reply}, status=404)
        try:
            answers.respond(self.here, reply, json.loads(await request.text()))
        except Refusal as refusal:
            return web.json_response(refusal.answer, status=400)
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        return web.Response(text="ok")

    async def _private_file(self, request: web.Request) -> web.Response:
        file = self.here.records.files.get(request.match_info["key"].rpartition("-")[2])
        if request.headers.get("Authorization") != f"Bearer {self.here.bot_token}":
            raise web.HTTPFound(f"{self.here.url}/")
        if "files:read" not in self.here.manifest.scopes or file is None:
            raise web.HTTPNotFound(text="no such file")
        return files.download(file)

    def _connection(self, connected: bool) -> None:
        self.here.streams.tell({"type": "bot", "connected": connected})


def _token(records: Records, name: str, prefix: str) -> str:
    if name not in records.meta:
        records.keep_meta(name, f"{prefix}-{secrets.token_hex(4)}-{secrets.token_hex(12)}")
    return str(records.meta[name])
