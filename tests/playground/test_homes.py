"""The Home tab: published, opened, used, guarded."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.conftest import Connect

Body = dict[str, Any]
MAYA = "U0MAYA001"


async def test_a_home_tab_is_published_opened_and_used(
    playground: Playground, app: AsyncApp, client: AsyncWebClient, connect: Connect
) -> None:
    heard: list[Body] = []
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}

    @app.event("app_home_opened")
    async def draw(event: Body) -> None:
        heard.append(event)
        await client.views_publish(user_id=event["user"], view=home)

    @app.action("go")
    async def go(ack: Any, body: Body) -> None:
        heard.append(body)
        await ack()

    await connect(app)
    view = await playground.open_home("maya")
    assert view is not None
    await playground.open_home("maya")
    await playground.open_home("maya", "messages")
    await playground.click("maya", view, "Go")
    first, second, other, pressed = heard
    assert (first["tab"], first["channel"], "view" in first) == ("home", "D0MAYA001", False)
    assert second["view"]["id"] == view["id"]
    assert (other["tab"], "view" in other) == ("messages", False)
    assert pressed["container"] == {"type": "view", "view_id": view["id"]}
    assert pressed["view"]["type"] == "home"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=MAYA, view=home, hash=view["hash"])
