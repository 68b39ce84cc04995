"""A person, the app and the wire between them, in the plainest cases."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.conftest import Connect

FORM = {
    "type": "modal",
    "callback_id": "goal",
    "title": {"type": "plain_text", "text": "A goal"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "What is it?"},
            "element": {"type": "plain_text_input", "action_id": "text", "min_length": 3},
        }
    ],
}


async def test_a_message_reaches_the_app_and_its_answer_the_person(
    playground: Playground, app: AsyncApp, connect: Connect
) -> None:
    @app.event("message")
    async def hear(event: dict[str, Any], say: Any) -> None:
        await say(text=f"You said {event['text']}", thread_ts=event["ts"])

    await connect(app)
    said = await playground.post("maya", "hello <you> & @leo")
    await playground.quiet()
    first, answer = playground.messages("maya")
    assert first["text"] == "hello &lt;you&gt; &amp; <@U0LEO0001>"
    assert (answer["text"], answer["thread_ts"]) == (f"You said {first['text']}", said["ts"])
    assert first["reply_count"] == 1


async def test_a_command_opens_a_form_that_is_sent_and_closes(
    playground: Playground, app: AsyncApp, connect: Connect
) -> None:
    heard: list[dict[str, Any]] = []

    @app.command("/mentor")
    async def begin(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        heard.append(command)
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        await ack("One moment.")

    @app.view("goal")
    async def keep(ack: Any, view: dict[str, Any]) -> None:
        heard.append(view)
        await ack()

    await connect(app)
    whisper = await playground.command("maya", "/mentor", "@leo please")
    assert whisper is not None
    assert whisper["text"] == "One moment."
    assert heard[0]["text"] == "<@U0LEO0001|leo> please"
    [view] = playground.views("maya")
    assert view["state"]["values"] == {
        "words": {"text": {"type": "plain_text_input", "value": None}}
    }
    required = {"words": "Please complete this required field."}
    assert await playground.submit("maya", view) == required
    assert await playground.submit("maya", view, {"words": "Speak up"}) == {}
    assert heard[1]["state"]["values"]["words"]["text"]["value"] == "Speak up"
    assert playground.views("maya") == []


async def test_a_button_carries_its_message_and_the_answer_edits_it(
    playground: Playground, app: AsyncApp, client: AsyncWebClient, connect: Connect
) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Yes"}, "value": "7"}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button | {"action_id": "yes"}]}]
    heard: list[dict[str, Any]] = []

    @app.action("yes")
    async def agree(ack: Any, body: dict[str, Any], respond: Any) -> None:
        heard.append(body)
        await ack()
        await respond(text="Agreed.", blocks=[], replace_original=True)

    await connect(app)
    sent = await client.chat_postMessage(channel="U0MAYA001", text="Shall we?", blocks=blocks)
    await playground.click("maya", sent["ts"], "Yes")
    await playground.quiet()
    assert heard[0]["message"]["text"] == "Shall we?"
    assert heard[0]["actions"][0]["value"] == "7"
    assert heard[0]["container"]["message_ts"] == sent["ts"]
    [message] = playground.messages("maya")
    assert message["text"] == "Agreed."
    assert "blocks" not in message


async def test_a_command_nobody_answers_is_told_to_the_person(
    playground: Playground, app: AsyncApp, connect: Connect
) -> None:
    queue = playground.here.streams.open("U0MAYA001")
    await playground.command("maya", "/mentor")
    assert 'failed with the error \\"dispatch_failed\\"' in str(queue.get_nowait())
    await connect(app)
    while not queue.empty():
        queue.get_nowait()
    playground.here.sockets.ack_seconds = 0.2
    await playground.command("maya", "/mentor")
    assert "/mentor failed because the app did not respond." in str(queue.get_nowait())
