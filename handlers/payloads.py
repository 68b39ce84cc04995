"""Slack's payloads, unpacked: who, what was tapped, what a form holds, which id it came by.

Slack leaves keys out at times, and other servers that speak its language leave out more.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.people import Profile, Status, Who

Payload = Mapping[str, Any]

# Where what was found of a payload is kept in it.
HOME = "second_coffee_home"

LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")


def keepable(value: Any) -> Any:
    """Give a payload without the characters that no database keeps: NUL and half an emoji."""
    if isinstance(value, str):
        plain = value.replace("\x00", "")
        return plain if plain.isascii() else plain.encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, dict):
        return {key: keepable(part) for key, part in value.items()}
    return [keepable(part) for part in value] if isinstance(value, list) else value


def row(value: Any) -> str:
    """Give the row id a button or a form carries, "" when it carries none."""
    return value if isinstance(value, str) else ""


def home(body: Payload) -> str | None:
    """Give the workspace a payload belongs to, or the organization that has the bot as a whole."""
    several = body.get("authorizations")
    told = several[0] if isinstance(several, list) and several else body
    if not isinstance(told, Mapping):
        return None
    if told.get("is_enterprise_install") in (True, "true"):
        organization = _named(told.get("enterprise_id")) or _named(body.get("enterprise"))
        if organization:
            return organization
    first = _named(told.get("team_id")) if told is not body else None
    user = body.get("user")
    theirs = _named(user.get("team_id")) if isinstance(user, Mapping) else None
    return first or _named(body.get("team")) or _named(body.get("team_id")) or theirs


def _named(place: Any) -> str | None:
    """Give the id of a workspace or an organization, however it is given."""
    named = place.get("id") if isinstance(place, Mapping) else place
    return named if isinstance(named, str) and named else None


def team(body: Payload) -> str:
    """Give the workspace that a payload was found to belong to when it arrived."""
    return str(body[HOME])


def who(body: Payload) -> Who:
    """Give the person of a command, a click or a submission."""
    if "user" in body:
        user = body["user"]
        name = user.get("username") or user.get("name") or ""
        return Who(team(body), user["id"], name)
    return Who(team(body), body["user_id"], body.get("user_name") or "")


def sender(body: Payload) -> Who:
    """Give the person an event is about."""
    user = body["event"]["user"]
    return Who(team(body), user["id"] if isinstance(user, Mapping) else user)


def mentioned(body: Payload) -> Who | None:
    """Give the first person named in a command, as Slack escapes it: `<@U123|leo>`."""
    found = MENTION.search(body.get("text") or "")
    return Who(team(body), found.group(1), found.group(2) or "") if found else None


def typed(text: str) -> str:
    """Give what somebody typed as they see it: links as their words, Slack's escapes undone."""
    plain = LINK.sub(lambda found: found.group(2) or found.group(1), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def answers(view: Payload) -> dict[str, Any]:
    """Give what a form holds by question: text, a choice's id, a list of them, a date, an epoch."""
    values = (view.get("state") or {}).get("values") or {}
    return {
        question: _value(element)
        for question, elements in values.items()
        for element in list((elements or {}).values())[:1]
        if isinstance(element, Mapping)
    }


def _value(element: Payload) -> Any:
    if "selected_options" in element:
        return [option.get("value") for option in element["selected_options"] or ()]
    if "files" in element:
        return [file.get("id") for file in element["files"] or () if isinstance(file, Mapping)]
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    for key in (
        "value",
        "selected_date",
        "selected_time",
        "selected_date_time",
        "selected_user",
        "selected_channel",
    ):
        if key in element:
            return element[key]
    return None


def place(body: Payload) -> tuple[str, str] | None:
    """Give channel and ts of the message a click came from, None for a page or the Home tab."""
    box = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or box.get("channel_id")
    ts = (body.get("message") or {}).get("ts") or box.get("message_ts")
    return (channel, ts) if channel and ts else None


def receipt(body: Payload) -> str | None:
    """Give the id by which the same delivery is known again."""
    if body.get("type") == "view_submission":
        view = body["view"]
        state = view.get("hash") or f"{view.get('callback_id')}:{view.get('private_metadata')}"
        return f"view:{view['id']}:{state}"
    for key in ("event_id", "trigger_id"):
        if body.get(key):
            return f"{key}:{body[key]}"
    return None


def profile(user: Payload) -> Profile:
    """Give what the bot keeps of an account."""
    more = user.get("profile") or {}
    name = more.get("display_name") or more.get("real_name") or user.get("real_name")
    return Profile(
        name=keepable(name or user.get("name") or ""),
        zone=user.get("tz") or "UTC",
        locale=user.get("locale") or "en-US",
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        deleted=bool(user.get("deleted")),
        status=Status(
            str(more.get("status_emoji") or ""),
            str(more.get("status_text") or ""),
            _second(more.get("status_expiration")),
        ),
    )


def silences(dnd: Payload) -> list[tuple[int, int]]:
    """Give the spans, in epoch seconds, in which somebody's notifications are off.

    Slack tells of others only the next or running span, and nothing of what made it.
    """
    found = []
    if dnd.get("dnd_enabled"):
        found.append((_second(dnd.get("next_dnd_start_ts")), _second(dnd.get("next_dnd_end_ts"))))
    if dnd.get("snooze_enabled"):
        found.append((0, _second(dnd.get("snooze_endtime"))))
    return found


def _second(value: Any) -> int:
    return value if isinstance(value, int) else 0
