"""The whole bot, built from its settings and a clock: Bolt's app, its door, its heart."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import uuid4

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from handlers import clients, databases, health, serving, workspaces
from handlers.arriving import Seats
from handlers.attending import Attendance
from handlers.clocks import SteadyClock
from handlers.deps import Deps
from handlers.doors import Door, Socket
from handlers.health import Health
from handlers.installed import Seat
from handlers.installing import Installing
from handlers.limits import SLACK, Limits
from handlers.serving import Serving
from handlers.settings import Settings
from handlers.ticking import Heart
from handlers.timing import Timed
from handlers.upkeep import Upkeep

log = logging.getLogger(__name__)

ENDING_SECONDS = 10


class Bot:
    """The whole bot: Bolt's app, what leads to it, its heart and its database."""

    def __init__(self, settings: Settings, deps: Deps, app: AsyncApp) -> None:
        self.settings = settings
        self.deps = deps
        self.door = Door(app)
        self.heart = Heart(deps)
        self.upkeep = Upkeep(deps)
        self.attendance = Attendance(deps)
        self.health = Health(deps.database, self.ready)
        self.serving: list[Serving] = []
        self._socket: Socket | None = None
        self._ending = False

    async def start(self) -> None:
        """Say hello to Slack, then listen and beat."""
        await self.attendance.start()
        if self.settings.single:
            who = self.deps.identity = await workspaces.hello(self.deps)
            self.deps.installed.only = Seat(
                who.workspace_id, who.bot_user_id, who.bot_id, self.deps.client
            )
        await self._serve()
        if self.settings.slack_app_token:
            token = self.settings.slack_app_token
            self._socket = Socket(self.door, token, self.deps.client)
            await self._socket.line.connect()
        self.heart.start()
        self.upkeep.start()

    async def _serve(self) -> None:
        """Serve Slack and browsers where they come in, and health pages beside in any case."""
        settings = self.settings
        pages: dict[tuple[str, str], serving.Page] = {}
        if not settings.slack_app_token:
            pages["POST", serving.EVENTS] = serving.events(self.door)
        if settings.installs:
            pages.update(Installing(settings, self.deps).pages())
        if pages:
            pages.update(self.health.pages(with_metrics=False))
            self.serving.append(Serving(pages, settings.host, int(settings.port or 3000)))
            await self.serving[0].start()
        beside = settings.metrics_port if pages else settings.port
        if beside:
            counted = self.health.pages(with_metrics=True)
            self.serving.append(await health.beside(counted, settings.host, int(beside)))

    async def ready(self) -> dict[str, bool]:
        """Say whether Slack reaches the bot, and whether it means to go on."""
        if self._socket is not None:
            listening = await self._socket.line.is_connected()
        else:
            listening = bool(self.serving)
        return {"slack": listening, "running": not self._ending}

    async def stop(self) -> None:
        """Take nothing new, finish what is in flight, release the rest, close the database."""
        self._ending = True
        self.upkeep.stop()
        try:
            async with asyncio.timeout(ENDING_SECONDS):
                await asyncio.gather(self.door.close(), self.heart.stop())
        except TimeoutError:
            log.warning("ended with something in flight")
        await self.attendance.stop()
        if self._socket is not None:
            await self._socket.line.close()  # type: ignore[no-untyped-call]
        for each in self.serving:
            await each.stop()
        await asyncio.to_thread(self.deps.database.close)


@asynccontextmanager
async def build(
    settings: Settings, clock: Callable[[], datetime], limits: Limits = SLACK
) -> AsyncIterator[Bot]:
    """Build the bot from its settings and a clock; everything is closed at the end."""
    timeout = aiohttp.ClientTimeout(total=limits.call_seconds)
    traces = [clock.trace()] if isinstance(clock, SteadyClock) else []
    async with aiohttp.ClientSession(timeout=timeout, trace_configs=traces) as session:
        client = clients.client(
            settings.slack_api_url,
            settings.slack_bot_token or None,
            session,
            ssl.create_default_context(),
        )
        database = Timed(settings.database_url, settings.ring)
        await databases.ready(database)
        deps = Deps(
            database=database,
            client=client,
            clock=clock,
            timers=settings.timers,
            owner=uuid4().hex,
            organizer=settings.organizer,
            limits=limits,
        )
        deps.installed.client_id = settings.slack_client_id
        deps.installed.client_secret = settings.slack_client_secret
        bot = Bot(settings, deps, _bolt(settings, deps))
        try:
            await bot.start()
            yield bot
        finally:
            await bot.stop()


def _bolt(settings: Settings, deps: Deps) -> AsyncApp:
    """Build Bolt's app; each answer goes out after its listener has committed."""
    app = AsyncApp(
        client=AsyncWebClient(base_url=settings.slack_api_url),
        authorize=Seats(deps),
        signing_secret=settings.slack_signing_secret,
        process_before_response=True,
        raise_error_for_unhandled_request=True,  # so that everything is acknowledged in words
        # What arrives in Socket Mode came by our own socket.
        request_verification_enabled=not settings.slack_app_token,
    )
    handlers.register(app, deps)
    return app
