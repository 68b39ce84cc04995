"""The whole bot, built from its settings and a clock: Bolt's app, its socket, its heart."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from handlers import workspaces
from handlers.deps import Deps
from handlers.settings import Settings
from handlers.ticking import Heart
from store import revisions, seals
from store.database import Database

CALL_SECONDS = 10


class Bot:
    """The whole bot: Bolt's app, its socket, its heart and its database."""

    def __init__(self, settings: Settings, deps: Deps, app: AsyncApp) -> None:
        self.settings = settings
        self.deps = deps
        self.app = app
        self.heart = Heart(deps)
        self._socket: AsyncSocketModeHandler | None = None

    async def start(self) -> None:
        """Say hello to Slack, then listen and beat."""
        self.deps.identity = await workspaces.hello(self.deps)
        self._socket = AsyncSocketModeHandler(
            self.app, self.settings.slack_app_token, web_client=self.deps.client
        )
        await self._socket.connect_async()  # type: ignore[no-untyped-call]
        self.heart.start()

    async def stop(self) -> None:
        """Stop listening, finish what is in flight, and close the database."""
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self.heart.stop()
        await asyncio.to_thread(self.deps.database.close)


@asynccontextmanager
async def build(settings: Settings, clock: Callable[[], datetime]) -> AsyncIterator[Bot]:
    """Build the bot from its settings and a clock; everything is closed at the end."""
    timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(
            token=settings.slack_bot_token,
            base_url=settings.slack_api_url,
            session=session,
            ssl=ssl.create_default_context(),
            retry_handlers=[],
            trust_env_in_session=True,
        )
        database = Database(settings.database_url, settings.ring)
        await asyncio.to_thread(revisions.prepare, database)
        await asyncio.to_thread(seals.prove, database)
        deps = Deps(
            database=database,
            client=client,
            clock=clock,
            timers=settings.timers,
            owner=uuid4().hex,
            organizer=settings.organizer,
        )
        bot = Bot(settings, deps, _bolt(settings, deps))
        try:
            await bot.start()
            yield bot
        finally:
            await bot.stop()


def _bolt(settings: Settings, deps: Deps) -> AsyncApp:
    """Build Bolt's app; each answer goes out after its listener has committed."""

    async def authorize(**_: Any) -> AuthorizeResult:
        who = deps.identity
        assert who is not None  # noqa: S101 - listeners start after hello
        return AuthorizeResult(
            enterprise_id=None,
            team_id=who.workspace_id,
            bot_token=settings.slack_bot_token,
            bot_id=who.bot_id,
            bot_user_id=who.bot_user_id,
        )

    app = AsyncApp(
        client=AsyncWebClient(base_url=settings.slack_api_url),
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,  # so that everything is acknowledged in words
        request_verification_enabled=False,  # Socket Mode: what arrives came by our own socket
    )
    handlers.register(app, deps)
    return app
