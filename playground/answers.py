"""What the app answers with: an acknowledgement's message, or one sent to a response address."""

from playground import messages
from playground.api.chat import content
from playground.api.methods import Args
from playground.kit import limits
from playground.payloads import Payload
from playground.records import Whisper
from playground.replies import Reply
from playground.workspace import Workspace


def respond(here: Workspace, reply: Reply, body: Payload) -> Payload | None:
    """Do what the answer says; the message shown, None when one was removed. Refusal if invalid."""
    if _yes(body, "delete_original"):
        _remove(here, reply)
        return None
    text, blocks = content(Args(body), limits.MESSAGE_TEXT)
    if _yes(body, "replace_original") and reply.ts:
        return _replace(here, reply, text, blocks)
    message = messages.by_bot(here, text, blocks)
    if thread_ts := body.get("thread_ts"):
        message["thread_ts"] = thread_ts
    channel = here.records.channels[reply.channel]
    if body.get("response_type") == "in_channel":
        return messages.post(here, channel, message)[0]
    return messages.whisper(here, channel, reply.person, message)


def _yes(body: Payload, key: str) -> bool:
    return str(body.get(key, "")).lower() == "true"


def _remove(here: Workspace, reply: Reply) -> None:
    ts = reply.ts or ""
    if here.records.whispers[reply.channel].pop(ts, None):
        gone = {"type": "message_deleted", "channel": reply.channel, "ts": ts}
        here.streams.tell(gone, [reply.person])
    elif ts in here.records.messages[reply.channel]:
        messages.remove(here, here.records.channels[reply.channel], ts)


def _replace(
    here: Workspace, reply: Reply, text: str, blocks: list[Payload] | None
) -> Payload | None:
    ts = reply.ts or ""
    whisper = here.records.whispers[reply.channel].get(ts)
    if whisper is None:
        if ts not in here.records.messages[reply.channel]:
            return None
        fields = {"text": text, "blocks": blocks or None}
        return messages.change(here, here.records.channels[reply.channel], ts, fields)
    message = messages.by_bot(here, text, blocks) | {"ts": ts}
    if "thread_ts" in whisper.message:
        message["thread_ts"] = whisper.message["thread_ts"]
    here.records.whispers[reply.channel][ts] = Whisper(reply.person, message)
    shown = message | {"ephemeral": True}
    event = {"type": "message_changed", "channel": reply.channel, "message": shown}
    here.streams.tell(event, [reply.person])
    return message
