"""Prompts that may have been posted: looked for in the conversation before anything is repeated."""

import logging
from datetime import datetime, timedelta
from typing import Any

from bot import settlements
from handlers.deps import Deps
from handlers.outcomes import Fate, judge
from store import deliveries as queue
from store.people import Person
from store.prompts import Prompt

log = logging.getLogger(__name__)

SETTLING = timedelta(seconds=60)


async def reconcile(deps: Deps) -> None:
    """Find each unsure prompt in its conversation, or plan it again when it is not there."""
    now = deps.clock()
    unsure = await deps.database.write(lambda tx: queue.unsure(tx, now, SETTLING))
    for prompt in unsure:
        await _look(deps, prompt, now)


async def _look(deps: Deps, prompt: Prompt, now: datetime) -> None:
    try:
        channel = await _channel(deps, prompt)
        ts = await _find(deps, prompt, channel)
    except Exception as error:
        trouble = judge(error)
        log.warning("prompt %s can't be looked for: %s", prompt.id, trouble.error)
        if trouble.fate is Fate.NEVER:
            await deps.database.write(lambda tx: settlements.park(tx, prompt.id, trouble.error))
        return
    await deps.database.write(lambda tx: settlements.resolve(tx, prompt.id, channel, ts, now))


async def _channel(deps: Deps, prompt: Prompt) -> str:
    """Give the conversation a prompt went to; opening it twice opens it once."""
    person = await deps.database.read(lambda tx: tx.get_one(Person, prompt.person_id))
    if person.channel is not None:
        return person.channel
    opened = await deps.client.conversations_open(users=person.slack_id)
    return str(opened["channel"]["id"])


async def _find(deps: Deps, prompt: Prompt, channel: str) -> str | None:
    """Give the ts of the message that carries the prompt's id, if there is one."""
    since = prompt.first_tried_at or prompt.planned_at
    cursor: str | None = None
    while True:
        if prompt.thread_of:
            page = await deps.client.conversations_replies(
                channel=channel, ts=await _thread(deps, prompt), limit=15, cursor=cursor
            )
        else:
            page = await deps.client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp() - 1:.6f}",
                limit=15,
                cursor=cursor,
                include_all_metadata=True,
            )
        for message in page["messages"]:
            if _carries(message, prompt.id):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None


async def _thread(deps: Deps, prompt: Prompt) -> str:
    lead = await deps.database.read(lambda tx: tx.get_one(Prompt, prompt.thread_of))
    return str(lead.ts)


def _carries(message: dict[str, Any], prompt_id: str) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    if payload.get("prompt_id") == prompt_id:
        return True
    return any(block.get("block_id") == prompt_id for block in message.get("blocks") or ())
