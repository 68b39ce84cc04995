"""Slack's limits as a table: which keys an object takes, of what kind, how long, how many."""

from playground.kit.rules import Anything, Flag, List, OneOf, Rule, Shape, String, Text, Whole

DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"
DECIMAL = r"-?\d+(\.\d+)?"
ID = String(255, 1)
URL = String(3000, 1, form=r"(?i)[a-z][a-z0-9+.-]*:.+")
ALT = String(2000, 1)
STYLE = String(words=("primary", "danger"))

CONFIRM = Shape(
    {
        "title": Text(100, True),
        "text": Text(300),
        "confirm": Text(30, True),
        "deny": Text(30, True),
    },
    {"style": STYLE},
)
OPTION = Shape({"text": Text(75, True), "value": String(150, 1)}, {"description": Text(75, True)})
RICH_OPTION = Shape({"text": Text(75), "value": String(150, 1)}, {"description": Text(75)})
LINK_OPTION = Shape(
    {"text": Text(75, True), "value": String(150, 1)},
    {"description": Text(75, True), "url": URL},
)
GROUP = Shape({"label": Text(75, True), "options": List(OPTION, 100)})
DISPATCH = Shape(
    {},
    {"trigger_actions_on": List(String(words=("on_enter_pressed", "on_character_entered")), 2)},
)

ASKS: dict[str, Rule] = {"action_id": ID, "focus_on_load": Flag(), "placeholder": Text(150, True)}
PICKS: dict[str, Rule] = ASKS | {"confirm": CONFIRM}
MENU: dict[str, Rule] = {"options": List(OPTION, 100), "option_groups": List(GROUP, 100)}
WRITES: dict[str, Rule] = ASKS | {"dispatch_action_config": DISPATCH}

ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {"text": Text(75, True)},
        {
            "action_id": ID,
            "url": URL,
            "value": String(2000, 1),
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": String(75),
        },
    ),
    "static_select": Shape({}, PICKS | MENU | {"initial_option": OPTION}, tuple(MENU)),
    "multi_static_select": Shape(
        {},
        PICKS | MENU | {"initial_options": List(OPTION, 100), "max_selected_items": Whole(1, 100)},
        tuple(MENU),
    ),
    "users_select": Shape({}, PICKS | {"initial_user": ID}),
    "channels_select": Shape({}, PICKS | {"initial_channel": ID, "response_url_enabled": Flag()}),
    "conversations_select": Shape(
        {},
        PICKS
        | {
            "initial_conversation": ID,
            "default_to_current_conversation": Flag(),
            "response_url_enabled": Flag(),
            "filter": Anything(),
        },
    ),
    "overflow": Shape({"options": List(LINK_OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM}),
    "datepicker": Shape({}, PICKS | {"initial_date": String(form=DATE)}),
    "timepicker": Shape({}, PICKS | {"initial_time": String(form=TIME), "timezone": String()}),
    "datetimepicker": Shape(
        {},
        {
            "action_id": ID,
            "initial_date_time": Whole(1_000_000_000, 9_999_999_999),
            "confirm": CONFIRM,
            "focus_on_load": Flag(),
        },
    ),
    "checkboxes": Shape(
        {"options": List(RICH_OPTION, 10)},
        {
            "action_id": ID,
            "initial_options": List(RICH_OPTION, 10),
            "confirm": CONFIRM,
            "focus_on_load": Flag(),
        },
    ),
    "radio_buttons": Shape(
        {"options": List(RICH_OPTION, 10)},
        {
            "action_id": ID,
            "initial_option": RICH_OPTION,
            "confirm": CONFIRM,
            "focus_on_load": Flag(),
        },
    ),
    "plain_text_input": Shape(
        {},
        WRITES
        | {
            "initial_value": String(3000),
            "multiline": Flag(),
            "min_length": Whole(0, 3000),
            "max_length": Whole(1, 3000),
        },
    ),
    "email_text_input": Shape({}, WRITES | {"initial_value": String(3000)}),
    "url_text_input": Shape({}, WRITES | {"initial_value": String(3000)}),
    "number_input": Shape(
        {"is_decimal_allowed": Flag()},
        WRITES
        | {
            "initial_value": String(form=DECIMAL),
            "min_value": String(form=DECIMAL),
            "max_value": String(form=DECIMAL),
        },
    ),
    "file_input": Shape(
        {}, {"action_id": ID, "filetypes": List(String(20, 1), 100), "max_files": Whole(1, 10)}
    ),
    "image": Shape({"image_url": URL, "alt_text": ALT}),
}

MENUS = ("static_select", "users_select", "channels_select", "conversations_select")
PICKERS = ("datepicker", "timepicker", "checkboxes", "radio_buttons")
ACCESSORIES = ("button", *MENUS, "multi_static_select", "overflow", *PICKERS, "image")
ACTIONS = ("button", *MENUS, "overflow", *PICKERS, "datetimepicker")
INPUTS = (
    *MENUS,
    "multi_static_select",
    *PICKERS,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "file_input",
)

BLOCK: dict[str, Rule] = {"block_id": ID}
BLOCKS: dict[str, Shape] = {
    "section": Shape(
        {},
        BLOCK
        | {
            "text": Text(3000),
            "fields": List(Text(2000), 10),
            "accessory": OneOf("elements", ACCESSORIES),
            "expand": Flag(),
        },
        ("text", "fields"),
    ),
    "divider": Shape({}, BLOCK),
    "header": Shape({"text": Text(150, True)}, BLOCK),
    "context": Shape({"elements": List(OneOf("context", ("image",)), 10)}, BLOCK),
    "actions": Shape({"elements": List(OneOf("elements", ACTIONS), 25)}, BLOCK),
    "input": Shape(
        {"label": Text(2000, True), "element": OneOf("elements", INPUTS)},
        BLOCK | {"hint": Text(2000, True), "optional": Flag(), "dispatch_action": Flag()},
    ),
    "image": Shape({"image_url": URL, "alt_text": ALT}, BLOCK | {"title": Text(2000, True)}),
    "rich_text": Shape({"elements": List(Anything(), 1000)}, BLOCK),
}

MESSAGE_BLOCKS = List(OneOf("blocks", tuple(BLOCKS)), 50, 0)
VIEW_BLOCKS = List(OneOf("blocks", tuple(BLOCKS)), 100, 0)
NAMED: dict[str, Rule] = {
    "private_metadata": String(3000),
    "callback_id": String(255),
    "external_id": String(255),
}
VIEWS: dict[str, Shape] = {
    "modal": Shape(
        {"title": Text(24, True), "blocks": VIEW_BLOCKS},
        NAMED
        | {
            "submit": Text(24, True),
            "close": Text(24, True),
            "clear_on_close": Flag(),
            "notify_on_close": Flag(),
        },
    ),
    "home": Shape({"blocks": VIEW_BLOCKS}, NAMED),
}

MESSAGE_TEXT = 40_000
UPDATE_TEXT = 4_000
BLOCKS_TEXT = 13_200
VIEW_BYTES = 250_000
METADATA_BYTES = 8_000
