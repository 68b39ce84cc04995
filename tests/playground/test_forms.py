"""Forms: their state, their stack, and what an acknowledgement does to them."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.submissions import TROUBLE, Refused
from tests.playground.conftest import Connect, grant

Body = dict[str, Any]
MAYA = "U0MAYA001"


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Body:
    return {"text": plain(value.title()), "value": value}


def asks(block_id: str, element: Body, **more: Any) -> Body:
    element = {"action_id": "it"} | element
    return {"type": "input", "block_id": block_id, "label": plain("?"), "element": element} | more


def form(*blocks: Body, **more: Any) -> Body:
    blocks = blocks or (asks("words", {"type": "plain_text_input"}),)
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
    } | more


async def show(playground: Playground, client: AsyncWebClient, view: Body) -> Body:
    trigger = playground.here.triggers.issue(MAYA)
    opened: Body = (await client.views_open(trigger_id=trigger, view=view))["view"]
    return opened


async def push(playground: Playground, client: AsyncWebClient, view: Body) -> Body:
    trigger = playground.here.triggers.issue(MAYA)
    pushed: Body = (await client.views_push(trigger_id=trigger, view=view))["view"]
    return pushed


class Answers:
    """What the app acknowledges the next submissions with, and what it was sent."""

    def __init__(self) -> None:
        self.next: Body = {}
        self.bodies: list[Body] = []


@pytest.fixture
async def answers(app: AsyncApp, connect: Connect) -> Answers:
    """An app that acknowledges every form as told."""
    told = Answers()

    @app.view("form")
    async def send(ack: Any, body: Body) -> None:
        told.bodies.append(body)
        await ack(**told.next)

    @app.view_closed("form")
    async def close(ack: Any, body: Body) -> None:
        told.bodies.append(body)
        await ack()

    await connect(app)
    return told


EVERYTHING = [
    asks("text", {"type": "plain_text_input", "initial_value": "old"}),
    asks("none", {"type": "plain_text_input"}, optional=True),
    asks(
        "one",
        {
            "type": "static_select",
            "options": [option("a"), option("b")],
            "initial_option": option("b"),
        },
    ),
    asks("some", {"type": "checkboxes", "options": [option("a"), option("b")]}, optional=True),
    asks("day", {"type": "datepicker", "initial_date": "2026-03-09"}),
    asks("time", {"type": "timepicker"}, optional=True),
    asks("who", {"type": "users_select"}, optional=True),
    asks("where", {"type": "channels_select", "initial_channel": "C0GENERAL"}),
    {
        "type": "actions",
        "block_id": "loose",
        "elements": [
            {"type": "button", "action_id": "b", "text": plain("B")},
            {"type": "radio_buttons", "action_id": "r", "options": [option("a")]},
        ],
    },
]


async def test_the_state_is_complete_even_where_nothing_was_touched(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    view = await show(playground, client, form(*EVERYTHING))
    assert await playground.submit("maya", view, {"some": ["A", "b"], "time": "09:30"}) == {}
    [body] = answers.bodies
    values = body["view"]["state"]["values"]
    shown = {block: next(iter(state.values())) for block, state in values.items()}
    assert shown["text"] == {"type": "plain_text_input", "value": "old"}
    assert shown["none"] == {"type": "plain_text_input", "value": None}
    assert shown["one"]["selected_option"]["value"] == "b"
    assert [each["value"] for each in shown["some"]["selected_options"]] == ["a", "b"]
    assert shown["day"] == {"type": "datepicker", "selected_date": "2026-03-09"}
    assert shown["time"] == {"type": "timepicker", "selected_time": "09:30"}
    assert shown["where"] == {"type": "channels_select", "selected_channel": "C0GENERAL"}
    assert shown["who"] == {"type": "users_select", "selected_user": None}
    assert values["loose"] == {"r": {"type": "radio_buttons", "selected_option": None}}
    assert body["view"]["hash"] == view["hash"]
    assert body["view"]["root_view_id"] == view["id"]
    assert body["view"]["previous_view_id"] is None
    assert playground.views("maya") == []


async def test_what_slacks_own_client_would_hold_back_never_reaches_the_app(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    view = await show(
        playground,
        client,
        form(
            asks("short", {"type": "plain_text_input", "max_length": 3}),
            asks("mail", {"type": "email_text_input"}),
            asks("link", {"type": "url_text_input"}),
            asks("count", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
            asks("day", {"type": "datepicker"}),
        ),
    )
    given = {"short": "four", "mail": "me", "link": "there", "count": "0"}
    assert await playground.submit("maya", view, given) == {
        "short": "Please shorten this to 3 characters or fewer.",
        "mail": "Please enter a valid email address.",
        "link": "Please enter a valid URL.",
        "count": "Please enter 1 or more.",
        "day": "Please complete this required field.",
    }
    assert answers.bodies == []


async def test_errors_are_shown_under_their_fields_and_keep_what_was_typed(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    view = await show(playground, client, form())
    answers.next = {"response_action": "errors", "errors": {"words": "Say more"}}
    assert await playground.submit("maya", view, {"words": "hm"}) == {"words": "Say more"}
    [still] = playground.views("maya")
    assert still["state"]["values"]["words"]["it"]["value"] == "hm"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "Say more"}},
        {"response_action": "update", "view": {"type": "modal", "title": "No"}},
        {"response_action": "dance"},
    ],
)
async def test_an_answer_slack_cannot_use_is_trouble_for_the_person(
    playground: Playground, client: AsyncWebClient, answers: Answers, answer: Body
) -> None:
    view = await show(playground, client, form())
    answers.next = answer
    with pytest.raises(Refused, match="We had some trouble connecting"):
        await playground.submit("maya", view, {"words": "hm"})
    assert len(playground.views("maya")) == 1


async def test_a_form_nobody_acknowledges_stays_open(
    playground: Playground, client: AsyncWebClient
) -> None:
    view = await show(playground, client, form())
    with pytest.raises(Refused) as refused:
        await playground.submit("maya", view, {"words": "hm"})
    assert str(refused.value) == TROUBLE
    assert len(playground.views("maya")) == 1


async def test_update_push_and_clear_change_the_stack(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    view = await show(playground, client, form())
    answers.next = {"response_action": "update", "view": form(private_metadata="2")}
    await playground.submit("maya", view, {"words": "kept"})
    [updated] = playground.views("maya")
    assert (updated["id"], updated["private_metadata"]) == (view["id"], "2")
    assert updated["hash"] != view["hash"]
    assert updated["state"]["values"]["words"]["it"]["value"] == "kept"
    answers.next = {"response_action": "push", "view": form(private_metadata="3")}
    await playground.submit("maya", updated, {"words": "on"})
    below, above = playground.views("maya")
    assert above["previous_view_id"] == below["id"]
    assert above["root_view_id"] == below["id"]
    answers.next = {"response_action": "clear"}
    await playground.submit("maya", above, {"words": "done"})
    assert playground.views("maya") == []


async def test_a_plain_acknowledgement_closes_only_the_form_on_top(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    below = await show(playground, client, form())
    above = await push(playground, client, form())
    await playground.submit("maya", above, {"words": "done"})
    assert [view["id"] for view in playground.views("maya")] == [below["id"]]


async def test_three_forms_are_the_most(playground: Playground, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="not_found"):
        await push(playground, client, form())
    await show(playground, client, form())
    await push(playground, client, form())
    await push(playground, client, form())
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await push(playground, client, form())
    await show(playground, client, form())
    assert len(playground.views("maya")) == 1


async def test_a_view_is_updated_by_id_and_guarded_by_its_hash(
    playground: Playground, client: AsyncWebClient
) -> None:
    view = await show(playground, client, form(external_id="mine"))
    await client.views_update(view_id=view["id"], hash=view["hash"], view=form())
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view["id"], hash=view["hash"], view=form())
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(external_id="mine", view=form())
    with pytest.raises(SlackApiError, match="invalid_arguments") as caught:
        await client.views_update(view_id=view["id"], view=form(colour="red"))
    [message] = caught.value.response["response_metadata"]["messages"]
    assert message == "[ERROR] invalid additional property: colour [json-pointer:/view]"
    await playground.close("maya", view["id"])
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view["id"], view=form())


async def test_closing_is_told_only_where_asked_for_and_clears_where_said(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    await playground.close("maya", await show(playground, client, form()))
    assert answers.bodies == []
    await playground.close("maya", await show(playground, client, form(notify_on_close=True)))
    assert answers.bodies.pop()["is_cleared"] is False
    await show(playground, client, form(notify_on_close=True))
    top = await push(playground, client, form(notify_on_close=True, clear_on_close=True))
    await playground.close("maya", top)
    assert [body["is_cleared"] for body in answers.bodies] == [True, True]
    assert playground.views("maya") == []


async def test_a_form_sent_twice_at_once_is_told_to_the_app_twice(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    view = await show(playground, client, form())
    sent = [playground.submit("maya", view, {"words": "hm"}) for _ in range(2)]
    assert await asyncio.gather(*sent) == [{}, {}]
    assert len(answers.bodies) == 2
    with pytest.raises(Refused, match="no longer open"):
        await playground.submit("maya", view, {"words": "hm"})


FILE = asks("file", {"type": "file_input", "filetypes": ["zip"], "max_files": 1})


async def test_a_form_may_ask_for_a_file_only_with_the_scope_for_it(
    playground: Playground, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await show(playground, client, form(FILE))
    grant(playground, "files:read")
    assert (await show(playground, client, form(FILE)))["blocks"][0]["element"] == FILE["element"]


async def test_a_file_in_a_form_is_told_as_slack_tells_of_one(
    playground: Playground, client: AsyncWebClient, answers: Answers
) -> None:
    grant(playground, "files:read")
    view = await show(playground, client, form(FILE))
    assert await playground.submit("maya", view, {"file": []}) != {}
    leos = playground.upload("leo", "leos.zip", b"PK")
    mine = [playground.upload("maya", f"{n}.zip", b"PK") for n in range(2)]
    assert await playground.submit("maya", view, {"file": [each["id"] for each in mine]}) != {}
    assert answers.bodies == []
    assert await playground.submit("maya", view, {"file": [mine[0]["id"]]}) == {}
    state = answers.bodies[0]["view"]["state"]["values"]["file"]["it"]
    assert state["type"] == "file_input"
    [told] = state["files"]
    assert (told["id"], told["user"]) == (mine[0]["id"], MAYA)
    assert (await client.files_info(file=told["id"]))["file"] == told
    view = await show(playground, client, form(FILE))
    assert await playground.submit("maya", view, {"file": [leos["id"]]}) == {}
    assert answers.bodies[1]["view"]["state"]["values"]["file"]["it"]["files"] == []
