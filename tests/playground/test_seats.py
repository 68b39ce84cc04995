"""What the page asks and hears, from one person's seat."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.companion import Entry
from playground.server import Playground
from tests.playground.conftest import START, Connect

MAYA = "U0MAYA001"
DM = "D0MAYA001"
Body = dict[str, Any]
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BUTTONS = [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]
FORM: Body = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "it"},
        }
    ],
}


class Page:
    """The page, asking from Maya's seat."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def read(self, path: str, **query: str) -> Body:
        async with self.session.get(f"{self.url}/{path}", params={"as": MAYA} | query) as response:
            answer: Body = await response.json()
            return answer

    async def ask(self, name: str, **body: Any) -> tuple[int, Body]:
        body = {"as": MAYA} | body
        async with self.session.post(f"{self.url}/page/{name}", json=body) as response:
            return response.status, await response.json()

    async def hear(self, stream: aiohttp.ClientResponse, kind: str) -> Body:
        """The next event of that type on the stream."""
        async for line in stream.content:
            if line.startswith(b"data: "):
                event: Body = json.loads(line[6:])
                if event["type"] == kind:
                    return event
        raise AssertionError(f"the stream ended without {kind}")


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[Page]:
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield Page(playground.url, session)


async def test_the_state_is_what_a_page_begins_with(
    playground: Playground, client: AsyncWebClient, page: Page
) -> None:
    await client.chat_postMessage(channel=MAYA, text="hello")
    state = await page.read("page/state")
    assert state["workspace"] == {"id": "T0HARBOR1", "name": "Harbor & Finch"}
    assert state["me"] == MAYA
    people = {each["name"]: each for each in state["people"]}
    roles = [people[name]["role"] for name in ("maya", "leo", "ines")]
    assert roles == ["mentee", "mentor", "organizer"]
    assert people["maya"]["initials"] == "MO"
    assert people["maya"]["unread"] == 1
    assert people["leo"]["tz_offset"] == -5 * 3600
    assert people["sam"]["deleted"]
    assert people["deploybot"]["is_bot"]
    assert state["bot"]["connected"] is False
    assert [each["kind"] for each in state["channels"]] == ["im", "channel"]
    assert state["channels"][0] | {"last_ts": ""} == {
        "id": DM,
        "kind": "im",
        "name": "Second Coffee",
        "unread": 1,
        "unread_replies": 0,
        "last_ts": "",
    }
    assert state["commands"][0]["command"] == "/mentor"
    assert state["clock"] == {"now": "2026-03-02T09:00:00Z", "running": False, "next": None}
    assert state["views"] == []


async def test_a_page_that_names_no_seat_gets_the_first_one(page: Page) -> None:
    async with page.session.get(f"{page.url}/page/state") as response:
        assert (await response.json())["me"] == MAYA


async def test_reading_clears_the_unread_marks_of_what_was_read(
    playground: Playground, client: AsyncWebClient, page: Page
) -> None:
    sent = await client.chat_postMessage(channel=MAYA, text="hello")
    await client.chat_postMessage(channel=MAYA, text="reply", thread_ts=sent["ts"])
    assert await page.ask("read", channel=DM) == (200, {})
    assert playground.here.records.count_unread(MAYA) == 1
    [channel] = [c for c in (await page.read("page/state"))["channels"] if c["id"] == DM]
    assert (channel["unread"], channel["unread_replies"]) == (1, 1)
    await page.ask("read", channel=DM, thread_ts=sent["ts"])
    assert playground.here.records.count_unread(MAYA) == 0
    top = await page.read("page/messages", channel=DM)
    assert [each["text"] for each in top["messages"]] == ["hello"]
    thread = await page.read("page/messages", channel=DM, thread_ts=sent["ts"])
    assert [each["text"] for each in thread["messages"]] == ["hello", "reply"]


