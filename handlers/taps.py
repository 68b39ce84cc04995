"""Buttons under prompts."""

import re
from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import gestures, ids
from bot.errors import Correctable
from bot.gestures import Answer
from handlers.deps import Deps
from handlers.payloads import Payload, place, receipt, row, who
from handlers.showing import in_page, show

TAP = re.compile(f"^{ids.Prefix.TAP}:")
LINK = re.compile(f"^{ids.Prefix.LINK}:")


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of every button under a prompt, and of plain links."""
    app.action(TAP)(_tap(deps))
    app.action(LINK)(follow_link)


def _tap(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def tap(ack: AsyncAck, body: Payload, action: Payload) -> None:
        """Do what the button asks for and show what comes of it."""
        button, prompt_id = ids.name(action["action_id"]), row(action.get("value"))
        try:
            verb = partial(gestures.tap, place=place(body))
            answer = await deps.transact(verb, who(body), prompt_id, button, receipt=receipt(body))
        except Correctable as wrong:
            answer = Answer(sentence=wrong.sentence)
        if answer == Answer() and in_page(body):
            answer = await deps.transact(gestures.look_again, who(body), prompt_id)
        await show(deps, body, answer)
        await ack()

    return tap


async def follow_link(ack: AsyncAck) -> None:
    """Acknowledge a link; the browser follows it."""
    await ack()
