"""Running errands: edits, Home tabs, files and profiles, each safe to repeat."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot import absences, calls, settlements
from bot.calls import Call
from bot.people import Who
from handlers import metrics
from handlers.deps import Deps
from handlers.fetching import fetch
from handlers.flights import Flights
from handlers.outcomes import Fate, Trouble, judge
from handlers.payloads import profile, silences
from handlers.uploads import upload

log = logging.getLogger(__name__)

ASKING = ("users.info", "dnd.info", "files.info")  # Slack reads no JSON from these


class Runner:
    """Claims the errands that are due and makes their calls."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self.flights = Flights(deps.limits.errands_at_once, deps.bell.set)

    async def start_due(self) -> int:
        """Start the calls that are due, as far as there is room; give how many."""
        room = self.flights.room
        if room <= 0:
            return 0
        due = await self.deps.database.write(lambda tx: self._claim(tx, room))
        for call in due:
            self.flights.start(self._run(call))
        return len(due)

    def _claim(self, tx: Session, room: int) -> list[Call]:
        tx.info["timers"] = self.deps.timers
        owner, lease = self.deps.owner, self.deps.limits.lease
        return calls.claim(tx, owner, self.deps.clock(), limit=room, lease=lease)

    async def _run(self, call: Call) -> None:
        try:
            async with asyncio.timeout(self.deps.limits.call_seconds):
                answer = await self._make(call)
            who = Who(call.workspace_id, call.slack_id)
            if call.method == "users.info":
                await self.deps.transact(absences.learn, who, profile(answer["user"]))
            if call.method == "dnd.info":
                await self.deps.transact(absences.mute, who, silences(answer))
            if call.method == "files.info":
                await fetch(self.deps, call, answer)
            await self.deps.write(calls.done, call.errand_id, self.deps.owner)
        except Exception as error:
            await self._fail(call, judge(error))

    async def _make(self, call: Call) -> Mapping[str, Any]:
        if call.upload is not None:
            await upload(self.deps, call, call.upload)
            return {}
        client = await self.deps.slack(call.workspace_id)
        if call.method in ASKING:
            made = await client.api_call(call.method, data=dict(call.arguments))
        else:
            made = await client.api_call(call.method, json=dict(call.arguments))
        return made.data if isinstance(made.data, dict) else {}

    async def _fail(self, call: Call, trouble: Trouble) -> None:
        """Plan the errand again, or give it up where an answer won't change."""
        told = {"errand": call.errand_id, "method": call.method, "error": trouble.error}
        log.warning("errand failed", extra=told)
        now, surely = self.deps.clock(), trouble.fate is not Fate.UNSURE
        over = trouble.fate is Fate.NEVER or (call.once and not surely)
        wait = trouble.wait if surely or call.upload is None else self.deps.limits.settling
        again = None if over else now + wait
        owner = self.deps.owner

        def keep(tx: Session) -> None:
            tx.info["timers"] = self.deps.timers
            if trouble.everyone:
                settlements.hold_back(tx, call.workspace_id, now + trouble.wait, now)
            calls.failed(tx, call.errand_id, owner, trouble.error, again, now, surely=surely)

        if trouble.everyone:
            metrics.LIMITED.labels(metrics.method(call.method)).inc()
        try:
            await self.deps.database.write(keep)
        except Exception as error:  # its lease runs out, and it is run again
            told = {"errand": call.errand_id, "error": type(error).__name__}
            log.warning("errand not put back", extra=told)
