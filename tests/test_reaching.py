"""Whether the public address leads to the bot, with the bot running and before it does."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from handlers import reaching
from handlers.serving import EVENTS, Serving
from handlers.settings import Settings


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def answering(text: str, port: int = 0) -> AsyncIterator[int]:
    """Run something else that answers at the place of the bot; its port."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=text)

    serving = Serving({("GET", EVENTS): answer}, "127.0.0.1", port)
    await serving.start()
    yield serving.port
    await serving.stop()


def settings(port: int, public: int) -> Settings:
    return Settings(port=str(port), public_url=f"http://127.0.0.1:{public}")


async def test_before_the_bot_runs_its_place_is_taken_for_a_moment() -> None:
    port = free_port()
    assert await reaching.lack(settings(port, port)) == ""
    assert await reaching.lack(settings(port, port)) == ""


async def test_a_bot_that_runs_answers_for_itself() -> None:
    serving = Serving({("POST", EVENTS): answer_never}, "127.0.0.1", 0)
    await serving.start()
    assert await reaching.lack(settings(serving.port, serving.port)) == ""
    await serving.stop()


async def answer_never(request: web.BaseRequest) -> web.StreamResponse:
    raise AssertionError("nothing is posted to see where an address leads")


async def test_an_address_that_leads_elsewhere_is_said() -> None:
    async with answering("Welcome to our intranet") as elsewhere:
        assert "not from 127.0.0.1" in await reaching.lack(settings(free_port(), elsewhere))


async def test_an_address_where_nobody_answers_is_said() -> None:
    assert "can't be reached" in await reaching.lack(settings(free_port(), free_port()))


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
async def test_a_place_that_cannot_be_listened_at_is_said(host: str) -> None:
    wanted = Settings(host=host, port="0", public_url="http://127.0.0.1:9")
    assert "set HOST and PORT" in await reaching.lack(wanted)
