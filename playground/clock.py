"""The workspace's time, which can be turned; the only place here that reads the real clock."""

import time
from datetime import UTC, datetime, timedelta


def ticks() -> float:
    """Seconds on a clock nobody turns: acknowledgements, triggers and sockets go by it."""
    return time.monotonic()


class Clock:
    """The shared date and time: runs at real speed from its start, or stands still."""

    def __init__(self, start: datetime, running: bool) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock starts at an aware instant")
        self.running = running
        self._base = start.astimezone(UTC)
        self._since = ticks()

    def now(self) -> datetime:
        """Aware UTC."""
        if not self.running:
            return self._base
        return self._base + timedelta(seconds=ticks() - self._since)

    def set(self, instant: datetime, back: bool = False) -> None:
        """Go to that instant; an earlier one is left alone unless told to go back."""
        if instant > self.now() or back:
            self._base = instant.astimezone(UTC)
            self._since = ticks()