async def test_a_visit_by_command_form_and_button(
    playground: Playground,
    app: AsyncApp,
    client: AsyncWebClient,
    page: Page,
    connect: Connect,
) -> None:
    @app.command("/mentor")
    async def begin(ack: Any, body: Body) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.view("form")
    async def keep(ack: Any, body: Body) -> None:
        words = body["view"]["state"]["values"]["words"]["it"]["value"]
        if words == "hm":
            await ack(response_action="errors", errors={"words": "Say more"})
        else:
            await ack()
            await client.chat_postMessage(channel=MAYA, text=words, blocks=BUTTONS)

    @app.action("go")
    async def go(ack: Any, body: Body) -> None:
        await ack()
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(text="Gone", blocks=[], **where)

    async with page.session.get(f"{page.url}/page/stream?as={MAYA}") as stream:
        assert stream.content_type == "text/event-stream"
        await connect(app)
        assert (await page.hear(stream, "bot"))["connected"] is True
        assert await page.ask("command", channel=DM, command="/mentor", text="") == (200, {})
        view = (await page.hear(stream, "view_opened"))["view"]
        assert (await page.read("page/state"))["views"] == [view]
        sent = {"view_id": view["id"], "values": values("hm")}
        assert await page.ask("submit", **sent) == (200, {"errors": {"words": "Say more"}})
        sent["values"] = values("Onwards")
        assert await page.ask("submit", **sent) == (200, {})
        message = (await page.hear(stream, "message"))["message"]
        assert message["text"] == "Onwards"
        unread = await page.hear(stream, "unread")
        assert (unread["channel"], unread["unread"]) == (DM, 1)
        assert (await page.hear(stream, "person"))["person"] == {"id": MAYA, "unread": 1}
        closed = await page.hear(stream, "view_closed")
        assert (closed["view_id"], closed["all"]) == (view["id"], False)
        container = {"type": "message", "channel": DM, "ts": message["ts"]}
        action = {"type": "button", "action_id": "go", "block_id": "row"}
        press: Body = {"container": container, "action": action, "state": {"values": {}}}
        assert await page.ask("action", **press) == (200, {})
        assert (await page.hear(stream, "message_changed"))["message"]["text"] == "Gone"
        status, answer = await page.ask("action", **press)
        assert (status, answer["error"]) == (400, "That is no longer there.")


def values(words: str) -> Body:
    return {"words": {"it": {"type": "plain_text_input", "value": words}}}


async def test_posting_and_closing_and_home(
    playground: Playground, client: AsyncWebClient, page: Page
) -> None:
    _, answer = await page.ask("post", channel=DM, text="hello")
    assert answer["message"]["text"] == "hello"
    trigger = playground.here.triggers.issue(MAYA)
    view = (await client.views_open(trigger_id=trigger, view=FORM))["view"]
    assert await page.ask("close", view_id=view["id"]) == (200, {})
    assert await page.ask("home", tab="home") == (200, {"view": None})


async def test_what_cannot_be_done_comes_with_a_sentence(
    playground: Playground, page: Page
) -> None:
    async def sentence(name: str, **body: Any) -> str:
        status, answer = await page.ask(name, **body)
        assert status == 400
        return str(answer["error"])

    assert "not a command here" in await sentence("command", channel=DM, command="/dance")
    assert "Write something" in await sentence("post", channel=DM, text="  ")
    assert "longer than" in await sentence("post", channel=DM, text="x" * 12_001)
    assert "not in that conversation" in await sentence("post", channel="D0LEO0001", text="x")
    assert "no longer open" in await sentence("submit", view_id="V1", values={})
    assert "nobody of that name" in await sentence("post", **{"as": "U1", "text": "x"})
    assert "only goes forward" in await sentence("clock", to="2020-01-01T00:00:00Z")
    assert "not a date" in await sentence("clock", to="tomorrow")


async def test_the_clock_is_turned_from_the_page_and_shows_on_every_page(
    playground: Playground, page: Page
) -> None:
    leo = f"{page.url}/page/stream?as=U0LEO0001"
    async with page.session.get(leo) as stream:
        assert await page.ask("clock", to="day") == (200, {"now": "2026-03-03T09:00:00Z"})
        clock = await page.hear(stream, "clock")
        assert clock == {"type": "clock", "now": "2026-03-03T09:00:00Z", "next": None}
    assert (await page.ask("clock", to="2026-03-04T10:30:00Z"))[1]["now"] == "2026-03-04T10:30:00Z"


async def test_the_timeline_shows_what_happened_and_what_is_due(
    playground: Playground, page: Page
) -> None:
    class Diary:
        async def next_due(self) -> None:
            return None

        async def settle(self) -> None:
            return None

        async def timeline(self) -> list[Entry]:
            later = Entry(START + timedelta(days=1), MAYA, "Asked for a topic", "M4", False)
            return [later, Entry(START, MAYA, "Said hello", "A2", True, DM, "1.000001")]

    playground.companion = Diary()
    entries = (await page.read("page/timeline"))["entries"]
    assert entries[0]["thread_ts"] is None
    assert [each["state"] for each in entries] == ["done", "due"]
    assert (entries[0]["channel"], entries[0]["ts"]) == (DM, "1.000001")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:1"},
        {"Origin": "null"},
    ],
)
async def test_other_sites_are_turned_away(page: Page, headers: dict[str, str]) -> None:
    for address in (f"{page.url}/page/state?as={MAYA}", f"{page.url}/files/F1/a?as={MAYA}"):
        async with page.session.get(address, headers=headers) as response:
            assert response.status == 403


async def test_the_page_itself_is_served_with_safe_headers(page: Page) -> None:
    async with page.session.get(page.url) as response:
        assert response.status == 200
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_stopping_lets_the_pages_go(playground: Playground, page: Page) -> None:
    async with page.session.get(f"{page.url}/page/stream?as={MAYA}") as stream:
        await stream.content.readline()
        stopping = asyncio.create_task(playground.stop())
        await asyncio.wait_for(stream.read(), 30)
        await stopping
