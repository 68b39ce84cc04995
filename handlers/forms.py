"""Forms sent in: kept, or sent back with a sentence beside the field."""

import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import gestures, ids
from bot.errors import Correctable
from bot.views import blocks
from handlers.deps import Deps
from handlers.payloads import Payload, answers, receipt, who

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
        name, row_id = ids.name(view["callback_id"]), view.get("private_metadata") or ""
        try:
            answer = await deps.transact(
                gestures.submit, who(body), name, row_id, answers(view), receipt=receipt(body)
            )
        except Correctable as wrong:
            await _send_back(ack, view, wrong)
            return
        if answer is None or not (answer.view or answer.sentence):
            await ack()
            return
        shown = answer.view or blocks.notice(answer.sentence or "")
        await ack(response_action="update", view=shown)

    return submit


async def _send_back(ack: AsyncAck, view: Payload, wrong: Correctable) -> None:
    """Put the sentence at its field, or at the first one when it has none of its own."""
    fields = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
    if not fields:
        await ack(response_action="update", view=blocks.notice(wrong.sentence))
        return
    field = wrong.field if wrong.field in fields else fields[0]
    await ack(response_action="errors", errors={str(field): wrong.sentence})


async def leave_page(ack: AsyncAck) -> None:
    """Acknowledge a page that is only read."""
    await ack()
