"""Posting what is due: many people at once, one message at a time for each."""

import asyncio
import logging

from sqlmodel import Session

from bot import deliveries, refusals, settlements
from bot.deliveries import Outgoing
from handlers.deps import Deps
from handlers.outcomes import Fate, Trouble, judge
from store.prompts import PARKED, UNSURE

log = logging.getLogger(__name__)

AT_ONCE = 16


async def send_due(deps: Deps) -> int:
    """Post what may go out now; give how many were claimed."""
    outgoing = await deps.database.write(lambda tx: _claim(tx, deps)) or []
    room = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_send(deps, message, room) for message in outgoing))
    return len(outgoing)


def _claim(tx: Session, deps: Deps) -> list[Outgoing]:
    tx.info["timers"] = deps.timers
    return deliveries.claim(tx, deps.owner, deps.clock())


async def _send(deps: Deps, message: Outgoing, room: asyncio.Semaphore) -> None:
    async with room:
        try:
            answer = await deps.client.chat_postMessage(
                channel=message.channel or message.slack_id,
                thread_ts=message.thread_ts,
                unfurl_links=False,
                unfurl_media=False,
                **message.message,
            )
            channel, ts = str(answer["channel"]), str(answer["ts"])
        except Exception as error:
            await _settle(deps, message, judge(error))
            return
    now = deps.clock()
    await deps.database.write(
        lambda tx: settlements.sent(
            tx, message.prompt_id, deps.owner, message.attempt, channel, ts, now
        )
    )


async def _settle(deps: Deps, message: Outgoing, trouble: Trouble) -> None:
    """Keep what a failed post means: later, never, or to be looked for."""
    log.warning("prompt %s was not posted: %s", message.prompt_id, trouble.error)
    now = deps.clock()
    mine = (message.prompt_id, deps.owner, message.attempt)

    def work(tx: Session) -> None:
        if trouble.fate is Fate.LATER:
            if trouble.everyone:
                settlements.hold_back(tx, message.prompt_id, now + trouble.wait)
            settlements.put_back(tx, *mine, now + trouble.wait, now)
        elif trouble.fate is Fate.NEVER and trouble.error in refusals.OF_PERSON:
            refusals.refuse(tx, *mine, trouble.error, now)
        else:
            state = UNSURE if trouble.fate is Fate.UNSURE else PARKED
            settlements.settle(tx, *mine, state, trouble.error, now)

    await deps.database.write(work)
