"""What people type to the bot: a line in a prompt's thread, or a line of its own."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot import gestures
from handlers.deps import Deps
from handlers.payloads import Payload, receipt, sender, typed


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of messages in the bot's own DMs."""
    app.event("message")(_hear(deps))


def _hear(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def hear(body: Payload, event: Payload) -> None:
        """Take a line somebody typed; edits, deletions and other bots' words are none."""
        said = event.get("subtype") in (None, "thread_broadcast", "file_share")
        if not (said and event.get("user") and event.get("ts") and direct(event)):
            return
        await deps.transact(
            gestures.hear,
            sender(body),
            event["channel"],
            event.get("thread_ts"),
            event["ts"],
            typed(event.get("text") or ""),
            receipt=receipt(body),
        )

    return hear


def direct(event: Payload) -> bool:
    """Say whether a person wrote it to the bot alone, and no other bot did."""
    kind = event.get("channel_type") or ("im" if str(event.get("channel"))[:1] == "D" else "")
    return kind == "im" and not event.get("bot_id")
