"""A Slack that leaves keys out, sends what nobody asked for, and answers with errors."""

from typing import Any

import pytest

from bot import scripts, settlements
from store.prompts import ANSWERED, SENDING, SENT, UNSURE, Prompt
from tests.hostile import Hostile, slack
from tests.life import TEAM
from tests.raw import words

GONE = scripts.script("gone").text
STALE = scripts.script("stale_click").text
NOT_YOURS = scripts.script("not_yours").text
NOT_OPENED = scripts.script("not_opened").text
__all__ = ["slack"]
HALF_AN_EMOJI, NUL = "\ud83d", "\x00"


@pytest.mark.parametrize("action_id", ["tap:yes", "tap:", "act:book", "act:zork"])
async def test_a_button_with_any_value_is_answered(slack: Hostile, action_id: str) -> None:
    values = (None, "", 5, {"id": 1}, ["a"], "x" * 100_000, HALF_AN_EMOJI, NUL, "' OR 1=1 --")
    for count, value in enumerate(values, start=1):
        assert await slack.click("maya", action_id, value) == {}
        assert len(slack.opened()) == count


async def test_a_button_nobody_knows_is_answered(slack: Hostile) -> None:
    for action_id in ("other", "", None, "TAP:yes", "act"):
        assert await slack.click("maya", action_id, "x") == {}
        assert GONE in words(slack.opened().pop())


@pytest.mark.parametrize(
    "left_out",
    [
        {"user": {"id": "UMAYA"}, "team": None},
        {"user": {"id": "UMAYA", "team_id": TEAM}, "team": None, "enterprise": {"id": "E1"}},
        {"user": {"id": "UMAYA"}, "team": {"id": TEAM}, "container": None},
        {"user": {"id": "UMAYA"}, "team": {"id": TEAM, "domain": "x"}, "channel": None},
        {"trigger_id": None},
    ],
)
async def test_a_click_may_leave_out_what_slack_may_leave_out(
    slack: Hostile, left_out: dict[str, Any]
) -> None:
    assert await slack.tap("maya", "B11", "set_it_up", **left_out) == {}
    assert "Help Leo know you" in slack.said("maya")


async def test_what_nobody_listens_for_is_acknowledged(slack: Hostile) -> None:
    maya = {"user": {"id": "UMAYA"}}
    for payload in (
        {},
        {"type": "shortcut", "callback_id": "x", **maya, "trigger_id": "1"},
        {"type": "message_action", "callback_id": "x", **maya},
        {"type": "block_suggestion", "action_id": "x", "block_id": "b", **maya},
        {"type": "view_closed", **maya, "view": {"callback_id": "form:goals"}},
    ):
        assert await slack.raw.send("interactive", payload) == {}


async def test_a_form_nobody_knows_comes_back_with_its_words(slack: Hostile) -> None:
    for callback_id in ("form:zork", "zork", "form:", "", None):
        ack = await slack.submit("maya", callback_id, "x", {"line": "My words"})
        assert ack == {"response_action": "errors", "errors": {"line": GONE}}


async def test_a_command_with_any_text_is_answered(slack: Hostile) -> None:
    for name, text in (
        ("/mentoring", ""),
        ("/mentor", "nobody at all"),
        ("/mentor", "@leo"),
        ("/mentor", "help"),
        ("/mentor", "<@UMAYA>"),
        ("/mentor", "<@UBOT|second_coffee>"),
        ("/mentor", "<@ULEO|>"),
        ("/mentor-goals", "<!channel> " + "x" * 100_000),
        ("/mentor-book", HALF_AN_EMOJI + NUL),
        ("/mentor-note", "<@UINES>"),
    ):
        before = len(slack.opened())
        ack = await slack.command("maya", name, text)
        assert ack is not None
        assert ack.get("text") or len(slack.opened()) > before
        assert "<!channel>" not in words(ack)


async def test_a_command_of_another_app_is_answered(slack: Hostile) -> None:
    ack = await slack.command("maya", "/coffee")
    assert ack is not None
    assert ack["text"] == GONE


async def test_a_command_without_a_trigger_says_so(slack: Hostile) -> None:
    ack = await slack.command("maya", "/mentor-goals", trigger_id=None)
    assert ack == {"text": NOT_OPENED}


async def test_an_event_that_says_nothing_to_the_bot_is_acknowledged(slack: Hostile) -> None:
    line = {"type": "message", "channel": "Dmaya", "channel_type": "im", "text": "x", "ts": "1"}
    inner = {"user": "UMAYA", "text": "y", "ts": "1"}
    events: list[dict[str, Any]] = [
        line,
        {**line, "user": "UMAYA", "ts": None},
        {**line, "user": "UMAYA", "channel": "C1", "channel_type": None},
        {**line, "user": "UMAYA", "bot_id": "B9"},
        {**line, "subtype": "bot_message", "bot_id": "B9"},
        {**line, "subtype": "message_changed", "message": inner},
        {**line, "subtype": "message_deleted", "deleted_ts": "1"},
        {"type": "user_change", "user": "UMAYA"},
        {"type": "app_home_opened", "user": "UMAYA", "tab": "messages"},
        {"type": "team_join", "user": {"id": "UNEW"}},
    ]
    before = len(slack.posted("maya"))
    for event in events:
        assert await slack.event(event) == {}
    assert len(slack.posted("maya")) == before


