"""Saying every half minute that this process runs, and with which keys: see `rotate-keys`."""

import asyncio
import contextlib

from bot.failures import report
from handlers.deps import Deps
from store import readers


class Attendance:
    """One process's entry among those that read words."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Say it once, and go on saying it."""
        await self._say()
        self._task = asyncio.create_task(self._go_on())

    async def stop(self) -> None:
        """Take the entry away; where that fails it is too old before long."""
        if self._task is None:
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        with contextlib.suppress(Exception):
            await self.deps.database.write(lambda tx: readers.leave(tx, self.deps.owner))

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(readers.EVERY.total_seconds())
            try:
                await self._say()
            except Exception as error:
                report(error)

    async def _say(self) -> None:
        ring = self.deps.database.ring
        if ring is not None:
            await self.deps.database.write(lambda tx: readers.attend(tx, self.deps.owner, ring))
