"""Running errands: edits, Home tabs, files and profiles, each safe to repeat."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot import absences, calls
from bot.calls import Call, Upload
from bot.people import Who
from handlers.deps import Deps
from handlers.outcomes import Fate, judge
from handlers.payloads import profile, silences

log = logging.getLogger(__name__)


async def run_errands(deps: Deps) -> int:
    """Make the calls that are due; give how many there were."""

    def claim(tx: Session) -> list[Call]:
        tx.info["timers"] = deps.timers
        return calls.claim(tx, deps.owner, deps.clock())

    due = await deps.database.write(claim)
    await asyncio.gather(*(_run(deps, call) for call in due))
    return len(due)


async def _run(deps: Deps, call: Call) -> None:
    try:
        if call.upload is not None:
            await _upload(deps, call.upload)
            answer: Mapping[str, Any] = {}
        else:
            made = await deps.client.api_call(call.method, json=_plain(call))
            answer = made.data if isinstance(made.data, dict) else {}
        learned = profile(answer["user"]) if call.method == "users.info" else None
        muted = silences(answer) if call.method == "dnd.info" else None
    except Exception as error:
        trouble = judge(error)
        log.warning("errand %s (%s) failed: %s", call.errand_id, call.method, trouble.error)
        now = deps.clock()
        surely = trouble.fate is not Fate.UNSURE
        over = trouble.fate is Fate.NEVER or (call.once and not surely)
        again = None if over else now + trouble.wait
        await deps.database.write(
            lambda tx: calls.failed(tx, call.errand_id, trouble.error, again, now, surely=surely)
        )
        return
    if learned is not None:
        await deps.transact(absences.learn, Who(call.workspace_id, call.slack_id), learned)
    if muted is not None:
        await deps.transact(absences.mute, Who(call.workspace_id, call.slack_id), muted)
    await deps.write(calls.done, call.errand_id)


def _plain(call: Call) -> dict[str, Any]:
    return dict(call.arguments)


async def _upload(deps: Deps, upload: Upload) -> None:
    """Post a file in a thread, in Slack's three steps."""
    await deps.client.files_upload_v2(
        channel=upload.channel,
        thread_ts=upload.thread_ts,
        filename=upload.name,
        title=upload.name,
        content=upload.content,
    )
