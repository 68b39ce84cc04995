"""Failures of ours: logged under a code without a word that people wrote, and apologised for."""

import contextlib
import json
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot import scripts
from bot.failures import report
from bot.views import blocks
from handlers.deps import Deps
from handlers.payloads import Payload


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the one error handler."""

    async def fail(error: Exception, body: Payload) -> BoltResponse:
        """Log a failure and tell the person its code, where they are looking."""
        return await apologise(deps, report(error), body)

    app.error(fail)


async def apologise(deps: Deps, code: str, body: Payload) -> BoltResponse:
    """Answer what came in so that nothing typed is lost; events are left to be redelivered."""
    sentence = scripts.fill(scripts.script("failure").text, {"code": code})
    match body.get("type"), body.get("command"):
        case "view_submission", _:
            drawn = body["view"].get("blocks") or ()
            field = next((b["block_id"] for b in drawn if b["type"] == "input"), None)
            if field is None:
                return _json({"response_action": "update", "view": blocks.notice(sentence)})
            kept = f"{scripts.script('K3').text} ({code})"
            return _json({"response_action": "errors", "errors": {field: kept}})
        case _, str():
            return _json({"response_type": "ephemeral", "text": sentence})
        case "block_actions", _:
            with contextlib.suppress(SlackApiError, aiohttp.ClientError, OSError, TimeoutError):
                await deps.open(body["trigger_id"], blocks.notice(sentence))
            return BoltResponse(status=200, body="")
        case _:
            return BoltResponse(status=500, body="")


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"content-type": "application/json"}
    )
