"""Buttons, menus, response addresses and triggers."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.submissions import Refused
from tests.playground.conftest import START, Connect

MAYA = "U0MAYA001"
Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Body:
    return {"text": plain(value.title()), "value": value}


BLOCKS: list[Body] = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "go", "text": plain("Go"), "value": "7"},
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [option("one"), option("two")],
                "initial_option": option("one"),
            },
            {"type": "datepicker", "action_id": "day"},
            {"type": "users_select", "action_id": "who"},
        ],
    }
]


@pytest.fixture
async def heard(app: AsyncApp, connect: Connect) -> list[Body]:
    """Every interaction the app is sent, acknowledged at once."""
    bodies: list[Body] = []

    async def keep(ack: Any, body: Body) -> None:
        bodies.append(body)
        await ack()

    for name in ("go", "pick", "day", "who"):
        app.action(name)(keep)
    app.command("/mentor")(keep)
    app.command("/plain")(keep)
    await connect(app)
    return bodies


async def answer(url: str, **body: Any) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=body) as response,
    ):
        return response.status, await response.text()


async def test_an_action_carries_what_was_chosen_and_the_state_of_the_rest(
    playground: Playground, client: AsyncWebClient, heard: list[Body]
) -> None:
    ts = (await client.chat_postMessage(channel=MAYA, text="x", blocks=BLOCKS))["ts"]
    await playground.click("maya", ts, "pick", "Two")
    await playground.click("maya", ts, "day", "2026-03-09")
    await playground.click("maya", ts, "who", "U0LEO0001")
    picked, day, who = (body["actions"][0] for body in heard)
    assert picked["selected_option"]["value"] == "two"
    assert day["selected_date"] == "2026-03-09"
    assert who["selected_user"] == "U0LEO0001"
    assert picked["action_ts"] < day["action_ts"]
    assert heard[1]["state"]["values"]["row"] == {
        "pick": {
            "type": "static_select",
            "selected_option": BLOCKS[0]["elements"][1]["initial_option"]
            | {"text": plain("One") | {"emoji": True}},
        },
        "day": {"type": "datepicker", "selected_date": "2026-03-09"},
        "who": {"type": "users_select", "selected_user": None},
    }
    assert heard[0]["channel"] == {"id": "D0MAYA001", "name": "directmessage"}
    assert heard[0]["user"]["id"] == MAYA


async def test_what_is_not_there_or_not_offered_cannot_be_chosen(
    playground: Playground, client: AsyncWebClient, heard: list[Body]
) -> None:
    ts = (await client.chat_postMessage(channel=MAYA, text="x", blocks=BLOCKS))["ts"]
    with pytest.raises(LookupError):
        await playground.click("maya", ts, "stay")
    with pytest.raises(LookupError):
        await playground.click("maya", ts, "pick", "three")
    with pytest.raises(Refused, match="no longer there"):
        await playground.click("leo", ts, "go")
    with pytest.raises(Refused, match="deactivated"):
        await playground.click("sam", ts, "go")
    assert heard == []


async def test_a_click_on_an_old_message_still_reaches_the_app(
    playground: Playground, client: AsyncWebClient, heard: list[Body]
) -> None:
    sent = await client.chat_postMessage(channel=MAYA, text="x", blocks=BLOCKS)
    [old] = playground.messages("maya")
    await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Done", blocks=[])
    await playground.click("maya", old, "Go")
    assert heard[0]["actions"][0]["value"] == "7"
    assert heard[0]["message"]["text"] == "Done"


async def test_a_response_address_answers_five_times(
    playground: Playground, client: AsyncWebClient, heard: list[Body]
) -> None:
    ts = (await client.chat_postMessage(channel=MAYA, text="x", blocks=BLOCKS))["ts"]
    await playground.click("maya", ts, "go")
    url = heard[0]["response_url"]
    assert await answer(url, text="only you") == (200, "ok")
    assert await answer(url, text="all", response_type="in_channel") == (200, "ok")
    await answer(url, text="new", blocks=[], replace_original=True)
    assert [m["text"] for m in playground.messages("maya")] == ["new", "only you", "all"]
    assert playground.messages("maya")[1]["ephemeral"]
    await answer(url, delete_original="true")
    assert [m["text"] for m in playground.messages("maya")] == ["only you", "all"]
    status, text = await answer(url, text="")
    assert (status, "no_text" in text) == (400, True)
    status, text = await answer(url, text="a sixth")
    assert (status, "used_url" in text) == (404, True)


async def test_a_response_address_lasts_half_an_hour(
    playground: Playground, heard: list[Body]
) -> None:
    await playground.command("maya", "/mentor", channel="C0GENERAL")
    url = heard[0]["response_url"]
    assert (heard[0]["channel_id"], heard[0]["channel_name"]) == ("C0GENERAL", "general")
    await playground.turn(START + timedelta(minutes=29))
    assert await answer(url, text="in time") == (200, "ok")
    await playground.turn(START + timedelta(minutes=31))
    status, text = await answer(url, text="late")
    assert (status, "expired_url" in text) == (404, True)
    assert [m["text"] for m in playground.messages("C0GENERAL")] == ["in time"]


async def test_a_whisper_has_buttons_and_can_be_replaced_and_removed(
    playground: Playground, client: AsyncWebClient, heard: list[Body]
) -> None:
    where = (await client.chat_postMessage(channel=MAYA, text="x"))["channel"]
    sent = await client.chat_postEphemeral(channel=where, user=MAYA, text="y", blocks=BLOCKS)
    await playground.click("maya", sent["message_ts"], "Go")
    assert heard[0]["container"]["is_ephemeral"] is True
    assert "message" not in heard[0]
    await answer(heard[0]["response_url"], text="z", replace_original=True)
    assert playground.messages("maya")[1]["text"] == "z"
    await answer(heard[0]["response_url"], delete_original=True)
    assert len(playground.messages("maya")) == 1


async def test_names_are_resolved_only_where_the_command_asks_for_it(
    playground: Playground, heard: list[Body]
) -> None:
    await playground.command("maya", "/mentor", "@leo, @Ines. @nobody a@leo")
    wanted = "<@U0LEO0001|leo>, <@U0INES001|ines>. @nobody a@leo"
    assert heard[0]["text"] == wanted
    await playground.command("maya", "/plain", "@leo & co")
    assert heard[1]["text"] == "@leo & co"
    with pytest.raises(Refused, match="/dance is not a command here"):
        await playground.command("maya", "/dance")


async def test_a_trigger_opens_one_form_within_three_seconds(
    playground: Playground, client: AsyncWebClient, heard: list[Body], monkeypatch: Any
) -> None:
    form = {
        "type": "modal",
        "title": plain("A form"),
        "blocks": [{"type": "divider"}],
    }

    async def outcome(trigger: str) -> str:
        args = {"trigger_id": trigger, "view": form}
        answer = await client.api_call("views.open", json=args)
        return str(answer["ok"])

    await playground.command("maya", "/mentor")
    trigger = heard[0]["trigger_id"]
    assert await outcome(trigger) == "True"
    for spoilt, error in (
        (trigger, "exchanged_trigger_id"),
        ("made-up", "invalid_trigger_id"),
        ("1.2.3", "expired_trigger_id"),
    ):
        with pytest.raises(Exception, match=error):
            await outcome(spoilt)
    monkeypatch.setattr("playground.triggers.LIFE", 0.05)
    await playground.command("maya", "/mentor")
    await asyncio.sleep(0.1)
    with pytest.raises(Exception, match="expired_trigger_id"):
        await outcome(heard[1]["trigger_id"])
