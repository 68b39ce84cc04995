"""Walks blocks and views along the table of limits and says, in Slack's words, what is wrong."""

import re
from collections.abc import Iterator
from typing import Any

from playground.kit import limits
from playground.kit.rules import Anything, Flag, List, OneOf, Rule, Shape, String, Text, Whole
from playground.payloads import Payload

TABLES = {"blocks": limits.BLOCKS, "elements": limits.ELEMENTS, "context": limits.ELEMENTS}


def blocks(value: Any, at: str = "/blocks") -> list[str]:
    """What Slack would refuse in a message's blocks; empty when they are fine."""
    return list(_walk(value, limits.MESSAGE_BLOCKS, at)) or list(_together(value, at))


def view(value: Payload, kind: str) -> list[str]:
    """What Slack would refuse in a modal or a Home tab (`kind`); empty when it is fine."""
    at = "/view"
    if value.get("type") != kind:
        return [_at(f"must be a valid view type: {kind}", f"{at}/type")]
    wrong = list(_walk(value, limits.VIEWS[kind], at))
    if wrong:
        return wrong
    wrong = list(_together(value["blocks"], f"{at}/blocks"))
    asks = any(block["type"] == "input" for block in value["blocks"])
    if kind == "modal" and asks and "submit" not in value:
        wrong.append(_at("missing required field: submit", at))
    focused = [each for block in value["blocks"] for each in elements(block)]
    if sum(bool(each.get("focus_on_load")) for each in focused) > 1:
        wrong.append(_at("only one element may have focus_on_load", f"{at}/blocks"))
    return wrong


def elements(block: Payload) -> list[Payload]:
    """The interactive elements and images of a block."""
    match block["type"]:
        case "section":
            return [block["accessory"]] if "accessory" in block else []
        case "actions":
            return list(block["elements"])
        case "input":
            return [block["element"]]
        case _:
            return []


def options(element: Payload) -> list[Payload]:
    """All options of a menu, groups laid flat."""
    groups = element.get("option_groups", [])
    return element.get("options") or [each for group in groups for each in group["options"]]


def _walk(value: Any, rule: Rule, at: str) -> Iterator[str]:
    match rule:
        case Text():
            yield from _text(value, rule, at)
        case String():
            yield from _string(value, rule, at)
        case Whole(low, high):
            if isinstance(value, bool) or not isinstance(value, int):
                yield _at("must provide an integer", at)
            elif not low <= value <= high:
                yield _at(f"must be between {low} and {high}", at)
        case Flag():
            if not isinstance(value, bool):
                yield _at("must provide a boolean", at)
        case Anything():
            if not isinstance(value, dict):
                yield _at("must provide an object", at)
        case List(of, most, least):
            if not isinstance(value, list):
                yield _at("must provide an array", at)
                return
            if len(value) > most:
                yield _at(f"no more than {most} items allowed", at)
            if len(value) < least:
                yield _at(f"no less than {least} items allowed", at)
            for index, item in enumerate(value):
                yield from _walk(item, of, f"{at}/{index}")
        case OneOf(table, types):
            yield from _one_of(value, table, types, at)
        case Shape():
            yield from _shape(value, rule, at)


def _shape(value: Any, rule: Shape, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _at("must provide an object", at)
        return
    for key in rule.needs:
        if key not in value:
            yield _at(f"missing required field: {key}", at)
    if rule.any_of and not any(key in value for key in rule.any_of):
        yield _at(f"must define one of: {', '.join(rule.any_of)}", at)
    if len(rule.any_of) and {"options", "option_groups"} <= value.keys():
        yield _at("only one of options and option_groups is allowed", at)
    known = rule.needs | rule.may
    for key, item in value.items():
        if key in known:
            yield from _walk(item, known[key], f"{at}/{key}")
        elif key != "type":
            yield _at(f"invalid additional property: {key}", at)


def _one_of(value: Any, table: str, types: tuple[str, ...], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _at("must provide an object", at)
        return
    kind = value.get("type")
    if table == "context" and kind in ("plain_text", "mrkdwn"):
        yield from _walk(value, Text(3000), at)
    elif kind is None:
        yield _at("missing required field: type", at)
    elif kind not in types:
        yield _at(f"unsupported type: {kind}", f"{at}/type")
    else:
        yield from _shape(value, TABLES[table][kind], at)
        yield from _chosen(value, at)


def _text(value: Any, rule: Text, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _at("must provide an object", at)
        return
    kind = value.get("type")
    if kind not in ("plain_text", "mrkdwn"):
        yield _at(f"unsupported type: {kind}", f"{at}/type")
    elif kind == "mrkdwn" and rule.plain:
        yield _at("must be of type plain_text", f"{at}/type")
    elif "text" not in value:
        yield _at("missing required field: text", at)
    else:
        extra = "emoji" if kind == "plain_text" else "verbatim"
        yield from _string(value["text"], String(rule.most, 1), f"{at}/text")
        if extra in value:
            yield from _walk(value[extra], Flag(), f"{at}/{extra}")
        for key in value.keys() - {"type", "text", extra}:
            yield _at(f"invalid additional property: {key}", at)


def _string(value: Any, rule: String, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield _at("must provide a string", at)
    elif len(value) > rule.most:
        yield _at(f"must be less than {rule.most + 1} characters", at)
    elif len(value) < rule.least:
        yield _at(f"must be more than {rule.least - 1} characters", at)
    elif rule.words and value not in rule.words:
        yield _at(f"must be a valid enum value: {', '.join(rule.words)}", at)
    elif rule.form and not re.fullmatch(rule.form, value, re.DOTALL):
        yield _at("must match the expected format", at)


def _chosen(element: Payload, at: str) -> Iterator[str]:
    kind = element.get("type")
    for key in ("initial_option", "initial_options"):
        given = element.get(key)
        given = given if isinstance(given, list) else [given] if given else []
        try:
            offered = [_option(each) for each in options(element)]
            if any(_option(each) not in offered for each in given):
                yield _at("must be one of the provided options", f"{at}/{key}")
        except (KeyError, TypeError, AttributeError):
            return
    if kind == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        initial = element.get("initial_value", "")
        if not (isinstance(least, int) and isinstance(most, int) and isinstance(initial, str)):
            return
        if len(initial) > most:
            yield _at("must be shorter than max_length", f"{at}/initial_value")
        if least > most:
            yield _at("must be at most max_length", f"{at}/min_length")


def _option(option: Payload) -> tuple[str, str]:
    return option["value"], option["text"]["text"]


def _together(value: list[Payload], at: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(value):
        if block.get("block_id") in seen:
            yield _at(f"block_id already in use: {block['block_id']}", f"{at}/{index}/block_id")
        seen |= {block["block_id"]} if "block_id" in block else set()
        used: set[str] = set()
        for element in elements(block):
            action = element.get("action_id")
            if action in used:
                yield _at(f"action_id already in use: {action}", f"{at}/{index}")
            used |= {action} if action else set()


def _at(what: str, where: str) -> str:
    return f"{what} [json-pointer:{where}]"
