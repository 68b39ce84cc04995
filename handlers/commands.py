"""Slash commands: each answers to the person who typed it, and to nobody else."""

import re
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import gestures, scripts
from bot.errors import Correctable
from bot.gestures import Answer
from bot.views import blocks
from handlers.deps import Deps
from handlers.payloads import Payload, mentioned, receipt, who
from handlers.showing import opened

COMMAND = re.compile("^/mentor")
HELP = blocks.escape(scripts.script("help").text)


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach the listener of every command."""
    app.command(COMMAND)(_command(deps))


def _command(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def command(ack: AsyncAck, body: Payload) -> None:
        """Open what the command asks for, or answer in a line."""
        text = body.get("text") or ""
        if text.strip().casefold() == "help":  # the same for everybody, so nobody is looked up
            await ack(text=HELP, response_type="ephemeral")
            return
        try:
            answer = await deps.transact(
                gestures.command,
                who(body),
                body["command"],
                mentioned(body),
                text,
                receipt=receipt(body),
            )
        except Correctable as wrong:
            answer = Answer(sentence=wrong.sentence)
        if answer is None:
            await ack()
        elif answer.view:
            shown = await opened(deps, body, answer.view)
            await (ack() if shown else ack(scripts.script("not_opened").text))
        elif answer.sentence:
            await ack(
                text=blocks.escape(answer.sentence), blocks=answer.blocks, response_type="ephemeral"
            )
        else:
            await ack()

    return command
