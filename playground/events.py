"""What the app is told through the Events API, wrapped as Slack wraps it."""

import asyncio
import base64
import json
import uuid

from playground.payloads import Payload
from playground.records import Channel
from playground.workspace import Workspace

HIDDEN = ("app_id", "reply_count", "reply_users", "reply_users_count", "latest_reply")


def tell(here: Workspace, event: Payload) -> "asyncio.Task[bool] | None":
    """Send an event if the manifest subscribes to it; the task ends with its acknowledgement."""
    name = event["type"]
    if name == "message":
        name = "message.im" if event.get("channel_type") == "im" else "message.channels"
    if name not in here.manifest.events:
        return None
    return here.sockets.tell(wrap(here, event))


def wrap(here: Workspace, event: Payload) -> Payload:
    """The event_callback around an event."""
    company = here.records.company
    event_id = "Ev" + uuid.uuid4().hex[:10].upper()
    context = {"et": event["type"], "tid": company.team_id, "aid": company.app_id, "id": event_id}
    return {
        "token": "playground",
        "team_id": company.team_id,
        "api_app_id": company.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(here.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": company.team_id,
                "user_id": company.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-" + base64.b64encode(json.dumps(context).encode()).decode(),
    }


def posted(here: Workspace, channel: Channel, message: Payload) -> "asyncio.Task[bool] | None":
    """A message was posted."""
    event = {key: value for key, value in message.items() if key not in HIDDEN}
    if "thread_ts" in event:
        parent = here.records.messages[channel.id].get(event["thread_ts"], {})
        event["parent_user_id"] = parent.get("user", "")
    return tell(
        here,
        event | {"channel": channel.id, "event_ts": message["ts"], "channel_type": _type(channel)},
    )


def changed(here: Workspace, channel: Channel, message: Payload, previous: Payload) -> None:
    """A message was edited."""
    ts = here.stamp()
    tell(
        here,
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "message": _plain(message),
            "previous_message": _plain(previous),
            "channel": channel.id,
            "channel_type": _type(channel),
            "ts": ts,
            "event_ts": ts,
        },
    )


def deleted(here: Workspace, channel: Channel, previous: Payload) -> None:
    """A message was deleted."""
    ts = here.stamp()
    tell(
        here,
        {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "deleted_ts": previous["ts"],
            "previous_message": _plain(previous),
            "channel": channel.id,
            "channel_type": _type(channel),
            "ts": ts,
            "event_ts": ts,
        },
    )


def _plain(message: Payload) -> Payload:
    return {key: value for key, value in message.items() if key not in HIDDEN}


def _type(channel: Channel) -> str:
    return "im" if channel.kind == "im" else "channel"
