"""Posting what is due: many people at once, one message at a time for each (DESIGN 2.2 to 2.4)."""

import asyncio
import logging
from datetime import datetime

from sqlmodel import Session

from bot import deliveries, refusals, settlements
from bot.deliveries import Outgoing
from bot.settlements import Posted
from handlers import metrics
from handlers.deps import Deps
from handlers.flights import Flights
from handlers.marking import Mark, Marks
from handlers.outcomes import OF_TOKEN, Fate, Trouble, judge
from store.prompts import PARKED, UNSURE

log = logging.getLogger(__name__)


class Sender:
    """Claims what may go out now, posts it, and has it marked what became of it."""

    def __init__(self, deps: Deps, marks: Marks) -> None:
        self.deps = deps
        self.marks = marks
        self.flights = Flights(deps.limits.posts_at_once, deps.bell.set)

    async def start_due(self) -> int:
        """Start posting what is due, as far as there is room; give how many were claimed."""
        room = self.flights.room
        if room <= 0:
            return 0
        claimed_at = asyncio.get_running_loop().time()
        outgoing = await self.deps.database.write(lambda tx: self._claim(tx, room)) or []
        for message in outgoing:
            self.flights.start(self._send(message, claimed_at))
        return len(outgoing)

    def _claim(self, tx: Session, room: int) -> list[Outgoing]:
        tx.info["timers"] = self.deps.timers
        limits = self.deps.limits
        return deliveries.claim(
            tx,
            self.deps.owner,
            self.deps.clock(),
            limit=room,
            pace=limits.pace,
            lease=limits.lease,
        )

    async def _send(self, message: Outgoing, claimed_at: float) -> None:
        if self._is_late(message, claimed_at):
            self.marks.add(self._put_back(message, Trouble(Fate.LATER, "late")))
            return
        try:
            client = await self.deps.slack(message.workspace_id)
            async with asyncio.timeout(self.deps.limits.call_seconds):
                answer = await client.chat_postMessage(
                    channel=message.channel or message.slack_id,
                    thread_ts=message.thread_ts,
                    unfurl_links=False,
                    unfurl_media=False,
                    **message.message,
                )
            channel, ts = str(answer["channel"]), str(answer["ts"])
        except Exception as error:
            self._settle(message, judge(error))
            return
        metrics.OUTCOMES.labels("sent").inc()
        metrics.LAG.observe(max(0, (self.deps.clock() - message.due_at).total_seconds()))
        self.marks.posted(Posted(message.prompt_id, message.attempt, channel, ts))

    def _is_late(self, message: Outgoing, claimed_at: float) -> bool:
        """Say whether half the lease is gone, by either clock: another may soon think it unsure."""
        half = self.deps.limits.lease / 2
        waited = asyncio.get_running_loop().time() - claimed_at
        return waited > half.total_seconds() or self.deps.clock() > message.claimed_at + half

    def _settle(self, message: Outgoing, trouble: Trouble) -> None:
        """Have it kept what a failed post means: later, never, or to be looked for."""
        told = {"prompt": message.prompt_id, "error": trouble.error}
        log.warning("prompt not posted", extra=told)
        mine = (message.prompt_id, self.deps.owner, message.attempt)
        if trouble.everyone and trouble.error not in OF_TOKEN:
            metrics.LIMITED.labels("chat.postMessage").inc()
        if trouble.fate is Fate.LATER:
            metrics.OUTCOMES.labels("later").inc()
            self.marks.add(self._put_back(message, trouble))
        elif trouble.fate is Fate.NEVER and trouble.error in refusals.OF_PERSON:
            metrics.OUTCOMES.labels("refused").inc()
            self.marks.add(lambda tx, now: refusals.refuse(tx, *mine, trouble.error, now))
        else:
            unsure = trouble.fate is Fate.UNSURE
            metrics.OUTCOMES.labels("unsure" if unsure else "parked").inc()
            state = UNSURE if unsure else PARKED
            self.marks.add(lambda tx, now: settlements.settle(tx, *mine, state, trouble.error, now))

    def _put_back(self, message: Outgoing, trouble: Trouble) -> Mark:
        owner = self.deps.owner

        def put_back(tx: Session, now: datetime) -> None:
            due = now + trouble.wait
            if trouble.everyone:
                settlements.hold_back(tx, message.workspace_id, due, now)
            settlements.put_back(tx, message.prompt_id, owner, message.attempt, due, now)

        return put_back
