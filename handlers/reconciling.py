"""Prompts that may have been posted: looked for in the conversation before anything is repeated."""

import asyncio
import logging
from collections.abc import Collection
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot import calls, searching, settlements
from bot.searching import Missing
from handlers import metrics
from handlers.deps import Deps
from handlers.outcomes import Fate, Trouble, judge

log = logging.getLogger(__name__)

PAGE = 15
IN_A_ROW = 3


async def reconcile(deps: Deps) -> None:
    """Find each unsure prompt in its conversation, or plan it again when it is not there.

    Workspaces side by side, one look at a time in each, whatever process looks (DESIGN 2.5).
    """
    found = await deps.database.write(lambda tx: _begin(tx, deps))
    await asyncio.gather(*(_look_through(deps, workspace_id) for workspace_id in found))


def _begin(tx: Session, deps: Deps) -> list[str]:
    now = deps.clock()
    calls.pick_up(tx, now)
    return searching.begin(tx, deps.owner, now, deps.limits.settling, deps.limits.lease)


async def _look_through(deps: Deps, workspace_id: str) -> None:
    """Look for the messages of one workspace until none is left or Slack wants a pause.

    One that could not be looked for waits for the next round; when several in a row could not,
    Slack is having a bad minute, and all wait.
    """
    failed: list[Missing] = []
    try:
        in_a_row = 0
        while missing := await deps.database.write(
            lambda tx: _next(tx, deps, workspace_id, failed)
        ):
            for each in missing:
                trouble = await _look(deps, each)
                if trouble is None:
                    in_a_row = 0
                    continue
                failed.append(each)
                in_a_row += 1
                if trouble.everyone or in_a_row == IN_A_ROW:
                    return
    finally:
        await deps.database.write(lambda tx: searching.end(tx, workspace_id, deps.owner))


def _next(tx: Session, deps: Deps, workspace_id: str, failed: Collection[Missing]) -> list[Missing]:
    limits, now = deps.limits, deps.clock()
    found = searching.next_ones(
        tx, workspace_id, deps.owner, now, limits.settling, limits.lease, len(failed)
    )
    return [each for each in found if each not in failed]


async def _look(deps: Deps, missing: Missing) -> Trouble | None:
    """Look for one message; give why that failed, None when it is known what became of it."""
    try:
        client = await deps.slack(missing.workspace_id)
        async with asyncio.timeout(deps.limits.call_seconds):
            channel = missing.channel or await _open(client, missing.slack_id)
            ts = await _find(client, missing, channel)
    except Exception as error:
        return await _could_not(deps, missing, error)
    metrics.OUTCOMES.labels("found" if ts else "not_there").inc()
    now = deps.clock()
    await deps.database.write(
        lambda tx: settlements.resolve(tx, missing.prompt_id, missing.attempt, channel, ts, now)
    )
    return None


async def _could_not(deps: Deps, missing: Missing, error: Exception) -> Trouble | None:
    trouble, now = judge(error), deps.clock()
    told = {"prompt": missing.prompt_id, "error": trouble.error}
    log.warning("prompt not looked for", extra=told)

    def keep(tx: Session) -> None:
        if trouble.everyone:
            settlements.hold_back(tx, missing.workspace_id, now + trouble.wait, now)
        elif trouble.fate is Fate.NEVER:
            settlements.park(tx, missing.prompt_id, missing.attempt, trouble.error)

    await deps.database.write(keep)
    return None if trouble.fate is Fate.NEVER else trouble


async def _open(client: AsyncWebClient, slack_id: str) -> str:
    """Give the conversation with a person; opening it twice opens it once."""
    opened = await client.conversations_open(users=slack_id)
    return str(opened["channel"]["id"])


async def _find(client: AsyncWebClient, missing: Missing, channel: str) -> str | None:
    """Give the ts of the message that carries the prompt's id, if there is one."""
    oldest = missing.after_ts or "0"
    cursor: str | None = None
    while True:
        if missing.thread_ts:
            page = await client.conversations_replies(
                channel=channel,
                ts=missing.thread_ts,
                oldest=oldest,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
        else:
            page = await client.conversations_history(
                channel=channel,
                oldest=oldest,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
        for message in page["messages"]:
            if _carries(message, missing.prompt_id):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None


def _carries(message: dict[str, Any], prompt_id: str) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    if payload.get("prompt_id") == prompt_id:
        return True
    return any(block.get("block_id") == prompt_id for block in message.get("blocks") or ())
