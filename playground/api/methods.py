"""What every Web API method shares: its arguments, its scopes, its refusals."""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playground.payloads import Payload
from playground.people import Person
from playground.records import Channel
from playground.workspace import Workspace


class Refusal(Exception):
    """An answer with ok false: Slack's error code, and what else belongs to it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Payload = {"ok": False, "error": error, **more}


def invalid(error: str, messages: list[str]) -> Refusal:
    """A refusal that names each fault, as Slack does for blocks and views."""
    marked = [f"[ERROR] {each}" for each in messages]
    return Refusal(error, errors=messages, response_metadata={"messages": marked})


class Args:
    """A call's arguments, from a form, a query or a JSON body alike."""

    def __init__(self, values: Payload) -> None:
        self.values = values

    def text(self, name: str) -> str | None:
        """A string, None when absent or empty."""
        value = self.values.get(name)
        return str(value) if value not in (None, "") else None

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """A string that must be there."""
        value = self.text(name)
        if value is None:
            if error != "invalid_arguments":
                raise Refusal(error)
            raise invalid(error, [f"missing required field: {name} [json-pointer:/{name}]"])
        return value

    def flag(self, name: str) -> bool:
        """A boolean in any of Slack's spellings."""
        return str(self.values.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        """A count from 1 to most; 0 and absence mean the default."""
        try:
            value = int(self.values.get(name) or default)
        except (TypeError, ValueError):
            raise Refusal("invalid_arguments") from None
        if value < 0:
            raise Refusal("invalid_limit")
        return min(value or default, most)

    def json(self, name: str, error: str) -> Any:
        """A structured argument, perhaps sent as a string of JSON; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refusal(error) from None


Run = Callable[[Workspace, Args], Awaitable[Payload]]


@dataclass(frozen=True)
class Method:
    """One method: what runs it, the scopes of which it needs one, the token it takes."""

    run: Run
    scopes: tuple[str, ...] = ()
    app_token: bool = False


def channel(here: Workspace, args: Args, scope: str = "") -> Channel:
    """The conversation named by `channel`, if the app may see it; `scope` is like 'history'."""
    key = args.need("channel", "channel_not_found").removeprefix("#")
    named = (each for each in here.records.channels.values() if each.name == key)
    found = here.records.channels.get(key) or next(
        (each for each in named if each.kind == "channel"), None
    )
    if found is None:
        raise Refusal("channel_not_found")
    if scope:
        needed = f"{'im' if found.kind == 'im' else 'channels'}:{scope}"
        if needed not in here.manifest.scopes:
            raise Refusal("missing_scope", needed=needed, provided=",".join(here.manifest.scopes))
    return found


def member(here: Workspace, found: Channel) -> Channel:
    """The same conversation if the app is in it, else not_in_channel."""
    if here.records.company.bot_user_id not in found.members:
        raise Refusal("not_in_channel")
    return found


def person(here: Workspace, user_id: str, error: str = "user_not_found") -> Person:
    """The account with that id."""
    found = here.records.people.get(user_id)
    if found is None:
        raise Refusal(error)
    return found


def page(items: list[Any], args: Args, default: int, most: int) -> tuple[list[Any], str]:
    """One page of a list by `limit` and `cursor`, and the next cursor or ''."""
    start = 0
    if cursor := args.text("cursor"):
        try:
            start = int(base64.b64decode(cursor).decode().removeprefix("next:"))
        except ValueError:
            raise Refusal("invalid_cursor") from None
    end = start + args.number("limit", default, most)
    more = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], more
