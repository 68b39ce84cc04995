"""Posting, changing and removing messages, with all who hear of it."""

import asyncio
from collections.abc import Iterable
from urllib.parse import quote

from playground import events
from playground.payloads import Payload
from playground.records import Channel, File, Whisper
from playground.workspace import Workspace


def by_bot(here: Workspace, text: str, blocks: list[Payload] | None) -> Payload:
    """A message of the app's, without ts."""
    company = here.records.company
    message: Payload = {
        "type": "message",
        "user": company.bot_user_id,
        "bot_id": company.bot_id,
        "app_id": company.app_id,
        "team": company.team_id,
        "text": text,
        "bot_profile": {
            "id": company.bot_id,
            "deleted": False,
            "name": here.manifest.name,
            "updated": 0,
            "app_id": company.app_id,
            "icons": {},
            "team_id": company.team_id,
        },
    }
    return message | ({"blocks": blocks} if blocks else {})


def post(
    here: Workspace, channel: Channel, message: Payload
) -> "tuple[Payload, asyncio.Task[bool] | None]":
    """Put a message into a conversation; returns it with its ts, and the event's delivery."""
    message = {**message, "ts": here.stamp()}
    here.records.keep_message(channel.id, message)
    _announce(here, channel, {"type": "message", "message": shown(here, channel.id, message)})
    for person in channel.members:
        if person in here.records.people and person != message["user"]:
            here.records.mark(person, channel.id, message["ts"], message.get("thread_ts"))
            tell_unread(here, person, channel.id)
    if parent := here.records.messages[channel.id].get(message.get("thread_ts", "")):
        changed = shown(here, channel.id, parent)
        _announce(here, channel, {"type": "message_changed", "message": changed})
    if here.records.company.bot_user_id not in channel.members:
        return message, None
    return message, events.posted(here, channel, message)


def whisper(here: Workspace, channel: Channel, person: str, message: Payload) -> Payload:
    """Show a message to one person only; it is no part of the conversation."""
    message = {**message, "ts": here.stamp()}
    here.records.whispers[channel.id][message["ts"]] = Whisper(person, message)
    event = {"type": "message", "channel": channel.id, "message": message | {"ephemeral": True}}
    here.streams.tell(event, [person])
    return message


def change(here: Workspace, channel: Channel, ts: str, fields: Payload) -> Payload:
    """Edit a message of the app's; fields whose value is None go."""
    previous = here.records.messages[channel.id][ts]
    edited = {
        "user": here.records.company.bot_user_id,
        "ts": f"{here.stamp().split('.')[0]}.000000",
    }
    merged = previous | fields | {"edited": edited}
    message = {key: value for key, value in merged.items() if value is not None}
    here.records.keep_message(channel.id, message)
    changed = shown(here, channel.id, message)
    _announce(here, channel, {"type": "message_changed", "message": changed})
    events.changed(here, channel, message, previous)
    return message


def remove(here: Workspace, channel: Channel, ts: str) -> None:
    """Delete a message."""
    previous = here.records.drop_message(channel.id, ts)
    here.records.forget_mark(channel.id, ts)
    _announce(here, channel, {"type": "message_deleted", "ts": ts})
    for person in _people(here, channel):
        tell_unread(here, person, channel.id)
    events.deleted(here, channel, previous)


def shown(here: Workspace, channel: str, message: Payload) -> Payload:
    """A message as it is read back: with its thread's counts, and metadata."""
    replies = here.records.threads.get((channel, message["ts"]), [])
    if not replies:
        return message
    users = [here.records.messages[channel][ts]["user"] for ts in replies]
    unique = list(dict.fromkeys(users))
    return message | {
        "thread_ts": message["ts"],
        "reply_count": len(replies),
        "reply_users_count": len(unique),
        "latest_reply": replies[-1],
        "reply_users": unique[:5],
        "is_locked": False,
        "subscribed": True,
    }


def tell_unread(here: Workspace, person: str, channel: str) -> None:
    """Tell the pages how much is unread: this person's own, and the count beside each seat."""
    count = here.records.count_unread(person, channel)
    replies = here.records.count_unread_replies(person, channel)
    told = {"type": "unread", "channel": channel, "unread": count, "unread_replies": replies}
    here.streams.tell(told, [person])
    total = here.records.count_unread(person)
    here.streams.tell({"type": "person", "person": {"id": person, "unread": total}})


def describe_file(here: Workspace, file: File) -> Payload:
    """Slack's file object."""
    company = here.records.company
    kind = file.name.rpartition(".")[2].lower() if "." in file.name else "text"
    private = f"{here.url}/files-pri/{company.team_id}-{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": mimetype(file.name),
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user or company.bot_user_id,
        "user_team": company.team_id,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": private,
        "url_private_download": private,
        "permalink": f"{here.url}/files/{file.id}/{file.name}",
        "channels": [],
        "groups": [],
        "ims": file.channels,
        "file_access": "visible",
    }


def mimetype(name: str) -> str:
    """What a file of that name is."""
    return MIMETYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


MIMETYPES = {
    "ics": "text/calendar",
    "txt": "text/plain",
    "text": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "zip": "application/zip",
}


def _people(here: Workspace, channel: Channel) -> Iterable[str]:
    return [member for member in channel.members if member in here.records.people]


def for_page(message: Payload) -> Payload:
    """A message as the page draws it: each file with an address of its own."""
    if "files" not in message:
        return message
    files = [
        file | {"url": f"/files/{file['id']}/{quote(file['name'])}"} for file in message["files"]
    ]
    return message | {"files": files}


def _announce(here: Workspace, channel: Channel, event: Payload) -> None:
    if "message" in event:
        event = event | {"message": for_page(event["message"])}
    here.streams.tell(event | {"channel": channel.id}, _people(here, channel))
