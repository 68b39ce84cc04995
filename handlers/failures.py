"""Failures of ours: logged under a code without a word that people wrote, and apologised for."""

import json
import logging
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot import scripts
from bot.errors import NotYet
from bot.failures import report
from bot.gestures import Answer
from handlers.deps import Deps
from handlers.forms import send_back
from handlers.payloads import Payload
from handlers.showing import show

log = logging.getLogger(__name__)


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the one error handler."""

    async def fail(error: Exception, body: Payload) -> BoltResponse:
        """Tell the person what to do where they are looking; what is nobody's is acknowledged."""
        if isinstance(error, BoltUnhandledRequestError):
            log.info("nobody listens", extra={"kind": str(body.get("type"))})
            gone = scripts.script("gone").text
            return await answer(deps, gone, gone, body) or BoltResponse(status=200, body="")
        if isinstance(error, NotYet):
            log.info("to be delivered once more", extra={"event_id": str(body.get("event_id"))})
            return BoltResponse(status=503, body="")
        code = report(error)
        sentence = scripts.fill(scripts.script("failure").text, {"code": code})
        kept = f"{scripts.script('K3').text} ({code})"
        told = await answer(deps, sentence, kept, body)
        # A click is acknowledged by its status alone, and this one came to nothing.
        clicked = body.get("type") == "block_actions"
        return BoltResponse(status=500, body="") if told is None or clicked else told

    app.error(fail)


async def answer(deps: Deps, sentence: str, kept: str, body: Payload) -> BoltResponse | None:
    """Say a sentence so that nothing typed is lost, `kept` in a form; None where nobody waits.

    Without an answer an event is delivered again.
    """
    match body.get("type"), body.get("command"):
        case "view_submission", _:
            return _json(send_back(body["view"], kept))
        case _, str():
            return _json({"response_type": "ephemeral", "text": sentence})
        case "block_actions", _:
            await show(deps, body, Answer(sentence=sentence))
            return BoltResponse(status=200, body="")
        case _:
            return None


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"content-type": "application/json"}
    )
