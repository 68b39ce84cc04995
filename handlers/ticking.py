"""The bot's heartbeat: a few fixed jobs, and a bell that rings after each commit."""

import asyncio
import contextlib

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel import Session

from bot import ticks
from bot.failures import report
from handlers.deps import Deps
from handlers.reconciling import reconcile
from handlers.running import run_errands
from handlers.sending import send_due
from store import receipts

TICK_SECONDS, RECONCILE_SECONDS, TIDY_SECONDS = 5, 30, 3600


class Heart:
    """Turns the bot over, one turn at a time, whenever the bell rings or a few seconds passed."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self._lock = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._listening: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to beat."""
        jobs = (
            (self.turn, TICK_SECONDS),
            (self.look, RECONCILE_SECONDS),
            (self.tidy, TIDY_SECONDS),
        )
        for job, seconds in jobs:
            self._scheduler.add_job(
                job, "interval", seconds=seconds, coalesce=True, misfire_grace_time=None
            )
        self._scheduler.start()
        self._listening = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Let the turn under way end, and beat no more."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        self._scheduler.shutdown(wait=False)
        async with self._lock:
            return

    async def turn(self) -> None:
        """Do all that is due now: what changes by itself, what to say, what to show again."""
        async with self._lock:
            try:
                while await self._once():
                    pass
            except Exception as error:
                report(error)

    async def _once(self) -> bool:
        if not await self.deps.database.read(lambda tx: ticks.is_due(tx, self.deps.clock())):
            return False
        rung = await self.deps.database.write(self._ring)
        sent = await send_due(self.deps)
        return bool(rung + sent + await run_errands(self.deps))

    def _ring(self, tx: Session) -> int:
        tx.info["timers"] = self.deps.timers
        now = self.deps.clock()
        return ticks.ring(tx, now) + ticks.lapse(tx, now)

    async def look(self) -> None:
        """Look for messages that may have been posted."""
        await reconcile(self.deps)

    async def tidy(self) -> None:
        """Forget the receipts that no redelivery can need."""
        await self.deps.transact(receipts.forget)

    async def _listen(self) -> None:
        while True:
            await self.deps.bell.wait()
            self.deps.bell.clear()
            await self.turn()
