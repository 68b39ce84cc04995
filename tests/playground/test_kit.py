"""Block Kit is refused where Slack refuses it, and named."""

import copy
from typing import Any

import pytest

from playground.kit import checks

Block = dict[str, Any]


def plain(text: str = "x") -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Block:
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), "action_id": "a"} | more


def option(value: str = "1", **more: Any) -> Block:
    return {"text": plain(value[:75]), "value": value} | more


def select(**more: Any) -> Block:
    return {"type": "static_select", "action_id": "s", "options": [option()]} | more


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def section(**more: Any) -> Block:
    return {"type": "section", "text": mrkdwn()} | more


def asks(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain(), "element": element} | more


def words(**more: Any) -> Block:
    return {"type": "plain_text_input", "action_id": "w"} | more


def modal(*blocks: Block, **more: Any) -> Block:
    return {
        "type": "modal",
        "title": plain(),
        "submit": plain(),
        "blocks": list(blocks),
    } | more


ONES = [option(str(n)) for n in range(11)]
GROUPS = [{"label": plain(), "options": ONES}]
CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}
DAY = {"type": "datepicker", "action_id": "d", "initial_date": "2026-02-28"}
TIME = {"type": "timepicker", "action_id": "t", "initial_time": "09:30"}
MOMENT = {"type": "datetimepicker", "action_id": "m", "initial_date_time": 1_800_000_000}
NUMBER = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"}
RADIO = {"type": "radio_buttons", "action_id": "r", "options": ONES[:10]}
BOXES = {"type": "checkboxes", "action_id": "c", "options": [{"text": mrkdwn(), "value": "1"}]}
MORE = {"type": "overflow", "action_id": "o", "options": [option(url="https://example.com")]}

FINE = [
    [section(), {"type": "divider"}, {"type": "header", "text": plain("y" * 150)}],
    [section(fields=[mrkdwn("z" * 2000)] * 10, accessory=button(confirm=CONFIRM))],
    [section(text=mrkdwn("z" * 3000), accessory=MORE), section(accessory=IMAGE)],
    [{"type": "context", "elements": [IMAGE, mrkdwn(), plain()]}, IMAGE],
    [actions(button(), select(initial_option=option()), DAY, TIME, MOMENT, RADIO, BOXES, MORE)],
    [actions(*(button(action_id=str(n)) for n in range(25)))],
    [asks(words(max_length=3000), hint=plain(), optional=True), asks(NUMBER), asks(DAY)],
    [section(accessory=select(options=[option(str(n)) for n in range(100)]))],
    [asks({"type": "multi_static_select", "action_id": "s", "option_groups": GROUPS})],
    [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}],
    [section()] * 50,
]


@pytest.mark.parametrize("blocks", FINE)
def test_what_slack_accepts_is_accepted(blocks: list[Block]) -> None:
    assert checks.blocks(blocks) == []


