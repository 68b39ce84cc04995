"""The present instant by a clock that may jump: followed when Slack agrees (DESIGN 3)."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any

import aiohttp

log = logging.getLogger(__name__)

JUMP = timedelta(minutes=1)


class SteadyClock:
    """Follows this machine's clock, but goes on steadily when that one jumps by over a minute.

    A jump is followed once Slack, in the Date of an answer, tells the time it jumped to; while it
    is `doubted` somebody should ask. `wall` gives an aware instant, `ticks` seconds on a clock that
    nobody sets.
    """

    def __init__(self, wall: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        self._wall = wall
        self._ticks = ticks
        self._wrong = timedelta(0)  # by how much Slack said that the machine's clock is ahead
        self._set(wall())
        self.doubted = False

    def __call__(self) -> datetime:
        """Give the present instant, aware UTC."""
        told, steady = self._wall() - self._wrong, self._steady()
        if abs(told - steady) <= JUMP:
            self._set(told)
            self.doubted = False
            return told
        if not self.doubted:
            self.doubted = True
            seconds = int((told - steady).total_seconds())
            log.warning("clock jumped", extra={"seconds": seconds})
        return steady

    def witness(self, told: datetime) -> None:
        """Hear the time from somebody else; it decides where this machine's clock is in doubt."""
        wall, steady = self._wall(), self._steady()
        if abs(told - (wall - self._wrong)) > JUMP:
            believed = steady if abs(told - steady) <= JUMP else told
            self._wrong = timedelta(0) if abs(told - wall) <= JUMP else wall - believed
            log.warning("clock set to what Slack says")
        self._set(wall - self._wrong)
        self.doubted = False

    def trace(self) -> aiohttp.TraceConfig:
        """Give what lets a session of calls to Slack be the witness."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._hear)
        return config

    async def _hear(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        date = params.response.headers.get("Date")
        if date is not None and (told := _read(date)) is not None:
            self.witness(told)

    def _set(self, instant: datetime) -> None:
        self._base, self._since = instant, self._ticks()

    def _steady(self) -> datetime:
        return self._base + timedelta(seconds=self._ticks() - self._since)


def _read(date: str) -> datetime | None:
    try:
        told: Any = parsedate_to_datetime(date)
    except ValueError:
        return None
    instant: datetime = told if told.tzinfo else told.replace(tzinfo=UTC)
    return instant.astimezone(UTC)