async def test_a_line_of_its_own_gets_the_buttons(slack: Hostile) -> None:
    lines: tuple[dict[str, Any], ...] = (
        {"channel_type": None},
        {"text": None, "subtype": "file_share", "files": [{"id": "F1"}]},
        {"text": f"hello {HALF_AN_EMOJI}{NUL}"},
        {"text": "x" * 100_000},
    )
    for count, more in enumerate(lines, start=1):
        assert await slack.say("maya", **{"text": "hello", **more}) == {}
        assert slack.said("maya").count("I'm better with buttons") == count


async def test_an_event_delivered_four_times_has_its_effect_once(slack: Hostile) -> None:
    for attempt in range(4):
        more = {"retry_attempt": attempt, "retry_reason": "timeout"} if attempt else {}
        event = {"type": "message", "user": "UMAYA", "channel": "Dmaya", "channel_type": "im",
                 "text": "hello", "ts": "1900000000.1"}  # fmt: skip
        assert await slack.event(event, event_id="Ev-same", **more) == {}
    assert slack.said("maya").count("I'm better with buttons") == 1


async def test_a_form_delivered_twice_is_kept_once(slack: Hostile) -> None:
    await slack.tap("maya", "B11", "set_it_up")
    for view in ({"id": "V-same", "hash": "1"}, {"id": "V-same", "hash": "1"}, {"id": "V-other"}):
        relationship = slack.life.relationship.id
        form = ("form:know_me", relationship, {"path": "I began in a bakery"})
        assert await slack.submit("maya", *form, view=view) == {}
    assert slack.said("maya").count("What would make this year") == 1


@pytest.mark.parametrize("state", [SENDING, UNSURE])
async def test_a_tap_before_slack_answered_the_post_counts(slack: Hostile, state: str) -> None:
    prompt = slack.life.open("maya", "B11")
    set_back(slack, prompt.id, state)
    container = {"type": "message", "channel_id": "Dmaya", "message_ts": "1800000001.1"}
    assert await slack.click("maya", "tap:set_it_up", prompt.id, container=container) == {}
    assert "Help Leo know you" in slack.said("maya")
    again = slack.life.run(lambda tx: tx.get_one(Prompt, prompt.id))
    assert (again.state, again.ts) == (ANSWERED, "1800000001.1")
    assert slack.raw.asked("chat.update")[-1]["ts"] == "1800000001.1"


def set_back(slack: Hostile, prompt_id: str, state: str) -> None:
    """Let a message be as it is between Slack's taking it and saying so."""

    def work(tx: Any) -> None:
        row = tx.get_one(Prompt, prompt_id)
        row.state, row.channel, row.ts, row.sent_at = state, None, None, None

    slack.life.run(work)


async def test_a_reply_before_slack_answered_the_post_is_taken_when_it_comes_again(
    slack: Hostile,
) -> None:
    await slack.tap("maya", "B11", "set_it_up")
    prompt, ts = slack.life.open("maya", "C1"), slack.thread("maya", "C1")
    line = {"type": "message", "user": "UMAYA", "channel": "Dmaya", "channel_type": "im",
            "text": "I began in a bakery", "ts": "1900000000.9", "thread_ts": ts}  # fmt: skip
    set_back(slack, prompt.id, UNSURE)
    assert await slack.event(line, event_id="Ev-early", patience=2.5) is None
    where = (prompt.attempt, str(prompt.channel), ts)
    slack.life.run(lambda tx: settlements.resolve(tx, prompt.id, *where, slack.now))
    for attempt in (1, 2):
        assert await slack.event(line, event_id="Ev-early", retry_attempt=attempt) == {}
    asked = [m for m in slack.posted("maya") if m.get("thread_ts") == ts]
    assert len(asked) == 1


async def test_two_clicks_at_one_moment_do_it_once(slack: Hostile) -> None:
    prompt = slack.life.open("maya", "B11")
    payload = {
        "type": "block_actions",
        "user": {"id": "UMAYA", "team_id": TEAM},
        "container": {"type": "message"},
        "actions": [{"action_id": "tap:set_it_up", "value": prompt.id, "block_id": "b"}],
    }
    sent = [slack.raw.send("interactive", {**payload, "trigger_id": f"t{n}"}) for n in range(3)]
    acks = [await one for one in sent]
    await slack.calm()
    assert acks == [{}, {}, {}]
    assert slack.said("maya").count("Help Leo know you") == 1
    assert STALE in words(slack.opened()[-1])


@pytest.mark.parametrize("who", ["leo", "ines"])
async def test_somebody_elses_button_is_refused(slack: Hostile, who: str) -> None:
    prompt = slack.life.open("maya", "B11")
    assert await slack.click(who, "tap:set_it_up", prompt.id) == {}
    assert NOT_YOURS in words(slack.opened()[-1])
    assert slack.life.open("maya", "B11").id == prompt.id


async def test_the_same_id_in_another_workspace_is_another_person(slack: Hostile) -> None:
    prompt = slack.life.open("maya", "B11")
    elsewhere = {"id": "UMAYA", "team_id": "T2"}
    ack = await slack.click("maya", "tap:set_it_up", prompt.id, user=elsewhere, team={"id": "T2"})
    assert ack == {}
    assert NOT_YOURS in words(slack.opened()[-1])
    assert slack.life.open("maya", "B11").state == SENT
