"""A Slack that answers with errors, too late, or with what is no answer at all."""

from typing import Any

import pytest

from bot import scripts
from store.prompts import UNSURE, Prompt
from tests.hostile import Hostile, slack
from tests.pairs import rows
from tests.raw import error, hang, status

__all__ = ["slack"]
NOT_OPENED = scripts.script("not_opened").text
HALF_AN_EMOJI, NUL = "\ud83d", "\x00"


@pytest.mark.parametrize(
    "fault",
    [
        error("expired_trigger_id"),
        error("invalid_blocks"),
        status(500, "<html>oops</html>"),
        status(200, "{not json", "application/json"),
        status(200, "[]", "application/json"),
        status(429, **{"Retry-After": "30"}),
    ],
)
async def test_a_form_slack_does_not_open_is_told_of(slack: Hostile, fault: Any) -> None:
    await slack.tap("maya", "B11", "set_it_up")
    slack.raw.fail("views.open", fault)
    assert await slack.tap("maya", "C1", "fill_in_my_card") == {}
    assert NOT_OPENED in slack.said("maya")
    assert await slack.tap("maya", "C1", "fill_in_my_card") == {}
    assert slack.opened()[-1]["callback_id"] == "form:know_me"


async def test_a_form_slack_opens_too_slowly_is_acknowledged_in_time(
    slack: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.deps.VIEW_SECONDS", 0.1)
    await slack.tap("maya", "B11", "set_it_up")
    slack.raw.fail("views.open", hang)
    assert await slack.tap("maya", "C1", "fill_in_my_card") == {}
    assert NOT_OPENED in slack.said("maya")


@pytest.mark.parametrize(
    "fault",
    [
        status(429, **{"Retry-After": "2"}),
        status(429),
        status(429, **{"Retry-After": "soon"}),
        error("ratelimited"),
        error("message_limit_exceeded"),
        error("team_added_to_org"),
    ],
)
async def test_a_message_slack_puts_off_comes_later_and_once(slack: Hostile, fault: Any) -> None:
    slack.raw.fail("chat.postMessage", fault)
    await slack.tap("maya", "B11", "set_it_up")
    await slack.turn(minutes=1)
    assert len([m for m in slack.posted("maya") if "Help Leo know you" in m["text"]]) == 2
    assert slack.life.open("maya", "C1").ts


@pytest.mark.parametrize(
    "fault",
    [
        status(500, "<html>oops</html>"),
        status(200, "{not json", "application/json"),
        status(200, '{"ok": true}', "application/json"),
        status(200, "oops", "text/plain"),
        error("fatal_error"),
    ],
)
async def test_a_message_that_may_have_been_posted_is_not_posted_again_at_once(
    slack: Hostile, fault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    slack.raw.fail("chat.postMessage", fault)
    await slack.tap("maya", "B11", "set_it_up")
    kinds = {row.kind: row.state for row in rows(slack.life, Prompt)}
    assert kinds["C1"] == UNSURE
    assert slack.said("maya").count("Help Leo know you") == 1
    caplog.clear()


@pytest.mark.parametrize("code", ["account_inactive", "channel_not_found", "invalid_blocks"])
async def test_a_message_slack_will_never_take_is_not_tried_again(
    slack: Hostile, code: str
) -> None:
    slack.raw.fail("chat.postMessage", error(code))
    await slack.tap("maya", "B11", "set_it_up")
    await slack.turn(hours=1)
    assert slack.said("maya").count("Help Leo know you") == 1


async def test_any_profile_is_learned_once(slack: Hostile) -> None:
    profiles: tuple[dict[str, Any], ...] = (
        {},
        {"team_id": "T9", "is_stranger": True, "name": "x"},
        {"real_name": f"<!channel> {HALF_AN_EMOJI}{NUL} {{mentor}} %s " + "x" * 10_000},
        {"name": None, "tz": "Mars/Phobos", "locale": "qq-QQ", "profile": None},
    )
    for number, profile in enumerate(profiles, start=1):
        slack.raw.profiles[f"UNEW{number}"] = profile
        for _ in range(2):
            assert await slack.command("maya", "/mentor", f"<@UNEW{number}>") == {}
        assert len(slack.raw.asked("users.info")) == number
        opened = {"type": "app_home_opened", "user": f"UNEW{number}", "tab": "home"}
        assert await slack.event(opened) == {}
