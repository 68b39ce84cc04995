"""What became of calls, written in groups: a crash only leaves a few more unsure (DESIGN 2.6)."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot import settlements
from bot.failures import report
from bot.settlements import Posted
from handlers.deps import Deps
from store.database import go_beside

Mark = Callable[[Session, datetime], None]
AGAIN_SECONDS = 0.5


class Marks:
    """Keeps what is known of ended calls until the database has it too."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self._posted: list[Posted] = []
        self._others: list[Mark] = []
        self._writing: asyncio.Task[None] | None = None

    @property
    def any(self) -> bool:
        """Say whether something is still to be written."""
        return self._writing is not None

    def posted(self, message: Posted) -> None:
        """Have it written that Slack took a message."""
        self._posted.append(message)
        self._soon()

    def add(self, mark: Mark) -> None:
        """Have anything else written that became of a call."""
        self._others.append(mark)
        self._soon()

    async def idle(self) -> None:
        """Wait until all is written."""
        while self._writing is not None:
            await asyncio.wait([self._writing])

    async def end(self, seconds: float) -> None:
        """Write what there is; what can't be written in some seconds is left unsure."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.idle()
        if self._writing is not None:
            self._writing.cancel()

    def _soon(self) -> None:
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._posted or self._others:
                await asyncio.sleep(self.deps.limits.mark_seconds)
                posted, others = self._posted, self._others
                self._posted, self._others = [], []
                if not await self._together(posted, others):
                    self._posted[:0], self._others[:0] = posted, others
                    await asyncio.sleep(AGAIN_SECONDS)
        finally:
            self._writing = None
            self.deps.bell.set()

    async def _together(self, posted: list[Posted], others: list[Mark]) -> bool:
        """Write a group in one transaction; False when the database could not be written to."""
        now = self.deps.clock()

        def work(tx: Session) -> None:
            go_beside(tx)
            tx.info["timers"] = self.deps.timers
            settlements.all_sent(tx, self.deps.owner, posted, now)
            for mark in others:
                mark(tx, now)

        try:
            await self.deps.database.write(work)
        except SQLAlchemyError as error:
            report(error)
            return False
        except Exception as error:  # one mark that fails must not lose the others
            report(error)
            if len(posted) + len(others) > 1:
                for each in posted:
                    await self._together([each], [])
                for mark in others:
                    await self._together([], [mark])
        return True
