"""The app removed from a workspace, or its token revoked: Slack tells it, if it can."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncApp

from bot import uninstalls
from handlers.deps import Deps
from handlers.payloads import Payload, receipt, team

log = logging.getLogger(__name__)


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listeners of removals."""
    app.event("app_uninstalled")(_remove(deps))
    app.event("tokens_revoked")(_remove(deps))


def _remove(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def remove(body: Payload, event: Payload) -> None:
        """Stop everything there; tokens of people, which the bot never asked for, mean nothing."""
        if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        told = body.get("event_time")
        at = datetime.fromtimestamp(told, UTC) if isinstance(told, int) else deps.clock()
        await deps.transact(uninstalls.remove, team(body), at, receipt=receipt(body))
        deps.installed.drop(team(body))
        log.info("app removed", extra={"workspace": team(body)})

    return remove
