"""Forms sent in: kept, or sent back with a sentence beside the field."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import gestures, ids
from bot.errors import Correctable
from bot.views import blocks
from handlers.deps import Deps
from handlers.payloads import Payload, answers, receipt, row, who

FORM = re.compile(f"^{ids.Prefix.FORM}:")
PAGE = re.compile(f"^({ids.PAGE}|{ids.NOTICE})$")


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of every form."""
    app.view(FORM)(_submit(deps))
    app.view(PAGE)(leave_page)


def _submit(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def submit(ack: AsyncAck, body: Payload) -> None:
        """Keep what was written, or send the form back with what is wrong."""
        view = body["view"]
        name, row_id = ids.name(view["callback_id"]), row(view.get("private_metadata"))
        try:
            answer = await deps.transact(
                gestures.submit, who(body), name, row_id, answers(view), receipt=receipt(body)
            )
        except Correctable as wrong:
            await ack(**send_back(view, wrong.sentence, wrong.field))
            return
        if answer is None or not (answer.view or answer.sentence):
            await ack()
            return
        shown = answer.view or blocks.notice(answer.sentence or "")
        await ack(response_action="update", view=shown)

    return submit


def send_back(view: Payload, sentence: str, field: str | None = None) -> dict[str, Any]:
    """Give the answer that puts a sentence at its field, or at the first when it has none."""
    drawn = [block["block_id"] for block in view.get("blocks") or () if block["type"] == "input"]
    fields = [str(each) for each in drawn or (view.get("state") or {}).get("values") or ()]
    if not fields:
        return {"response_action": "update", "view": blocks.notice(sentence)}
    at = field if field in fields else fields[0]
    return {"response_action": "errors", "errors": {str(at): sentence}}


async def leave_page(ack: AsyncAck) -> None:
    """Acknowledge a page that is only read."""
    await ack()
