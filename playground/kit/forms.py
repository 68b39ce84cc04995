"""What a form holds: each element's state, and what Slack's own client refuses to send."""

import re
from typing import Any

from playground.kit.checks import elements, options
from playground.payloads import Payload

# element type -> the key of its state, and the key its initial value comes from
STATES: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
LISTS = ("selected_options", "files")

Values = dict[str, dict[str, Payload]]


def fill(blocks: list[Payload], given: Values) -> Values:
    """Complete state.values: what was given, else what each element began with."""
    values: Values = {}
    for block in blocks:
        for element in elements(block):
            if element["type"] not in STATES:
                continue
            key, initial = STATES[element["type"]]
            empty: Any = [] if key in LISTS else None
            value = element.get(initial, empty)
            state = given.get(block["block_id"], {}).get(element["action_id"], {})
            if state.get("type", element["type"]) == element["type"] and key in state:
                value = state[key] if state[key] is not None else empty
            if key == "value" and value == "":
                value = None
            held = {"type": element["type"], key: value}
            if element["type"] == "timepicker" and "timezone" in element:
                held["timezone"] = element["timezone"]
            values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return values


def refuse(blocks: list[Payload], values: Values) -> dict[str, str]:
    """What Slack's client says under a field before anything is sent, by block_id."""
    wrong: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        key = STATES[element["type"]][0]
        value = values[block["block_id"]][element["action_id"]][key]
        if value in (None, []):
            if not block.get("optional"):
                wrong[block["block_id"]] = "Please complete this required field."
        elif sentence := _content(element, value):
            wrong[block["block_id"]] = sentence
    return wrong


def state(element: Payload, value: Any) -> Payload:
    """An element's state from a plain value: text, an option, its value or label, a date, an id.

    LookupError when an option isn't offered.
    """
    key = STATES.get(element["type"], ("selected_option", ""))[0]
    if key == "selected_option" and value is not None:
        value = pick(element, value)
    elif key == "selected_options":
        value = [pick(element, each) for each in value or []]
    elif key == "files":
        value = [each if isinstance(each, dict) else {"id": each} for each in value or []]
    return {"type": element["type"], key: value}


def pick(element: Payload, wanted: Any) -> Payload:
    """The element's option with that value or label; LookupError when there is none."""
    name = wanted["value"] if isinstance(wanted, dict) else wanted
    for option in options(element):
        if name in (option["value"], option["text"]["text"]):
            return option
    raise LookupError(f"no option {name!r} in {element.get('action_id')}")


def _content(element: Payload, value: Any) -> str:
    match element["type"]:
        case "plain_text_input":
            least, most = element.get("min_length", 0), element.get("max_length", 3000)
            if len(value) < least:
                return f"Please enter at least {least} characters."
            if len(value) > most:
                return f"Please shorten this to {most} characters or fewer."
            return ""
        case "email_text_input":
            fine = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)
            return "" if fine else "Please enter a valid email address."
        case "url_text_input":
            fine = re.fullmatch(r"(?i)https?://\S+", value)
            return "" if fine else "Please enter a valid URL."
        case "number_input":
            return _number(element, value)
        case "multi_static_select":
            most = element.get("max_selected_items", len(value))
            return "" if len(value) <= most else f"Please choose at most {most}."
        case "file_input":
            most = element.get("max_files", 10)
            return "" if len(value) <= most else f"Please choose at most {most}."
        case _:
            return ""


def _number(element: Payload, value: str) -> str:
    decimal = element["is_decimal_allowed"]
    if not re.fullmatch(r"-?\d+(\.\d+)?" if decimal else r"-?\d+", value):
        return "Please enter a number." if decimal else "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return f"Please enter {low} or more."
    if high is not None and float(value) > float(high):
        return f"Please enter {high} or less."
    return ""
