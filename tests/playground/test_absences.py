"""A status and paused notifications, as Slack shows them to an app."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.conftest import grant


def leo(playground: Playground) -> str:
    """Give Leo's id."""
    return playground.who("leo").id


async def test_a_status_is_shown_until_its_end(
    playground: Playground, client: AsyncWebClient
) -> None:
    until = playground.here.now() + timedelta(hours=2)
    await playground.set_status("leo", ":palm_tree:", "Vacationing", until)
    shown = (await client.users_info(user=leo(playground)))["user"]["profile"]
    assert (shown["status_emoji"], shown["status_text"]) == (":palm_tree:", "Vacationing")
    assert shown["status_expiration"] == int(until.timestamp())
    await playground.turn(until)
    over = (await client.users_info(user=leo(playground)))["user"]["profile"]
    assert (over["status_emoji"], over["status_text"], over["status_expiration"]) == ("", "", 0)


async def test_paused_notifications_are_told_with_the_scope_for_it(
    playground: Playground, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.dnd_info(user=leo(playground))
    grant(playground, "dnd:read")
    until = playground.here.now() + timedelta(hours=2)
    await playground.snooze("leo", until)
    told = await client.dnd_info(user=leo(playground))
    assert (told["dnd_enabled"], told["next_dnd_end_ts"]) == (True, int(until.timestamp()))
    await playground.snooze("leo", None)
    assert not (await client.dnd_info(user=leo(playground)))["dnd_enabled"]
