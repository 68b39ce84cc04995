"""Showing what a gesture is answered with: a view, and when Slack opens none, a line by and by."""

import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError

from bot import gestures
from bot.gestures import Answer
from bot.views import blocks
from handlers.deps import Deps
from handlers.payloads import Payload, receipt, team, who

log = logging.getLogger(__name__)

NOT_SHOWN = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)


async def show(deps: Deps, body: Payload, answer: Answer | None) -> None:
    """Show what a click is answered with; what can't be shown is said in the DM."""
    if answer is None or not (answer.view or answer.sentence):
        return
    view = answer.view
    if view is None:
        view = blocks.notice(answer.sentence or "")
        if answer.blocks:
            view["blocks"] = answer.blocks
    if not await opened(deps, body, view):
        await deps.transact(gestures.unopened, who(body), receipt(body) or view["callback_id"])


async def opened(deps: Deps, body: Payload, view: dict[str, Any]) -> bool:
    """Open a view, or put it in the place of the page it came from; False when Slack didn't."""
    try:
        if in_page(body):
            await deps.replace(team(body), body["view"]["id"], view)
        elif body.get("trigger_id"):
            await deps.open(team(body), body["trigger_id"], view)
        else:
            return False
    except NOT_SHOWN as error:
        log.warning("view not shown", extra={"error": type(error).__name__})
        return False
    return True


def in_page(body: Payload) -> bool:
    """Say whether a click came from a modal."""
    return (body.get("view") or {}).get("type") == "modal"
