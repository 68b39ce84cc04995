"""What is done to everything that comes in before any listener sees it."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import scripts
from handlers.deps import Deps
from handlers.failures import answer
from handlers.payloads import HOME, home, keepable

log = logging.getLogger(__name__)

LEAVING = frozenset({"app_uninstalled", "tokens_revoked"})


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the one middleware."""
    app.middleware(Arrival(deps))


class Arrival(AsyncMiddleware):
    """Drops what can't be kept, and stops what comes from where the bot is not installed."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        """Name the workspace the payload belongs to; nothing else in it can name another."""
        body: dict[str, Any] = req.body
        body.update(keepable(body))
        here = self.deps.installed.home(home(body))
        body[HOME] = here
        if log.isEnabledFor(logging.DEBUG):
            kind, by = body.get("type") or body.get("command"), body.get("event_id")
            ids = {"kind": kind, "id": by or body.get("trigger_id"), "workspace": here}
            log.debug("arrived", extra=ids)
        if _event(body) in LEAVING or await self.deps.installed.seat(here) is not None:
            return await next()
        log.info("not installed", extra={"workspace": here})
        gone = scripts.script("not_installed").text
        waits = body.get("command") or body.get("type") == "view_submission"
        told = await answer(self.deps, gone, gone, body) if waits else None
        return told or BoltResponse(status=200, body="")


class Seats(AsyncAuthorize):
    """Tells Bolt who the bot is where a payload comes from; it needs no token of ours."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps

    async def __call__(self, *, context: Any, **_: Any) -> AuthorizeResult:
        """Give the bot's seat; an empty one where there is none, which the arrival then stops."""
        enterprise, team = context.enterprise_id, context.team_id
        named = enterprise if enterprise and context.is_enterprise_install else team
        named = named if isinstance(named, str) else None
        seat = await self.deps.installed.seat(self.deps.installed.home(named))
        return seat.authorized if seat else AuthorizeResult(enterprise_id=enterprise, team_id=team)


def _event(body: dict[str, Any]) -> str | None:
    event = body.get("event")
    return event.get("type") if isinstance(event, dict) else None
