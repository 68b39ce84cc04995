"""Messages: posted, threaded, edited, whispered, read back."""

from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from playground import companies
from playground.server import Playground
from tests.playground.conftest import START

MAYA = "U0MAYA001"
DIVIDER = [{"type": "divider", "block_id": "d"}]


async def test_a_stamp_follows_the_clock_and_is_never_used_twice(
    playground: Playground, client: AsyncWebClient
) -> None:
    first = [(await client.chat_postMessage(channel=MAYA, text="x"))["ts"] for _ in range(3)]
    assert len(set(first)) == 3
    assert first == sorted(first)
    assert all(ts.startswith(f"{START.timestamp():.0f}.") for ts in first)
    await playground.turn(START + timedelta(days=1))
    later = (await client.chat_postMessage(channel=MAYA, text="x"))["ts"]
    assert later.startswith(f"{START.timestamp() + 86400:.0f}.")


async def test_history_is_newest_first_in_pages_and_without_replies(
    playground: Playground, client: AsyncWebClient
) -> None:
    sent = [await client.chat_postMessage(channel=MAYA, text=str(n)) for n in range(5)]
    where = sent[0]["channel"]
    await client.chat_postMessage(channel=where, text="reply", thread_ts=sent[4]["ts"])
    first = await client.conversations_history(channel=where, limit=3)
    assert [each["text"] for each in first["messages"]] == ["4", "3", "2"]
    assert first["messages"][0]["reply_count"] == 1
    assert first["has_more"] is True
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=where, limit=3, cursor=cursor)
    assert [each["text"] for each in rest["messages"]] == ["1", "0"]
    assert rest["has_more"] is False


async def test_history_between_two_stamps_leaves_them_out_unless_inclusive(
    client: AsyncWebClient,
) -> None:
    sent = [await client.chat_postMessage(channel=MAYA, text=str(n)) for n in range(4)]
    span: dict[str, Any] = {
        "channel": sent[0]["channel"],
        "oldest": sent[0]["ts"],
        "latest": sent[3]["ts"],
    }
    inner = await client.conversations_history(**span)
    assert [each["text"] for each in inner["messages"]] == ["2", "1"]
    outer = await client.conversations_history(inclusive=True, **span)
    assert [each["text"] for each in outer["messages"]] == ["3", "2", "1", "0"]


async def test_metadata_comes_back_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "prompt", "event_payload": {"id": "p1"}}
    sent = await client.chat_postMessage(channel=MAYA, text="x", metadata=metadata)
    where = sent["channel"]
    plain = await client.conversations_history(channel=where)
    assert "metadata" not in plain["messages"][0]
    full = await client.conversations_history(channel=where, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata


async def test_a_thread_is_read_from_its_first_message_on(
    playground: Playground, client: AsyncWebClient
) -> None:
    parent = await client.chat_postMessage(channel=MAYA, text="first")
    where, ts = parent["channel"], parent["ts"]
    await playground.post("maya", "second", thread_ts=ts)
    await client.chat_postMessage(channel=where, text="third", thread_ts=ts)
    thread = await client.conversations_replies(channel=where, ts=ts)
    assert [each["text"] for each in thread["messages"]] == ["first", "second", "third"]
    assert thread["messages"][0]["reply_users"] == [MAYA, "U0COFFEE1"]
    assert thread["messages"][1]["parent_user_id"] == "U0COFFEE1"


async def test_an_edit_keeps_the_blocks_unless_they_are_emptied(
    playground: Playground, client: AsyncWebClient
) -> None:
    sent = await client.chat_postMessage(channel=MAYA, text="x", blocks=DIVIDER)
    where = {"channel": sent["channel"], "ts": sent["ts"]}
    await client.chat_update(text="y", **where)
    [message] = playground.messages("maya")
    assert (message["text"], message["blocks"]) == ("y", DIVIDER)
    assert message["edited"]["user"] == "U0COFFEE1"
    await client.chat_update(text="z", blocks=[], **where)
    [message] = playground.messages("maya")
    assert "blocks" not in message


async def test_a_whisper_is_seen_by_one_person_and_is_no_history(
    playground: Playground, client: AsyncWebClient
) -> None:
    where = (await client.chat_postMessage(channel=MAYA, text="x"))["channel"]
    await client.chat_postEphemeral(channel=where, user=MAYA, text="psst")
    assert playground.messages("maya")[1]["ephemeral"] is True
    history = await client.conversations_history(channel=where)
    assert [each["text"] for each in history["messages"]] == ["x"]


async def test_blocks_are_kept_with_the_ids_and_defaults_slack_adds(
    client: AsyncWebClient,
) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    sent = await client.chat_postMessage(channel=MAYA, text="x", blocks=blocks)
    [kept] = sent["message"]["blocks"]
    assert kept["block_id"]
    assert kept["elements"][0]["action_id"]
    assert kept["elements"][0]["text"]["emoji"] is True


async def test_people_are_described_with_zone_and_locale_of_that_day(
    playground: Playground, client: AsyncWebClient
) -> None:
    maya = (await client.users_info(user=MAYA, include_locale=True))["user"]
    zone = (maya["tz"], maya["tz_offset"], maya["tz_label"], maya["locale"])
    assert zone == ("Europe/London", 0, "Greenwich Mean Time", "en-GB")
    await playground.turn(START + timedelta(days=60))
    maya = (await client.users_info(user=MAYA))["user"]
    assert (maya["tz_offset"], maya["tz_label"]) == (3600, "British Summer Time")
    assert "locale" not in maya


async def test_people_are_listed_in_pages(client: AsyncWebClient) -> None:
    names: list[str] = []
    async for page in await client.users_list(limit=3):
        names += [member["name"] for member in page["members"]]
    company = [each.handle for each in companies.read().people]
    assert sorted(names) == sorted([*company, "second_coffee"])
