"""A channel of people is open to the app once somebody has invited it."""

from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.test_api import refusal

PLACE = "C0GENERAL"


async def test_the_app_posts_in_a_channel_after_an_invitation(
    playground: Playground, client: AsyncWebClient
) -> None:
    assert await refusal(client.chat_postMessage(channel=PLACE, text="x")) == "not_in_channel"
    await playground.command("maya", "/invite", "@Second Coffee", channel=PLACE)
    assert (await client.chat_postMessage(channel=PLACE, text="x"))["channel"] == PLACE
