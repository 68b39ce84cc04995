"""Posting what is due: many people at once, one message at a time for each (DESIGN 2.2 to 2.4)."""

import asyncio
import logging
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import deliveries, refusals, settlements
from bot.deliveries import Outgoing
from bot.settlements import Posted
from handlers import clients, metrics
from handlers.deps import Deps
from handlers.flights import Flights
from handlers.marking import Mark, Marks
from handlers.outcomes import OF_TOKEN, Fate, Trouble, judge
from store.prompts import PARKED, UNSURE

log = logging.getLogger(__name__)


# So many times what ended since the last claim is claimed ahead, and of what may be under way: two
# waits for the deadline of a call fit into half a lease.
AHEAD = 2


class Sender:
    """Claims what may go out now, posts it, and has it marked what became of it."""

    def __init__(self, deps: Deps, marks: Marks) -> None:
        self.deps = deps
        self.marks = marks
        self.flights = Flights(deps.limits.posts_at_once, self._land)
        self._claimed: deque[tuple[Outgoing, float]] = deque()
        self._landed = 0
        self._ending = False

    async def start_due(self) -> int:
        """Claim what is due, some more than may be under way, so that no post waits for a claim.

        Not many more than are posted meanwhile: each has to be looked for if this process dies.
        Start posting it, answers to taps first, and give how many were claimed.
        """
        most = self.flights.most
        ahead = AHEAD * min(self._landed, most)
        room = self.flights.room + ahead - len(self._claimed)
        if room <= 0 or (self._claimed and room < most // 2):  # few cost nearly as much as many
            return 0
        self._landed = 0
        claimed_at = asyncio.get_running_loop().time()
        outgoing = await self.deps.database.write(lambda tx: self._claim(tx, room)) or []
        answers = [(each, claimed_at) for each in outgoing if each.direct]
        self._claimed.extendleft(reversed(answers))
        self._claimed += [(each, claimed_at) for each in outgoing if not each.direct]
        self._start()
        return len(outgoing)

    def _start(self) -> None:
        while self._claimed and self.flights.room > 0 and not self._ending:
            self.flights.start(self._send(*self._claimed.popleft()))

    def _land(self) -> None:
        self._landed += 1
        self._start()
        self.deps.bell.set()

    async def end(self, seconds: float) -> None:
        """Start no more posts, and give what is under way some seconds to end."""
        self._ending = True
        self._let_go(Trouble(Fate.LATER, "ending", timedelta(0)))
        await self.flights.end(seconds)

    def _let_go(self, why: Trouble, workspace_id: str | None = None) -> None:
        """Put back what was claimed and not yet posted, of one workspace or of all."""
        waiting = list(self._claimed)
        self._claimed.clear()
        for message, claimed_at in waiting:
            if workspace_id in (None, message.workspace_id):
                self.marks.add(self._put_back(message, why))
            else:
                self._claimed.append((message, claimed_at))

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
        try:
            client = await self.deps.slack(message.workspace_id)
        except Exception as error:  # nothing was asked of Slack
            self._settle(message, replace(judge(error), fate=Fate.LATER))
            return
        if self._is_late(message, claimed_at):
            self.marks.add(self._put_back(message, Trouble(Fate.LATER, "late")))
            return
        try:
            async with asyncio.timeout(self.deps.limits.call_seconds):
                channel, ts = await clients.post(client, _body(message))
        except Exception as error:
            self._settle(message, judge(error))
            return
        metrics.SENT.inc()
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
        if trouble.everyone:
            self._let_go(trouble, message.workspace_id)
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


def _body(message: Outgoing) -> dict[str, Any]:
    """Give what Slack is told to post; it unfurls nothing."""
    body = {"channel": message.channel or message.slack_id, **message.message}
    if message.thread_ts is not None:
        body["thread_ts"] = message.thread_ts
    return {**body, "unfurl_links": False, "unfurl_media": False}
