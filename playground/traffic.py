"""What is under way between the app and the workspace, so that its end can be waited for."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LONGEST_SECONDS = 30.0


def _still() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Traffic:
    """Envelopes on their way to the app, and Web API calls on their way back."""

    under_way: int = 0
    _still: asyncio.Event = field(default_factory=_still)

    def begin(self) -> None:
        """One more is under way."""
        self.under_way += 1
        self._still.clear()

    def end(self) -> None:
        """One less is."""
        self.under_way -= 1
        if not self.under_way:
            self._still.set()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Count one for as long as it takes."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    async def still(self, seconds: float = LONGEST_SECONDS) -> None:
        """Wait until nothing is under way; TimeoutError after that long."""
        async with asyncio.timeout(seconds):
            while self.under_way:
                await self._still.wait()
