"""A playground with a real Bolt app connected to it over Socket Mode."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.clock import Clock
from playground.server import Playground

MANIFEST = Path(__file__).with_name("manifest.yml")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

Connect = Callable[[AsyncApp], Awaitable[AsyncSocketModeHandler]]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A playground on a free port, its clock standing at START."""
    playground = Playground(MANIFEST, Clock(START, running=False))
    await playground.start()
    playground.here.sockets.ack_seconds = 30
    playground.here.sockets.retry_seconds = (0.0, 0.1, 0.2)
    yield playground
    await playground.stop()


def grant(playground: Playground, *scopes: str) -> None:
    """Give the installed app more scopes than its manifest asks for."""
    manifest = playground.here.manifest
    playground.here.manifest = replace(manifest, scopes=(*scopes, *manifest.scopes))


def subscribe(playground: Playground, *events: str) -> None:
    """Let the app hear of exactly these events."""
    playground.here.manifest = replace(playground.here.manifest, events=frozenset(events))


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    """Slack's own client, pointed at the playground."""
    return AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    """A Bolt app without listeners."""
    return AsyncApp(client=client, process_before_response=True)


@pytest.fixture
async def connect(playground: Playground) -> AsyncIterator[Connect]:
    """Connects an app by Socket Mode; the connection ends with the test."""
    handlers: list[AsyncSocketModeHandler] = []

    async def connect(app: AsyncApp) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(app, playground.app_token, ping_interval=0.5)
        handlers.append(handler)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        return handler

    yield connect
    for handler in handlers:
        await handler.close_async()  # type: ignore[no-untyped-call]
