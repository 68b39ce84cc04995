"""The Home tab, drawn when somebody opens it."""

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot import gestures
from handlers.deps import VIEW_SECONDS, Deps
from handlers.payloads import Payload, sender


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of the Home tab."""
    app.event("app_home_opened")(_open_home(deps))


def _open_home(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def open_home(body: Payload, event: Payload) -> None:
        """Draw the Home tab as it stands now."""
        if event.get("tab", "home") != "home" or not event.get("user"):
            return
        who = sender(body)
        view = await deps.transact(gestures.home, who)
        client = await deps.slack(who.workspace_id)
        async with asyncio.timeout(VIEW_SECONDS):
            await client.views_publish(user_id=who.slack_id, view=view or {})

    return open_home
