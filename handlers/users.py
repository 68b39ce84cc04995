"""Accounts that changed: a new name, another zone, switched off or on again."""

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.async_app import AsyncApp

from bot import people
from handlers.deps import Deps
from handlers.payloads import Payload, profile, receipt, sender


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of changed accounts."""
    app.event("user_change")(_learn(deps))


def _learn(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def learn(body: Payload, event: Payload) -> None:
        """Keep what changed of a person the bot knows."""
        if not isinstance(event.get("user"), Mapping):
            return
        await deps.transact(
            people.learn, sender(body), profile(event["user"]), receipt=receipt(body)
        )

    return learn
