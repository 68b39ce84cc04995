"""A socket with whims: twice though acknowledged, out of order, cut with an envelope in flight."""

import asyncio
from dataclasses import replace
from random import Random

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.whims import Whims
from tests.playground.test_sockets import dial


def whims(**shares: float) -> Whims:
    """Give whims that never strike but as said."""
    made = Whims(Random(1), again=0, held=0, cut=0)  # noqa: S311 - nobody's secret
    return replace(made, **shares)  # type: ignore[arg-type]


async def test_what_was_acknowledged_may_come_once_more(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.here.sockets.whims = whims(again=1, again_seconds=0.05)
    async with aiohttp.ClientSession() as session:
        ws = await dial(playground, client, session)
        await ws.receive_json()
        posting = asyncio.create_task(playground.post("maya", "hello"))
        envelopes = []
        for _ in range(2):
            envelopes.append(await ws.receive_json())
            await ws.send_json({"envelope_id": envelopes[-1]["envelope_id"]})
        await posting
        await playground.quiet()
        first, second = envelopes
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        assert first["envelope_id"] != second["envelope_id"]
        assert playground.here.sockets.whims.struck["again"] == 1
        await ws.close()


async def test_what_is_held_is_overtaken(playground: Playground, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session:
        ws = await dial(playground, client, session)
        await ws.receive_json()
        playground.here.sockets.whims = holding = whims(held=1, held_seconds=2)
        first = asyncio.create_task(playground.post("maya", "first"))
        while not holding.struck["held"]:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.001)
        playground.here.sockets.whims = None
        second = asyncio.create_task(playground.post("maya", "second"))
        heard = []
        for _ in range(2):
            envelope = await ws.receive_json()
            heard.append(envelope["payload"]["event"]["text"])
            await ws.send_json({"envelope_id": envelope["envelope_id"]})
        await asyncio.gather(first, second)
        assert heard == ["second", "first"]
        await ws.close()


async def test_a_cut_connection_takes_its_envelope_along(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.here.sockets.ack_seconds = 0.2
    playground.here.sockets.whims = whims(cut=1)
    async with aiohttp.ClientSession() as session:
        ws = await dial(playground, client, session)
        await ws.receive_json()
        await playground.post("maya", "hello")
        async with asyncio.timeout(60):
            while not ws.closed:
                await ws.receive()
        assert not playground.here.sockets.connected
