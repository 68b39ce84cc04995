"""Slack's payloads, unpacked: who, what was tapped, what a form holds, which id it came by."""

import re
from collections.abc import Mapping
from typing import Any

from bot.people import Profile, Who

Payload = Mapping[str, Any]

LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")


def who(body: Payload) -> Who:
    """Give the person of a command, a click or a submission."""
    if "user" in body:
        user = body["user"]
        team = (body.get("team") or {}).get("id") or user.get("team_id")
        return Who(team, user["id"], user.get("username") or user.get("name") or "")
    return Who(body["team_id"], body["user_id"], body.get("user_name") or "")


def sender(body: Payload) -> Who:
    """Give the person an event is about."""
    user = body["event"]["user"]
    return Who(body["team_id"], user["id"] if isinstance(user, Mapping) else user)


def mentioned(body: Payload) -> Who | None:
    """Give the first person named in a command, as Slack escapes it: `<@U123|leo>`."""
    found = MENTION.search(body.get("text") or "")
    return Who(body["team_id"], found.group(1), found.group(2) or "") if found else None


def typed(text: str) -> str:
    """Give what somebody typed as they see it: links as their words, Slack's escapes undone."""
    plain = LINK.sub(lambda found: found.group(2) or found.group(1), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def answers(view: Payload) -> dict[str, Any]:
    """Give what a form holds by question: text, a choice's id, a list of them, a date, an epoch."""
    values = (view.get("state") or {}).get("values") or {}
    return {
        question: _value(next(iter(elements.values())))
        for question, elements in values.items()
        if elements
    }


def _value(element: Payload) -> Any:
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or ()]
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    for key in ("value", "selected_date", "selected_time", "selected_date_time", "selected_user"):
        if key in element:
            return element[key]
    return None


def receipt(body: Payload) -> str | None:
    """Give the id by which the same delivery is known again."""
    if body.get("type") == "view_submission":
        return f"view:{body['view']['id']}:{body['view'].get('hash', '')}"
    for key in ("event_id", "trigger_id"):
        if body.get(key):
            return f"{key}:{body[key]}"
    return None


def profile(user: Payload) -> Profile:
    """Give what the bot keeps of an account."""
    more = user.get("profile") or {}
    name = more.get("display_name") or more.get("real_name") or user.get("real_name")
    return Profile(
        name=name or user.get("name", ""),
        zone=user.get("tz") or "UTC",
        locale=user.get("locale") or "en-US",
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        deleted=bool(user.get("deleted")),
    )
