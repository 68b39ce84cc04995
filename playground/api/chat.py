"""chat.postMessage, update, delete, postEphemeral, getPermalink."""

import json
import re

from playground import messages
from playground.api.methods import Args, Method, Refusal, channel, invalid, member, person
from playground.kit import checks, finish, limits
from playground.payloads import Payload
from playground.records import Channel
from playground.workspace import Workspace

WRITE = ("chat:write",)


async def post(here: Workspace, args: Args) -> Payload:
    """Post into a conversation; a person's id means the app's DM with them."""
    found = _addressee(here, args)
    text, blocks = content(args, limits.MESSAGE_TEXT)
    message = messages.by_bot(here, text, blocks) | _metadata(args)
    if thread_ts := args.text("thread_ts"):
        parent = here.records.messages[found.id].get(thread_ts)
        if parent is None:
            raise Refusal("thread_not_found")
        message["thread_ts"] = parent.get("thread_ts", thread_ts)
    message, _ = messages.post(here, found, message)
    return {"channel": found.id, "ts": message["ts"], "message": message}


async def update(here: Workspace, args: Args) -> Payload:
    """Edit one of the app's own messages; blocks that aren't given are retained."""
    found = member(here, channel(here, args))
    own = _own(here, found, args, "cant_update_message")
    fields: Payload = {}
    if args.values.get("blocks") is not None or args.text("text") is not None:
        text, blocks = content(args, limits.UPDATE_TEXT)
        fields["text"] = text
        if blocks is not None:
            fields["blocks"] = blocks or None
    elif args.values.get("metadata") is None:
        raise Refusal("no_text")
    if args.values.get("metadata") is not None:
        fields["metadata"] = _metadata(args).get("metadata")
    message = messages.change(here, found, own["ts"], fields)
    return {
        "channel": found.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": message,
    }


async def delete(here: Workspace, args: Args) -> Payload:
    """Delete one of the app's own messages."""
    found = member(here, channel(here, args))
    own = _own(here, found, args, "cant_delete_message")
    messages.remove(here, found, own["ts"])
    return {"channel": found.id, "ts": own["ts"]}


async def whisper(here: Workspace, args: Args) -> Payload:
    """Show a message to one person of a conversation."""
    found = member(here, _addressee(here, args))
    who = person(here, args.need("user"))
    if who.deleted or who.id not in found.members:
        raise Refusal("user_not_in_channel")
    text, blocks = content(args, limits.MESSAGE_TEXT)
    message = messages.by_bot(here, text, blocks)
    if thread_ts := args.text("thread_ts"):
        message["thread_ts"] = thread_ts
    return {"message_ts": messages.whisper(here, found, who.id, message)["ts"]}


async def permalink(here: Workspace, args: Args) -> Payload:
    """The address of a message."""
    found = channel(here, args)
    ts = args.need("message_ts")
    if ts not in here.records.messages[found.id]:
        raise Refusal("message_not_found")
    domain = here.records.company.domain
    link = f"https://{domain}.slack.com/archives/{found.id}/p{ts.replace('.', '')}"
    return {"channel": found.id, "permalink": link}


def content(args: Args, most: int) -> tuple[str, list[Payload] | None]:
    """A message's text (at most that long) and blocks, checked; blocks are None when absent."""
    text = args.text("text") or ""
    if len(text) > most:
        raise Refusal("msg_too_long")
    blocks = args.json("blocks", "invalid_blocks_format")
    if blocks is None:
        if not text.strip():
            raise Refusal("no_text")
        return text, None
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if wrong := checks.blocks(blocks):
        raise invalid("invalid_blocks", wrong)
    if not blocks and not text.strip():
        raise Refusal("no_text")
    if finish.length(blocks) > limits.BLOCKS_TEXT:
        raise Refusal("msg_blocks_too_long")
    return text, finish.blocks(blocks)


def _addressee(here: Workspace, args: Args) -> Channel:
    key = args.need("channel", "channel_not_found")
    if key == here.records.company.bot_user_id:
        raise Refusal("cannot_dm_bot")
    who = here.records.people.get(key)
    if who and who.is_bot:
        raise Refusal("cannot_dm_bot")
    found = here.dm(who) if who else member(here, channel(here, args))
    if found.kind == "im" and not here.manifest.messages_tab:
        raise Refusal("messages_tab_disabled")
    return found


def _own(here: Workspace, found: Channel, args: Args, error: str) -> Payload:
    message = here.records.messages[found.id].get(args.need("ts", "message_not_found"))
    if message is None:
        raise Refusal("message_not_found")
    if message["user"] != here.records.company.bot_user_id:
        raise Refusal(error)
    return message


def _metadata(args: Args) -> Payload:
    value = args.json("metadata", "invalid_metadata_format")
    if value in (None, {}):
        return {}
    if not isinstance(value, dict) or set(value) - {"event_type", "event_payload", "entities"}:
        raise Refusal("invalid_metadata_format")
    name, body = value.get("event_type"), value.get("event_payload")
    if not isinstance(name, str) or not re.fullmatch(r"\w{1,255}", name):
        raise Refusal("invalid_metadata_format")
    if not isinstance(body, dict):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(value)) > limits.METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return {"metadata": value}


METHODS = {
    "chat.postMessage": Method(post, WRITE),
    "chat.update": Method(update, WRITE),
    "chat.delete": Method(delete, WRITE),
    "chat.postEphemeral": Method(whisper, WRITE),
    "chat.getPermalink": Method(permalink),
}
