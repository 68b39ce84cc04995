"""The Web API's manners: tokens, scopes, encodings, error codes, faults."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import faults
from playground.server import Playground
from tests.playground.conftest import grant

Answer = dict[str, Any]


async def ask(playground: Playground, method: str, token: str = "", **sent: Any) -> Answer:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(playground.api_url + method, **sent) as response,
    ):
        answer: Answer = await response.json()
        return answer


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_tokens_are_asked_for_and_looked_at(playground: Playground) -> None:
    assert (await ask(playground, "auth.test"))["error"] == "not_authed"
    assert (await ask(playground, "auth.test", "xoxb-other"))["error"] == "invalid_auth"
    kind = await ask(playground, "auth.test", playground.app_token)
    assert kind["error"] == "not_allowed_token_type"
    assert (await ask(playground, "no.such", playground.bot_token))["error"] == "unknown_method"
    assert (await ask(playground, "api.test", json={"a": "b"})) == {"ok": True, "args": {"a": "b"}}


async def test_a_token_may_come_in_the_form_the_query_or_the_header(
    playground: Playground,
) -> None:
    token = playground.bot_token
    for answer in (
        await ask(playground, "auth.test", data={"token": token}),
        await ask(playground, "auth.test", params={"token": token}),
    ):
        assert answer["user_id"] == "U0COFFEE1"
    async with (
        aiohttp.ClientSession() as session,
        session.get(playground.api_url + "auth.test", params={"token": token}) as response,
    ):
        assert (await response.json())["bot_id"] == "B0COFFEE1"
        assert response.headers["x-oauth-scopes"] == ",".join(playground.here.manifest.scopes)


async def test_blocks_may_come_as_json_or_as_a_string_in_a_form(playground: Playground) -> None:
    text = '[{"type": "divider", "block_id": "d"}]'
    form = {"channel": "U0MAYA001", "text": "x", "blocks": text}
    answer = await ask(playground, "chat.postMessage", playground.bot_token, data=form)
    assert answer["message"]["blocks"] == [{"type": "divider", "block_id": "d"}]
    form["blocks"] = "[{"
    answer = await ask(playground, "chat.postMessage", playground.bot_token, data=form)
    assert answer["error"] == "invalid_blocks_format"


async def test_a_scope_the_manifest_lacks_is_named(
    playground: Playground, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_open(users="U0MAYA001")
    assert caught.value.response["error"] == "missing_scope"
    assert "im:write" in caught.value.response["needed"]
    assert caught.value.response["provided"] == ",".join(playground.here.manifest.scopes)
    assert await refusal(client.team_info()) == "missing_scope"
    assert await refusal(client.conversations_history(channel="C0GENERAL")) == "missing_scope"


async def test_a_dm_is_opened_with_people_who_are_there(
    playground: Playground, client: AsyncWebClient
) -> None:
    grant(playground, "im:write", "im:read")
    opened = await client.conversations_open(users="U0MAYA001")
    assert opened["channel"] == {"id": "D0MAYA001"}
    full = await client.conversations_open(users="U0MAYA001", return_im=True)
    assert full["channel"]["user"] == "U0MAYA001"
    assert await refusal(client.conversations_open(users="U0SAM0001")) == "user_disabled"
    assert await refusal(client.conversations_open(users="U0DEPLOY1")) == "cannot_dm_bot"
    assert await refusal(client.conversations_open(users="U0NOBODY1")) == "user_not_found"
    mine = await client.users_conversations(types="im")
    assert [each["id"] for each in mine["channels"]] == ["D0MAYA001"]


async def test_messages_that_slack_refuses_are_refused(
    playground: Playground, client: AsyncWebClient
) -> None:
    post = client.chat_postMessage
    assert await refusal(post(channel="U0NOBODY1", text="x")) == "channel_not_found"
    assert await refusal(post(channel="general", text="x")) == "not_in_channel"
    assert await refusal(post(channel="U0DEPLOY1", text="x")) == "cannot_dm_bot"
    mute = {"channel": "U0MAYA001", "text": " "}
    answer = await ask(playground, "chat.postMessage", playground.bot_token, json=mute)
    assert answer["error"] == "no_text"
    assert await refusal(post(channel="U0MAYA001", text="x" * 40_001)) == "msg_too_long"
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5
    assert await refusal(post(channel="U0MAYA001", text="x", blocks=long)) == "msg_blocks_too_long"
    thread = post(channel="U0MAYA001", text="x", thread_ts="1.000001")
    assert await refusal(thread) == "thread_not_found"
    half = {"event_type": "prompt"}
    wrong = post(channel="U0MAYA001", text="x", metadata=half)
    assert await refusal(wrong) == "invalid_metadata_format"
    assert playground.messages("maya") == []


async def test_faulty_blocks_are_named_as_slack_names_them(client: AsyncWebClient) -> None:
    blocks: list[Answer] = [
        {"type": "divider"},
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
    ]
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U0MAYA001", text="x", blocks=blocks)
    answer = caught.value.response
    where = "must be more than 0 characters [json-pointer:/blocks/1/text/text]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [where]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {where}"]


async def test_a_person_who_left_still_has_a_conversation_and_no_home(
    playground: Playground, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="U0SAM0001", text="Goodbye")
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    assert await refusal(client.views_publish(user_id="U0SAM0001", view=home)) == "user_not_found"
    user = (await client.users_info(user="U0SAM0001"))["user"]
    assert user["deleted"] is True
    assert "tz" not in user


async def test_only_own_messages_can_be_changed(
    playground: Playground, client: AsyncWebClient
) -> None:
    said = await playground.post("maya", "mine")
    where = {"channel": "D0MAYA001", "ts": said["ts"]}
    assert await refusal(client.chat_update(text="x", **where)) == "cant_update_message"
    assert await refusal(client.chat_delete(**where)) == "cant_delete_message"
    sent = await client.chat_postMessage(channel="U0MAYA001", text="x")
    where["ts"] = sent["ts"]
    assert await refusal(client.chat_update(text="x" * 4001, **where)) == "msg_too_long"
    by_person = client.chat_update(channel="U0MAYA001", ts=sent["ts"], text="x")
    assert await refusal(by_person) == "channel_not_found"
    await client.chat_delete(**where)
    assert await refusal(client.chat_delete(**where)) == "message_not_found"


async def test_a_limited_call_waits_and_does_nothing(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.here.faults.add("chat.postMessage", faults.ratelimited(2))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U0MAYA001", text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "2"
    assert playground.messages("maya") == []
    await client.chat_postMessage(channel="U0MAYA001", text="x")
    assert [call.answer["ok"] for call in playground.sent] == [False, True]


@pytest.mark.parametrize("after", [False, True])
async def test_a_broken_or_dropped_call_may_have_taken_effect(
    playground: Playground, client: AsyncWebClient, after: bool
) -> None:
    client.retry_handlers.clear()
    strikes = (faults.broken(after), faults.dropped(after), faults.refused("fatal_error", after))
    playground.here.faults.add("chat.postMessage", *strikes)
    for _ in strikes:
        with pytest.raises((SlackApiError, aiohttp.ClientError)):
            await client.chat_postMessage(channel="U0MAYA001", text="x")
    assert len(playground.messages("maya")) == (3 if after else 0)


async def test_a_hanging_call_takes_effect_after_the_caller_has_gone(
    playground: Playground, client: AsyncWebClient
) -> None:
    come = asyncio.Event()

    def hang(method: str) -> faults.Fault:
        come.set()
        return faults.late(1)

    playground.here.faults.injector = hang
    posting = asyncio.create_task(client.chat_postMessage(channel="U0MAYA001", text="x"))
    await come.wait()
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    assert playground.messages("maya") == []
    await playground.quiet()
    assert len(playground.messages("maya")) == 1
