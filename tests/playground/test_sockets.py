"""Socket Mode: hello, redelivery, several connections, leaving and coming back."""

import asyncio
from typing import Any

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.conftest import Connect, subscribe

Envelope = dict[str, Any]


async def dial(
    playground: Playground, client: AsyncWebClient, session: aiohttp.ClientSession
) -> aiohttp.ClientWebSocketResponse:
    opened = await client.apps_connections_open(app_token=playground.app_token)
    return await session.ws_connect(opened["url"])


def turned(playground: Playground, wanted: bool) -> asyncio.Event:
    """Set once the app is connected, or no longer is."""
    event = asyncio.Event()

    def change(connected: bool) -> None:
        if connected is wanted:
            event.set()

    playground.here.sockets.on_change = change
    return event


async def test_a_connection_begins_with_hello_and_its_address_works_once(
    playground: Playground, client: AsyncWebClient
) -> None:
    async with aiohttp.ClientSession() as session:
        opened = await client.apps_connections_open(app_token=playground.app_token)
        async with session.ws_connect(opened["url"]) as ws:
            hello = await ws.receive_json()
            assert hello["type"] == "hello"
            assert hello["num_connections"] == 1
            assert hello["connection_info"] == {"app_id": "A0COFFEE1"}
            assert hello["debug_info"]["approximate_connection_time"] > 0
            async with session.get(opened["url"].replace("ws", "http", 1)) as again:
                assert again.status == 404
            assert playground.here.sockets.connected


async def test_an_event_comes_again_until_it_is_acknowledged(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.here.sockets.ack_seconds = 0.1
    async with aiohttp.ClientSession() as session:
        ws = await dial(playground, client, session)
        await ws.receive_json()
        posting = asyncio.create_task(playground.post("maya", "hello"))
        first: Envelope = await ws.receive_json()
        second: Envelope = await ws.receive_json()
        await ws.send_json({"envelope_id": second["envelope_id"]})
        await posting
        await playground.quiet()
        assert first["type"] == "events_api"
        assert first["accepts_response_payload"] is False
        assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        await ws.close()


async def test_an_event_is_given_up_after_three_more_attempts(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.here.sockets.ack_seconds = 0.05
    async with aiohttp.ClientSession() as session:
        ws = await dial(playground, client, session)
        await ws.receive_json()
        await playground.post("maya", "hello")
        await playground.quiet()
        attempts = [(await ws.receive_json())["retry_attempt"] for _ in range(4)]
        assert attempts == [0, 1, 2, 3]
        await ws.close()


async def test_a_command_comes_once_and_may_be_answered_in_its_acknowledgement(
    playground: Playground, client: AsyncWebClient
) -> None:
    async with aiohttp.ClientSession() as session:
        ws = await dial(playground, client, session)
        await ws.receive_json()
        using = asyncio.create_task(playground.command("maya", "/mentor"))
        envelope: Envelope = await ws.receive_json()
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        assert "retry_attempt" not in envelope
        payload = {"text": "Here", "response_type": "in_channel"}
        await ws.send_json({"envelope_id": envelope["envelope_id"], "payload": payload})
        answer = await using
        assert answer is not None
        assert answer["text"] == "Here"
        event: Envelope = await ws.receive_json()
        await ws.send_json({"envelope_id": event["envelope_id"]})
        assert "ephemeral" not in playground.messages("maya")[0]
        await ws.close()


async def test_envelopes_go_to_one_of_several_connections(
    playground: Playground, client: AsyncWebClient
) -> None:
    heard = [0, 0]

    async def listen(index: int, ws: aiohttp.ClientWebSocketResponse) -> None:
        async for message in ws:
            envelope = message.json()
            if "envelope_id" in envelope:
                heard[index] += 1
                await ws.send_json({"envelope_id": envelope["envelope_id"]})

    async with aiohttp.ClientSession() as session:
        sockets = [await dial(playground, client, session) for _ in range(2)]
        tasks = [asyncio.create_task(listen(n, ws)) for n, ws in enumerate(sockets)]
        for n in range(30):
            await playground.post("maya", str(n))
        assert sum(heard) == 30
        assert min(heard) > 0
        for ws in sockets:
            await ws.close()
        await asyncio.gather(*tasks)


async def test_bolt_comes_back_after_being_told_to_go(
    playground: Playground, app: AsyncApp, connect: Connect
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    await connect(app)
    back = turned(playground, True)
    await playground.here.sockets.disconnect("refresh_requested")
    await asyncio.wait_for(back.wait(), 60)
    await playground.post("maya", "still there?")
    await playground.quiet()
    assert heard == ["still there?"]


async def test_the_server_pings_and_a_silent_client_is_let_go(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.here.sockets.ping_seconds = 0.1
    gone = turned(playground, False)
    async with aiohttp.ClientSession() as session:
        opened = await client.apps_connections_open(app_token=playground.app_token)
        ws = await session.ws_connect(opened["url"], autoping=False)
        await ws.receive_json()
        ping = await ws.receive()
        assert ping.type == aiohttp.WSMsgType.PING
        await asyncio.wait_for(gone.wait(), 60)
        await ws.close()


async def test_only_subscribed_events_are_sent(
    playground: Playground, app: AsyncApp, connect: Connect
) -> None:
    heard: list[str] = []

    @app.middleware
    async def hear(body: dict[str, Any]) -> BoltResponse:
        heard.append(body["event"]["type"])
        return BoltResponse(status=200)

    await connect(app)
    subscribe(playground, "message.im", "user_change")
    await playground.open_home("maya")
    await playground.deactivate("bea")
    await playground.post("maya", "to everyone", channel="C0GENERAL")
    await playground.quiet()
    assert heard == ["user_change"]
