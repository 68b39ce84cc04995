"""The bot's heartbeat: a few fixed jobs, and a bell that rings after each commit."""

import asyncio
import contextlib
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel import Session

from bot import calls, ticks
from bot.failures import report
from handlers.clocks import SteadyClock
from handlers.deps import Deps
from handlers.marking import Marks
from handlers.reconciling import reconcile
from handlers.running import Runner
from handlers.sending import Sender
from store import claims, receipts

TIDY_SECONDS = 3600
WRITE_SECONDS = 1.5
STALLED = 3


class Heart:
    """Looks for what is due whenever the bell rings or a few seconds passed, and starts it."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self.marks = Marks(deps)
        self.sender = Sender(deps, self.marks)
        self.runner = Runner(deps)
        self._lock = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._tasks: list[asyncio.Task[None]] = []
        self._ending = False
        self._beat_at = 0.0

    def start(self) -> None:
        """Begin to beat."""
        limits = self.deps.limits
        self._jobs = (
            (self.beat, limits.tick_seconds),
            (self.look, limits.reconcile_seconds),
            (self.tidy, TIDY_SECONDS),
        )
        for job, seconds in self._jobs:
            self._scheduler.add_job(
                job,
                "interval",
                seconds=seconds,
                coalesce=True,
                misfire_grace_time=None,
                id=job.__name__,
            )
        self._scheduler.start()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._watch())]

    async def stop(self) -> None:
        """Claim no more, let what is under way end in some seconds, and release the rest."""
        self._ending = True
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        async with self._lock:
            seconds = self.deps.limits.ending_seconds
            await asyncio.gather(self.sender.end(seconds), self.runner.flights.end(seconds))
        await self.marks.end(WRITE_SECONDS)
        with contextlib.suppress(Exception):  # its lease would run out by itself
            await self.deps.database.write(self._release)

    def _release(self, tx: Session) -> None:
        tx.info["timers"] = self.deps.timers
        now = self.deps.clock()
        claims.release(tx, self.deps.owner, now)
        calls.pick_up(tx, now, self.deps.owner)

    async def beat(self) -> None:
        """Start all that is due now: what changes by itself, what to say, what to show again."""
        async with self._lock:
            self._beat_at = asyncio.get_running_loop().time()
            try:
                while not self._ending and await self._once():
                    pass
            except Exception as error:
                report(error)

    async def turn(self) -> None:
        """Do all that is due now, to its end."""
        while True:
            await self.beat()
            if not self._busy:
                return
            if self.sender.flights.room > 0:
                await self._idle()
            else:  # there may be more to claim
                await self.sender.flights.some(self.deps.limits.mark_seconds)

    @property
    def _busy(self) -> bool:
        return self.sender.flights.any or self.runner.flights.any or self.marks.any

    async def _idle(self) -> None:
        while self._busy:
            await self.sender.flights.idle()
            await self.runner.flights.idle()
            await self.marks.idle()

    async def _once(self) -> bool:
        if not await self.deps.database.read(lambda tx: ticks.is_due(tx, self.deps.clock())):
            return False
        rung = await self.deps.database.write(self._ring)
        sent = await self.sender.start_due()
        return bool(rung + sent + await self.runner.start_due())

    def _ring(self, tx: Session) -> int:
        tx.info["timers"] = self.deps.timers
        now: datetime = self.deps.clock()
        return ticks.ring(tx, now) + ticks.lapse(tx, now)

    async def look(self) -> None:
        """Look for messages that may have been posted."""
        try:
            await reconcile(self.deps)
        except Exception as error:
            report(error)
        self.deps.bell.set()

    async def tidy(self) -> None:
        """Forget the receipts that no redelivery can need, and what was kept long enough."""
        await self.deps.transact(receipts.forget)
        await self.deps.retain()

    async def _listen(self) -> None:
        while True:
            await self.deps.bell.wait()
            await asyncio.sleep(self.deps.limits.mark_seconds)  # many bells in a row are one
            self.deps.bell.clear()
            await self.beat()

    async def _watch(self) -> None:
        """Set the jobs anew when they stand still: they stall for the length of a jump back.

        And ask Slack for the time while it is in doubt.
        """
        seconds = self.deps.limits.tick_seconds
        while True:
            await asyncio.sleep(seconds)
            self.deps.clock()
            if isinstance(self.deps.clock, SteadyClock) and self.deps.clock.doubted:
                with contextlib.suppress(Exception):
                    await self.deps.client.api_test()
            if asyncio.get_running_loop().time() - self._beat_at > STALLED * seconds:
                for job, every in self._jobs:
                    self._scheduler.reschedule_job(job.__name__, trigger="interval", seconds=every)
                await self.beat()
