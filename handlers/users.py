"""Accounts that changed: a new name, another zone, a status, switched off or on again."""

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.async_app import AsyncApp

from bot import absences
from handlers.deps import Deps
from handlers.payloads import Payload, profile, receipt, sender, silences


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listeners of changed accounts."""
    app.event("user_change")(_learn(deps))
    app.event("dnd_updated_user")(_mute(deps))


def _learn(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def learn(body: Payload, event: Payload) -> None:
        """Keep what changed of a person the bot knows."""
        if not isinstance(event.get("user"), Mapping):
            return
        await deps.transact(
            absences.learn, sender(body), profile(event["user"]), receipt=receipt(body)
        )

    return learn


def _mute(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def mute(body: Payload, event: Payload) -> None:
        """Keep until when a person has switched notifications off."""
        if not event.get("user"):
            return
        spans = silences(event.get("dnd_status") or {})
        await deps.transact(absences.mute, sender(body), spans, receipt=receipt(body))

    return mute
