"""What the playground sends has no key that Slack would not send."""

import json
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Connect, grant, subscribe

SHAPES = Path(__file__).parents[1] / "data" / "slack_shapes"

# Documented by Slack, yet in none of its samples.
ALSO = (
    ".response_urls",
    ".view.blocks",
    ".metadata.event_payload",
    "message.metadata",
    ".channel.user",
    ".channel.is_open",
)

FORM: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "optional": True,
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input"},
        }
    ],
}
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BUTTONS = [{"type": "actions", "elements": [BUTTON]}]
NEWCOMER = Person("U0NEW0001", "new", "New Comer", "", "other", "Asia/Tokyo", "ja-JP", "333333")


def strangers(value: Any, shape: Any, at: str = "") -> list[str]:
    """Paths of keys that the shape doesn't know."""
    if isinstance(value, list):
        return [found for item in value for found in strangers(item, shape, at)]
    if not isinstance(value, dict) or not shape:
        return []
    unknown = [f"{at}.{key}" for key in value if key not in shape]
    unknown = [path for path in unknown if not path.endswith(ALSO)]
    known = (strangers(value[key], shape[key], f"{at}.{key}") for key in value if key in shape)
    return unknown + [found for each in known for found in each]


def shape(name: str) -> Any:
    return json.loads((SHAPES / f"{name}.json").read_text())


@pytest.fixture
async def heard(
    playground: Playground, client: AsyncWebClient, connect: Connect
) -> list[dict[str, Any]]:
    """Everything the app is sent, its own messages too; all is acknowledged."""
    subscribe(playground, "team_join", *playground.here.manifest.events)
    app = AsyncApp(client=client, ignoring_self_events_enabled=False)
    bodies: list[dict[str, Any]] = []

    @app.middleware
    async def hear(body: dict[str, Any]) -> BoltResponse:
        bodies.append(body)
        return BoltResponse(status=200)

    await connect(app)
    return bodies


async def test_events_carry_only_keys_that_slack_sends(
    playground: Playground,
    client: AsyncWebClient,
    heard: list[dict[str, Any]],
) -> None:
    said = await playground.post("maya", "hello @leo")
    sent = await client.chat_postMessage(
        channel="U0MAYA001",
        text="hi",
        thread_ts=said["ts"],
        metadata={"event_type": "prompt", "event_payload": {"id": "1"}},
    )
    await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="hello")
    await client.files_upload_v2(
        channel=sent["channel"], filename="a.ics", content="BEGIN", initial_comment="Here"
    )
    await client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    await client.views_publish(user_id="U0MAYA001", view={"type": "home", "blocks": BUTTONS})
    await playground.open_home("maya")
    await playground.change_zone("leo", "Asia/Tokyo")
    await playground.join(NEWCOMER)
    await playground.quiet()
    names = {
        "message": "Message",
        "message message_changed": "MessageChanged",
        "message message_deleted": "MessageDeleted",
        "message file_share": "MessageFileShare",
        "app_home_opened": "AppHomeOpened",
        "user_change": "UserChange",
        "team_join": "TeamJoin",
    }
    found = {f"{b['event']['type']} {b['event'].get('subtype', '')}".strip(): b for b in heard}
    assert found.keys() == names.keys()
    for kind, body in found.items():
        assert strangers(body, shape(names[kind])) == [], kind
    assert body["authorizations"][0]["user_id"] == playground.here.records.company.bot_user_id
    assert body["event_time"] == int(playground.here.now().timestamp())
    assert len({body["event_id"] for body in heard}) == len(heard)


async def test_interactions_carry_only_keys_that_slack_sends(
    playground: Playground,
    client: AsyncWebClient,
    heard: list[dict[str, Any]],
) -> None:
    sent = await client.chat_postMessage(
        channel="U0MAYA001",
        text="hi",
        blocks=BUTTONS,
        metadata={"event_type": "prompt", "event_payload": {"id": "1"}},
    )
    await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="hello")
    await playground.post("maya", "a reply", thread_ts=sent["ts"])
    await playground.quiet()
    heard.clear()
    await playground.click("maya", sent["ts"], "go")
    await playground.command("maya", "/mentor", "@leo")
    command = heard[-1]
    await client.views_open(trigger_id=command["trigger_id"], view=FORM)
    await playground.close("maya", playground.views("maya")[0])
    trigger = playground.here.triggers.issue("U0MAYA001")
    await client.views_open(trigger_id=trigger, view=FORM)
    await playground.submit("maya", playground.views("maya")[0])
    names = ["BlockAction", "SlashCommand", "ViewClosed", "ViewSubmission"]
    assert len(heard) == len(names)
    for name, body in zip(names, heard, strict=True):
        assert strangers(body, shape(name)) == [], name
    needed = shape("SlashCommand").keys() - {"enterprise_id", "enterprise_name"}
    assert command.keys() == needed


async def test_answers_carry_only_keys_that_slack_sends(
    playground: Playground, client: AsyncWebClient
) -> None:
    grant(playground, "im:read", "files:read", "team:read")
    sent = await client.chat_postMessage(channel="U0MAYA001", text="hi")
    where = {"channel": sent["channel"]}
    upload = await client.files_upload_v2(filename="a.ics", content="BEGIN", **where)
    file = await client.files_info(file=upload["files"][0]["id"])
    trigger = playground.here.triggers.issue("U0MAYA001")
    ts = sent["ts"]
    answers = {
        "auth.test": await client.auth_test(),
        "apps.connections.open": await client.apps_connections_open(app_token=playground.app_token),
        "bots.info": await client.bots_info(bot="B0COFFEE1"),
        "team.info": await client.team_info(),
        "users.info": await client.users_info(user="U0MAYA001", include_locale=True),
        "chat.getPermalink": await client.chat_getPermalink(message_ts=ts, **where),
        "chat.postEphemeral": await client.chat_postEphemeral(
            user="U0MAYA001", text="psst", **where
        ),
        "conversations.info": await client.conversations_info(**where),
        "conversations.members": await client.conversations_members(**where),
        "files.info": file,
        "views.open": await client.views_open(trigger_id=trigger, view=FORM),
        "chat.delete": await client.chat_delete(ts=ts, **where),
    }
    for name, answer in answers.items():
        assert strangers(answer.data, shape(name)) == [], name
    for call in playground.sent:
        if call.method.startswith("files."):
            assert strangers(call.answer, shape(call.method)) == [], call.method
