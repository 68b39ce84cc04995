"""What is done to everything that comes in before any listener sees it."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.deps import Deps
from handlers.payloads import keepable, team


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the one middleware."""

    async def arrive(body: dict[str, Any], next: Callable[[], Awaitable[Any]]) -> None:  # noqa: A002 - Bolt's name
        """Drop what can't be kept, and name the bot's own workspace where none is named."""
        body.update(keepable(body))
        if team(body) is None and deps.identity is not None:
            body["team_id"] = deps.identity.workspace_id
        await next()

    app.middleware(arrive)
