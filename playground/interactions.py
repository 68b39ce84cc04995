"""What the app is sent when a person uses a command, a button, a menu or a form."""

from dataclasses import dataclass
from typing import Any

from playground import messages
from playground.kit import forms
from playground.manifests import Command
from playground.modals import Modal
from playground.payloads import Payload
from playground.people import Person
from playground.records import Channel
from playground.replies import Reply
from playground.workspace import Workspace


@dataclass(frozen=True)
class Surface:
    """Where an element stands: a message in a channel, or a view."""

    blocks: list[Payload]
    channel: Channel | None = None
    message: Payload | None = None
    whispered: bool = False
    modal: Modal | None = None
    home: Payload | None = None


def slash(
    here: Workspace, person: Person, channel: Channel, command: Command, text: str
) -> Payload:
    """A slash command as it was sent."""
    company = here.records.company
    reply = Reply(person.id, channel.id, here.now())
    return {
        "token": "playground",
        "team_id": company.team_id,
        "team_domain": company.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command.command,
        "text": text,
        "api_app_id": company.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(here, reply, "commands"),
        "trigger_id": here.triggers.issue(person.id),
    }


def pressed(
    here: Workspace, person: Person, surface: Surface, action: Payload, given: forms.Values
) -> Payload:
    """A button, menu or picker was used; `action` is the element's entry in actions."""
    values = forms.fill(surface.blocks, given)
    payload = _common(here, person, "block_actions") | {
        "trigger_id": here.triggers.issue(person.id),
        "actions": [action | {"action_ts": here.stamp()}],
    }
    if surface.message is None or surface.channel is None:
        if surface.modal:
            surface.modal.fill(given)
            view = surface.modal.shown()
        else:
            view = (surface.home or {}) | {"state": {"values": values}}
        container = {"type": "view", "view_id": view["id"]}
        return payload | {"container": container, "view": view}
    message, channel = surface.message, surface.channel
    thread = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    reply = Reply(person.id, channel.id, here.now(), message["ts"], message.get("thread_ts"))
    payload |= {
        "container": {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": surface.whispered,
            **thread,
        },
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": values},
        "response_url": response_url(here, reply, "actions"),
    }
    if surface.whispered:
        return payload
    return payload | {"message": messages.shown(here, channel.id, message)}


def submitted(here: Workspace, person: Person, modal: Modal) -> Payload:
    """A form was sent."""
    shown = modal.shown()
    values = {
        block_id: {action_id: _held(here, person, each) for action_id, each in elements.items()}
        for block_id, elements in shown["state"]["values"].items()
    }
    return _common(here, person, "view_submission") | {
        "trigger_id": here.triggers.issue(person.id),
        "view": shown | {"state": {"values": values}},
        "response_urls": [],
    }


def _held(here: Workspace, person: Person, state: Payload) -> Payload:
    """An element's state as it is sent: a file as Slack's object of it, if it is their own."""
    if state["type"] != "file_input":
        return state
    ids = [str(each.get("id")) for each in state["files"] if isinstance(each, dict)]
    files = [here.records.files.get(each) for each in ids]
    own = [file for file in files if file and file.user == person.id]
    return state | {"files": [messages.describe_file(here, file) for file in own]}


def closed(here: Workspace, person: Person, modal: Modal, is_cleared: bool) -> Payload:
    """A form was put away unsent."""
    return _common(here, person, "view_closed") | {
        "view": modal.shown(),
        "is_cleared": is_cleared,
    }


def entry(element: Payload, block_id: str, chosen: Payload) -> Payload:
    """The element's entry in actions; LookupError when what was chosen isn't offered."""
    kind = element["type"]
    own = {"type": kind, "action_id": element["action_id"], "block_id": block_id}
    for key in ("placeholder", "initial_option", "initial_options", "initial_date", "initial_time"):
        if key in element:
            own[key] = element[key]
    if kind == "button":
        kept = {key: element[key] for key in ("text", "value", "style", "url") if key in element}
        return own | kept
    key = forms.STATES[kind][0] if kind in forms.STATES else "selected_option"
    value: Any = chosen.get(key)
    if key == "selected_option" and value is not None:
        value = forms.pick(element, value)
    elif key == "selected_options":
        value = [forms.pick(element, each) for each in value or []]
    return own | {key: value}


def response_url(here: Workspace, reply: Reply, kind: str) -> str:
    """An address for later answers."""
    team = here.records.company.team_id
    return f"{here.url}/{kind}/{team}/{here.replies.issue(reply)}"


def _common(here: Workspace, person: Person, kind: str) -> Payload:
    company = here.records.company
    return {
        "type": kind,
        "team": {"id": company.team_id, "domain": company.domain},
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": company.team_id,
        },
        "api_app_id": company.app_id,
        "token": "playground",
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel_name(channel: Channel) -> str:
    return "directmessage" if channel.kind == "im" else channel.name