WRONG = [
    ([{"type": "sektion"}], "unsupported type: sektion [json-pointer:/blocks/0/type]"),
    ([{"text": plain()}], "missing required field: type [json-pointer:/blocks/0]"),
    ([{"type": "section"}], "must define one of: text, fields [json-pointer:/blocks/0]"),
    ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    (
        [section(text=mrkdwn("z" * 3001))],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [section(text=mrkdwn(""))],
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [section(text=mrkdwn() | {"emoji": True})],
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    (
        [section(fields=[mrkdwn()] * 11)],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    ([section(accessory=words())], "unsupported type: plain_text_input"),
    ([{"type": "header", "text": plain("y" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": mrkdwn()}], "must be of type plain_text"),
    ([{"type": "context", "elements": []}], "no less than 1 items allowed"),
    ([{"type": "context", "elements": [plain()] * 11}], "no more than 10 items allowed"),
    ([{"type": "context", "elements": [button()]}], "unsupported type: button"),
    ([actions(*[button()] * 26)], "no more than 25 items allowed"),
    ([actions(button(), button())], "action_id already in use: a [json-pointer:/blocks/0]"),
    ([actions(button(text=plain("y" * 76)))], "must be less than 76 characters"),
    ([actions(button(text=mrkdwn()))], "must be of type plain_text"),
    ([actions(button(value="v" * 2001))], "must be less than 2001 characters"),
    ([actions(button(url="https://" + "v" * 3000))], "must be less than 3001 characters"),
    ([actions(button(style="loud"))], "must be a valid enum value"),
    ([actions(button(action_id="a" * 256))], "must be less than 256 characters"),
    ([actions(button(accessibility_label="a" * 76))], "must be less than 76 characters"),
    ([actions(button(confirm={"title": plain()}))], "missing required field: text"),
    ([actions({"type": "button"})], "missing required field: text"),
    ([actions(select(options=[]))], "no less than 1 items allowed"),
    ([actions(select(options=[option(str(n)) for n in range(101)]))], "no more than 100 items"),
    ([actions(select(options=[option("v" * 151)]))], "must be less than 151 characters"),
    ([actions(select(options=[option() | {"text": plain("y" * 76)}]))], "less than 76"),
    ([actions(select(options=[option(url="https://x")]))], "invalid additional property: url"),
    ([actions(select(initial_option=option("2")))], "must be one of the provided options"),
    ([actions(select(placeholder=plain("y" * 151)))], "must be less than 151 characters"),
    ([actions(select(option_groups=GROUPS))], "only one of options and option_groups"),
    ([actions({"type": "static_select", "action_id": "s"})], "options, option_groups"),
    ([actions(RADIO | {"options": ONES})], "no more than 10 items allowed"),
    ([actions(BOXES | {"options": ONES})], "no more than 10 items allowed"),
    ([actions(BOXES | {"initial_options": []})], "no less than 1 items allowed"),
    ([actions(BOXES | {"initial_options": ONES[:2]})], "must be one of the provided options"),
    ([actions(MORE | {"options": ONES[:6]})], "no more than 5 items allowed"),
    ([actions(DAY | {"initial_date": "2026-2-28"})], "must match the expected format"),
    ([actions(DAY | {"initial_date": "28/02/2026"})], "must match the expected format"),
    ([actions(TIME | {"initial_time": "9:30"})], "must match the expected format"),
    ([actions(MOMENT | {"initial_date_time": "soon"})], "must provide an integer"),
    ([section(accessory=MOMENT)], "unsupported type: datetimepicker"),
    ([asks(button())], "unsupported type: button"),
    ([asks(words(), label=plain("y" * 2001))], "must be less than 2001 characters"),
    ([asks(words(), label=mrkdwn())], "must be of type plain_text"),
    ([asks(words(), hint=plain("y" * 2001))], "must be less than 2001 characters"),
    ([asks(words(max_length=3001))], "must be between 1 and 3000"),
    ([asks(words(max_length=3, initial_value="long"))], "must be shorter than max_length"),
    ([asks(words(placeholder=plain("y" * 151)))], "must be less than 151 characters"),
    ([{"type": "input", "label": plain()}], "missing required field: element"),
    ([IMAGE | {"alt_text": ""}], "must be more than 0 characters"),
    ([IMAGE | {"image_url": "a.png"}], "must match the expected format"),
    ([section(block_id="b"), section(block_id="b")], "block_id already in use: b"),
    ([section(block_id="b" * 256)], "must be less than 256 characters"),
    ("blocks", "must provide an array [json-pointer:/blocks]"),
    ([None], "must provide an object [json-pointer:/blocks/0]"),
    ([section(text="hello")], "must provide an object [json-pointer:/blocks/0/text]"),
]


@pytest.mark.parametrize(("blocks", "sentence"), WRONG, ids=[each[1] for each in WRONG])
def test_what_slack_refuses_is_refused_and_named(blocks: Any, sentence: str) -> None:
    assert any(sentence in found for found in checks.blocks(copy.deepcopy(blocks)))


VIEWS = [
    (modal(section(), title=plain("t" * 25)), "must be less than 25 characters"),
    (modal(section(), title=mrkdwn()), "must be of type plain_text"),
    (modal(section(), submit=plain("t" * 25)), "must be less than 25 characters"),
    (modal(section(), close=plain("t" * 25)), "must be less than 25 characters"),
    (modal(section(), private_metadata="m" * 3001), "must be less than 3001 characters"),
    (modal(section(), callback_id="c" * 256), "must be less than 256 characters"),
    (modal(section(), id="V1"), "invalid additional property: id [json-pointer:/view]"),
    (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(asks(words()), asks(button())), "[json-pointer:/view/blocks/1/element/type]"),
    (
        modal(asks(words(focus_on_load=True)), asks(words(focus_on_load=True))),
        "only one element may have focus_on_load",
    ),
    ({"type": "modal", "title": plain()}, "missing required field: blocks"),
    ({"type": "modal", "blocks": [], "title": "T"}, "must provide an object"),
    ({"type": "sheet", "blocks": []}, "must be a valid view type"),
]


@pytest.mark.parametrize(("view", "sentence"), VIEWS, ids=[each[1] for each in VIEWS])
def test_a_form_that_slack_refuses_is_refused_and_named(view: Block, sentence: str) -> None:
    assert any(sentence in found for found in checks.view(view, "modal"))


def test_a_form_that_asks_needs_a_submit_button() -> None:
    view = modal(asks(words()))
    assert checks.view(view, "modal") == []
    del view["submit"]
    assert checks.view(view, "modal") == ["missing required field: submit [json-pointer:/view]"]


def test_a_home_tab_takes_no_submit_button() -> None:
    home = {"type": "home", "blocks": [section()]}
    assert checks.view(home, "home") == []
    assert checks.view(home | {"submit": plain()}, "home") == [
        "invalid additional property: submit [json-pointer:/view]"
    ]
