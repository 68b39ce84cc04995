"""A small app that shows each thing the page can draw, and keeps what comes back."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

Payload = dict[str, Any]

HOSTILE = "<script>alert(1)</script> &lt;!channel&gt; <javascript:alert(1)|press> <b onclick=x>"


def plain(text: str) -> Payload:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Payload:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, description: str | None = None) -> Payload:
    """An option whose value is its text in lower case."""
    described = {"description": plain(description)} if description else {}
    return {"text": plain(text), "value": text.lower(), **described}


def button(text: str, action_id: str, **more: Any) -> Payload:
    """A button element."""
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": "7", **more}


def field(block_id: str, label: str, element: Payload, **more: Any) -> Payload:
    """An input block whose action is called "it"."""
    element = {"action_id": "it", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


def section(text: str, **more: Any) -> Payload:
    """A section of mrkdwn."""
    return {"type": "section", "text": mrkdwn(text), **more}


RHYTHMS = [option("Month"), option("2 months", "The usual one"), option("3 months")]
SURE = {
    "title": plain("Let it go?"),
    "text": mrkdwn("Leo will *not* hear why."),
    "confirm": plain("Let it go"),
    "deny": plain("Keep it"),
    "style": "danger",
}
WORDS = (
    "*Bold*, _italic_, ~struck~, `code`, <https://example.com/a?b=1&amp;c=2|a *link*> and 3 &lt; 4 "
    "&amp; 5 &gt; 2. Hi <@U0MAYA001>, meet <@U0LEO0001|leo> in <#C0GENERAL|general> "
    "<!date^1772445600^on {date_long} at {time}|on Monday> :coffee: :no_such_name:\n"
    "> quoted _words_\n> in two lines\n• one thing\n• another\n```\nif a < b:\n  *stay*\n```"
)
RICH = [
    {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "Rich "},
            {"type": "text", "text": "words", "style": {"bold": True, "italic": True}},
            {"type": "link", "url": "https://example.com", "text": " a link"},
            {"type": "user", "user_id": "U0LEO0001"},
            {"type": "emoji", "name": "seedling", "unicode": "1f331"},
        ],
    },
    {
        "type": "rich_text_list",
        "style": "ordered",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]},
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "second"}]},
        ],
    },
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "<b>as it is</b>"}]},
]
MESSAGE = [
    {"type": "header", "text": plain("It's nearly time to meet Leo")},
    section(WORDS),
    section("Where you left off", fields=[mrkdwn("*Open*\n2 steps"), plain("Goal\nSpeak up")]),
    section(
        "Each *option*", accessory={"type": "overflow", "action_id": "more", "options": RHYTHMS}
    ),
    {"type": "divider"},
    {"type": "rich_text", "elements": RICH},
    {
        "type": "image",
        "image_url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQV"
        "R42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
        "alt_text": "A quiet table",
        "title": plain("The table"),
    },
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            button("Make the invite", "invite", style="primary"),
            button("Let it go", "let_go", style="danger", confirm=SURE),
            button("Read more", "read", url="https://example.com/read"),
            {
                "type": "static_select",
                "action_id": "rhythm",
                "placeholder": plain("How often"),
                "options": RHYTHMS,
            },
            {"type": "users_select", "action_id": "who", "placeholder": plain("Someone")},
            {"type": "datepicker", "action_id": "day", "placeholder": plain("Day")},
            {"type": "timepicker", "action_id": "hour", "placeholder": plain("Hour")},
        ],
    },
    {"type": "context", "elements": [mrkdwn("Only _you_ two see this"), plain("Quiet hours")]},
]
BOXES = [
    section("Each box says who will read it."),
    field("line", "One line", {"type": "plain_text_input", "max_length": 20}),
    field(
        "advice",
        "What did Leo suggest?",
        {"type": "plain_text_input", "multiline": True, "placeholder": plain("A line or two")},
        hint=plain("Only you, until you share it"),
        optional=True,
    ),
    field("often", "How often?", {"type": "static_select", "options": RHYTHMS}, optional=True),
    field("many", "Which?", {"type": "multi_static_select", "options": RHYTHMS}, optional=True),
    field("rules", "Ground rules", {"type": "checkboxes", "options": RHYTHMS}, optional=True),
    field("one", "Which one?", {"type": "radio_buttons", "options": RHYTHMS}, optional=True),
    field("day", "Which day?", {"type": "datepicker"}, optional=True),
    field("hour", "What time?", {"type": "timepicker"}, optional=True),
    field("moment", "Exactly when?", {"type": "datetimepicker"}, optional=True),
    field("mail", "Mail", {"type": "email_text_input"}, optional=True),
    field("site", "Site", {"type": "url_text_input"}, optional=True),
    field(
        "count",
        "How many?",
        {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
        optional=True,
    ),
    field("file", "Which file?", {"type": "file_input", "filetypes": ["zip"]}, optional=True),
    {"type": "actions", "elements": [button("Another box", "grow"), button("On top", "push")]},
]
FORM = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": plain("While it's fresh"),
    "submit": plain("Save"),
    "close": plain("Not now"),
    "blocks": BOXES,
}
SMALL = {
    "type": "modal",
    "callback_id": "small",
    "title": plain("On top"),
    "submit": plain("Send"),
    "blocks": [field("name", "A name", {"type": "plain_text_input"})],
}
CARDS = [
    {"type": "header", "text": plain("Now")},
    section("It's nearly time to meet Leo.", accessory=button("Make the invite", "home_go")),
    {"type": "divider"},
    {"type": "header", "text": plain("My mentors")},
    section("*Leo Martinez*\nEvery 2 months, 45 minutes", fields=[mrkdwn("*Next*\n"), plain("—")]),
    {"type": "actions", "elements": [button("One-pager", "pager"), button("More", "else")]},
]
HOME = {"type": "home", "blocks": CARDS}


def gallery(app: AsyncApp, heard: list[Payload]) -> None:
    """Attach the listeners; everything that comes in is appended to heard."""

    async def show(ack: Any, say: Any, body: Payload, client: Any) -> None:
        heard.append(body)
        await ack()
        match body["text"].split():
            case ["form"]:
                await client.views_open(trigger_id=body["trigger_id"], view=FORM)
            case ["hostile"]:
                await say(
                    text=HOSTILE,
                    blocks=[section(HOSTILE), {"type": "section", "text": plain(HOSTILE)}],
                )
            case ["file"]:
                await client.files_upload_v2(
                    channel=body["channel_id"], content="BEGIN:VCALENDAR", filename="session.ics"
                )
            case ["whisper"]:
                await client.chat_postEphemeral(
                    channel=body["channel_id"], user=body["user_id"], text="You can't ask yourself."
                )
            case _:
                await say(text="It's nearly time to meet Leo", blocks=MESSAGE)

    async def pressed(ack: Any, body: Payload, client: Any) -> None:
        await ack()
        heard.append(body)
        action, view = body["actions"][0]["action_id"], body.get("view", {})
        if action == "invite":
            done = [section("You asked Leo for *Tuesday*.")]
            await client.chat_update(
                channel=body["channel"]["id"], ts=body["message"]["ts"], text="Asked", blocks=done
            )
        elif action == "grow":
            more = field("late", "One more", {"type": "plain_text_input"}, optional=True)
            blocks = [*BOXES, more]
            await client.views_update(view_id=view["id"], view=FORM | {"blocks": blocks})
        elif action == "push":
            await client.views_push(trigger_id=body["trigger_id"], view=SMALL)
        elif action == "home_go":
            blocks = [section("The invite is on its way."), *CARDS[2:]]
            await client.views_publish(user_id=body["user"]["id"], view=HOME | {"blocks": blocks})

    async def sent(ack: Any, body: Payload, view: Payload) -> None:
        heard.append(body)
        line = view["state"]["values"].get("line", {}).get("it", {}).get("value")
        if line == "taken":
            await ack(response_action="errors", errors={"line": "Those words are taken."})
        else:
            await ack()

    async def closed(ack: Any, body: Payload) -> None:
        await ack()
        heard.append(body)

    async def written(event: Payload, say: Any) -> None:
        heard.append(event)
        if event["text"].endswith("?"):
            await say(text="A good question. Let me ask *Leo*.", thread_ts=event["ts"])

    async def opened(event: Payload, client: Any) -> None:
        if event["tab"] == "home" and not event.get("view"):
            await client.views_publish(user_id=event["user"], view=HOME)

    app.command("/mentor")(show)
    app.action(re.compile(""))(pressed)
    app.view("form")(sent)
    app.view("small")(sent)
    app.view_closed("form")(closed)
    app.event("message")(written)
    app.event("app_home_opened")(opened)
