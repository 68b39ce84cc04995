"""A file is fetched from Slack's own host alone, by nobody but its owner, and never past a size."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import parcels
from bot.calls import Call
from handlers import fetching
from handlers.deps import Deps
from store.memories import Memory
from tests.life import TEAM, Life
from tests.pairs import rows
from tests.parcels import full, zipped

Answer = Callable[[web.Request], Any]


@dataclass
class Shelf:
    """A file server that answers as it is told and notes what it was asked."""

    deps: Deps
    url: str
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def fetch(self, **file: Any) -> None:
        """Let Maya's file be fetched, as files.info tells of it."""
        told = {"user": "UMAYA", "url_private_download": f"{self.url}/file.zip", **file}
        call = Call("E1", TEAM, "UMAYA", "files.info", {"file": "F1"})
        await fetching.fetch(self.deps, call, {"ok": True, "file": told})


@asynccontextmanager
async def shelf(life: Life, answer: Answer) -> AsyncIterator[Shelf]:
    """Serve one file, or whatever else the test has in mind."""
    asked: list[tuple[str, str]] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        asked.append((request.path, request.headers.get("Authorization", "")))
        found: web.StreamResponse = await answer(request)
        return found

    app = web.Application()
    app.router.add_get("/{name}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-1", f"{url}/api/", session=session, retry_handlers=[])
        yield Shelf(Deps(life.database, client, lambda: life.now), url, asked)
    await runner.cleanup()


def gives(content: bytes, status: int = 200) -> Answer:
    """Answer with these bytes."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=content, status=status)

    return answer


def told(life: Life) -> str:
    """Give what Maya was told of it."""
    life.settle()
    said: str = life.last("maya").body["text"]
    return said


async def test_a_file_of_ones_own_is_fetched_with_the_bots_token(life: Life) -> None:
    async with shelf(life, gives(zipped(full()))) as here:
        await here.fetch()
        assert here.asked == [("/file.zip", "Bearer xoxb-1")]
    assert "4 new" in told(life)
    assert len(rows(life, Memory)) == 1


async def test_a_file_somebody_else_put_there_is_not_even_fetched(life: Life) -> None:
    async with shelf(life, gives(zipped(full()))) as here:
        await here.fetch(user="ULEO")
        assert here.asked == []
    assert "Somebody else put it into Slack" in told(life)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/file.zip",
        "http://files.slack.com/file.zip",
        "https://files.slack.com.evil.example/file.zip",
        "https://files.slack.com@evil.example/file.zip",
        "https://evil.example\\@127.0.0.1/file.zip",
        "file:///etc/passwd",
        "http://127.0.0.1:1/file.zip",
        "//evil.example/file.zip",
        "http://[broken/file.zip",
        "",
    ],
)
async def test_no_other_host_is_asked_nor_given_the_token(life: Life, address: str) -> None:
    async with shelf(life, gives(zipped(full()))) as here:
        await here.fetch(url_private_download=address)
        assert here.asked == []
    assert "Slack didn't hand it over" in told(life)


@pytest.mark.parametrize(
    ("address", "base", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.zip", "https://slack.com/api/", True),
        ("https://files.slack-gov.com/x", "https://slack-gov.com/api/", True),
        ("https://files.slack-gov.com/x", "https://slack.com/api/", False),
        ("https://slack.com/x", "https://slack.com/api/", True),
        ("https://files.slack.com:444/x", "https://slack.com/api/", False),
        ("http://slack.com/x", "https://slack.com/api/", False),
    ],
)
def test_the_file_server_is_that_of_the_web_api(address: str, base: str, ours: bool) -> None:
    assert fetching._of_slack(address, base) is ours


async def test_no_redirect_is_followed(life: Life) -> None:
    async def away(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/elsewhere.zip")

    async with shelf(life, away) as here:
        await here.fetch()
        assert [path for path, _ in here.asked] == ["/file.zip"]
    assert "Slack didn't hand it over" in told(life)


async def test_a_body_without_end_is_cut_off(life: Life) -> None:
    sent = 0

    async def pour(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 10 * parcels.MOST_BYTES:
            await response.write(b"x" * 1_000_000)
            sent += 1_000_000
        return response

    async with shelf(life, pour) as here:
        await here.fetch()
    assert sent < 3 * parcels.MOST_BYTES
    assert "10 MB is the most" in told(life)


async def test_a_login_page_in_its_place_is_no_file(life: Life) -> None:
    async with shelf(life, gives(b"<!doctype html><title>Sign in</title>")) as here:
        await here.fetch()
    assert "It isn't a file that Save my data made" in told(life)


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_file_that_is_gone_is_told_of(life: Life, status: int) -> None:
    async with shelf(life, gives(b"", status)) as here:
        await here.fetch()
    assert "Slack didn't hand it over" in told(life)


async def test_a_server_in_trouble_is_asked_again_later(life: Life) -> None:
    async with shelf(life, gives(b"", 503)) as here:
        with pytest.raises(fetching.NotHanded):
            await here.fetch()
    assert [message.kinds for message in life.sent] == []
