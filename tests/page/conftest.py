"""A playground with the gallery's app in it, and a browser looking at it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, ViewportSize, async_playwright, expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground import triggers
from playground.clock import Clock
from playground.companion import Entry
from playground.server import Playground
from tests.page.gallery import gallery

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 360, "height": 740}
LONG_SECONDS = 60
SHOWN = {
    "": ".conversation .message",
    "thread": "#panel .message",
    "timeline": ".line-entry",
    "home": ".home h2",
}


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so; TimeoutError when it never is."""
    async with asyncio.timeout(LONG_SECONDS):
        while not so():  # noqa: ASYNC110 - nobody tells when it is
            await asyncio.sleep(0.01)


async def shown(page: Page, place: str) -> None:
    """Wait until the conversation is drawn, or the thread, timeline or Home that a place names."""
    named = next((each for each in SHOWN if each and each in place), "")
    await page.locator(SHOWN[named]).first.wait_for()


class Plans:
    """The bot's side of the clock, with three things due and one done."""

    def __init__(self) -> None:
        self.done: list[Entry] = []

    def due(self, playground: Playground) -> list[Entry]:
        """What is still ahead."""
        whats = ["Offer times for session 1", "Topic for session 1", "Did you meet?"]
        at = [START + timedelta(days=days, hours=1) for days in (2, 9, 30)]
        now = playground.here.now()
        pairs = zip(at, whats, strict=True)
        return [Entry(when, "U0MAYA001", what, "M", False) for when, what in pairs if when > now]


@dataclass
class Stage:
    """A playground, what its app heard, and what the timeline is to say."""

    playground: Playground
    plans: Plans
    client: AsyncWebClient
    heard: list[dict[str, Any]] = field(default_factory=list)
    ahead: int = 3

    async def next_due(self) -> datetime | None:
        """The companion's word for the next instant."""
        due = self.plans.due(self.playground)
        return due[0].at if due else None

    async def settle(self) -> None:
        """Say a word for each thing that has come due."""
        due = len(self.plans.due(self.playground))
        for _ in range(self.ahead - due):
            await self.client.chat_postMessage(channel="U0MAYA001", text="This was due.")
        self.ahead = due

    async def timeline(self) -> list[Entry]:
        """What is done, then what is due."""
        return [*self.plans.done, *self.plans.due(self.playground)]


@pytest.fixture(scope="session", autouse=True)
def _patience() -> Iterator[None]:
    """Let no slow machine fail a test: what is to come may take its time."""
    expect.set_options(timeout=1000 * LONG_SECONDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(triggers, "LIFE", LONG_SECONDS)
        yield


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[BrowserContext]:
    """Headless Chromium, as this machine has it."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no browser found: install Debian's chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield await browser.new_context(viewport=WIDE, reduced_motion="reduce")
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    """A fresh playground with the gallery's app connected."""
    playground = Playground(MANIFEST, Clock(START, running=False))
    playground.here.sockets.ack_seconds = LONG_SECONDS
    await playground.start()
    client = AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)
    app = AsyncApp(client=client, process_before_response=True)
    stage = Stage(playground, Plans(), client)
    playground.companion = stage
    gallery(app, stage.heard)
    handler = AsyncSocketModeHandler(app, playground.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield stage
    await handler.close_async()  # type: ignore[no-untyped-call]
    await playground.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: BrowserContext, stage: Stage) -> AsyncIterator[Page]:
    """Maya's seat on a desktop; an error in the page's console fails the test."""
    page = await browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.set_default_timeout(1000 * LONG_SECONDS)
    given: list[str] = []
    page.on("requestfinished", lambda request: given.append(urlsplit(request.url).path))
    await page.goto(f"{stage.playground.url}/#as=U0MAYA001")
    await page.get_by_label("Message to Second Coffee").wait_for()
    # It asks for everything once more when its stream has come.
    await until(lambda: min(given.count(f"/page/{each}") for each in ("state", "messages")) > 1)
    yield page
    await page.close()
    assert [each for each in errors if "status of 400" not in each] == []
