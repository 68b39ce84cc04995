"""The forms people have open: a stack of at most three each, and what is filled in."""

import secrets
from collections import defaultdict
from dataclasses import dataclass, field

from playground.kit import finish, forms
from playground.payloads import Payload

DEEPEST = 3


@dataclass
class Modal:
    """An open form: Slack's view object without state, and the state."""

    person: str
    view: Payload
    values: forms.Values = field(default_factory=dict)

    def shown(self) -> Payload:
        """The view object as Slack sends it, state complete."""
        return self.view | {"state": {"values": self.values}}

    def fill(self, given: forms.Values) -> None:
        """Take over what has been filled in; what isn't given stays as it was."""
        held = {block: self.values.get(block, {}) | given.get(block, {}) for block in given}
        self.values = forms.fill(self.view["blocks"], self.values | held)

    def replace(self, view: Payload) -> None:
        """Show another definition in the same place; what was typed into a kept field stays."""
        self.view = view
        self.values = forms.fill(view["blocks"], self.values)


class Modals:
    """Each person's stack of forms, bottom first."""

    def __init__(self) -> None:
        self._stacks: defaultdict[str, list[Modal]] = defaultdict(list)

    def of(self, person: str) -> list[Modal]:
        """That person's stack, bottom first."""
        return self._stacks[person]

    def find(self, view_id: str | None, external_id: str | None = None) -> Modal | None:
        """The open form with that id."""
        for stack in self._stacks.values():
            for modal in stack:
                if view_id == modal.view["id"] or (
                    external_id and external_id == modal.view["external_id"]
                ):
                    return modal
        return None

    def put(self, modal: Modal) -> None:
        """Lay a form on top."""
        modal.fill({})
        self._stacks[modal.person].append(modal)

    def close(self, modal: Modal) -> None:
        """Take one form away."""
        self._stacks[modal.person].remove(modal)

    def clear(self, person: str) -> list[Modal]:
        """Take all of a person's forms away; returns them, top first."""
        return list(reversed(self._stacks.pop(person, [])))


def compose(
    spec: Payload,
    app: Payload,
    stamp: str,
    root: str | None = None,
    previous: str | None = None,
    view_id: str | None = None,
) -> Payload:
    """Slack's view object for an accepted definition; `app` carries team and app ids."""
    own = view_id or "V" + secrets.token_hex(5).upper()
    view: Payload = {
        "id": own,
        "team_id": app["team_id"],
        "type": spec["type"],
        "blocks": finish.blocks(spec["blocks"]),
        "private_metadata": spec.get("private_metadata", ""),
        "callback_id": spec.get("callback_id", ""),
        "state": {"values": {}},
        "hash": f"{stamp.split('.')[0]}.{secrets.token_hex(4)}",
        "title": spec.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": spec.get("clear_on_close", False),
        "notify_on_close": spec.get("notify_on_close", False),
        "close": spec.get("close"),
        "submit": spec.get("submit"),
        "previous_view_id": previous,
        "root_view_id": root or own,
        "app_id": app["app_id"],
        "external_id": spec.get("external_id", ""),
        "app_installed_team_id": app["team_id"],
        "bot_id": app["bot_id"],
    }
    for key in ("title", "close", "submit"):
        finish.texts(view[key])
    return view
