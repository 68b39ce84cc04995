"""Buttons on Home, in pages, and in answers to commands."""

import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import gestures, ids
from bot.errors import Correctable
from bot.gestures import Answer
from handlers.deps import Deps
from handlers.payloads import Payload, receipt, row, who
from handlers.showing import show

ACT = re.compile(f"^{ids.Prefix.ACT}:")


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of every button that is not under a prompt."""
    app.action(ACT)(_act(deps))


def _act(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def act(ack: AsyncAck, body: Payload, action: Payload) -> None:
        """Do what the button asks for and show what comes of it."""
        name, row_id = gestures.bare(action["action_id"]), row(action.get("value"))
        try:
            answer = await deps.transact(
                gestures.act, who(body), name, row_id, receipt=receipt(body)
            )
        except Correctable as wrong:
            answer = Answer(sentence=wrong.sentence)
        await show(deps, body, answer)
        await ack()

    return act
