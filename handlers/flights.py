"""The calls of this process that are under way: so many at once and no more."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Flights:
    """Runs calls beside each other; `landed` is told of each that has ended."""

    def __init__(self, most: int, landed: Callable[[], None]) -> None:
        self.most = most
        self._landed = landed
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def room(self) -> int:
        """Give how many more may start."""
        return self.most - len(self._tasks)

    @property
    def any(self) -> bool:
        """Say whether a call is under way."""
        return bool(self._tasks)

    def start(self, call: Coroutine[Any, Any, None]) -> None:
        """Start a call, which handles its own failures."""
        task = asyncio.create_task(call)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._landed()

    async def idle(self) -> None:
        """Wait until no call is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def some(self, more_seconds: float) -> None:
        """Wait until a call has ended, and a moment for others."""
        if self._tasks:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(more_seconds)

    async def end(self, seconds: float) -> None:
        """Give what is under way some seconds to end, and break off the rest."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
