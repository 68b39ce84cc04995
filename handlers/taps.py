"""Buttons under prompts."""

import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import gestures, ids
from bot.errors import Correctable
from bot.gestures import Answer
from bot.views import blocks
from handlers.deps import Deps
from handlers.payloads import Payload, receipt, who

TAP = re.compile(f"^{ids.Prefix.TAP}:")
LINK = re.compile(f"^{ids.Prefix.LINK}:")


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of every button under a prompt, and of plain links."""
    app.action(TAP)(_tap(deps))
    app.action(LINK)(follow_link)


def _tap(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def tap(ack: AsyncAck, body: Payload, action: Payload) -> None:
        """Do what the button asks for and show what comes of it."""
        button = ids.name(action["action_id"])
        try:
            answer = await deps.transact(
                gestures.tap, who(body), action["value"], button, receipt=receipt(body)
            )
        except Correctable as wrong:
            answer = Answer(sentence=wrong.sentence)
        if answer == Answer() and _in_page(body):
            answer = await deps.transact(gestures.look_again, who(body), action["value"])
        await show(deps, body, answer)
        await ack()

    return tap


def _in_page(body: Payload) -> bool:
    return (body.get("view") or {}).get("type") == "modal"


async def show(deps: Deps, body: Payload, answer: Answer | None) -> None:
    """Open what a click is answered with, or put it in the place of the page it came from."""
    if answer is None or not (answer.view or answer.sentence):
        return
    view = answer.view
    if view is None:
        view = blocks.notice(answer.sentence or "")
        if answer.blocks:
            view["blocks"] = answer.blocks
    if _in_page(body):
        await deps.replace(body["view"]["id"], view)
    else:
        await deps.open(body["trigger_id"], view)


async def follow_link(ack: AsyncAck) -> None:
    """Acknowledge a link; the browser follows it."""
    await ack()
