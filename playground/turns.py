"""Turning the clock: everything due on the way goes out, in its order, at its own time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from playground.workspace import Call, Workspace

MOST_AT_ONCE = 50
MOST_SILENT = 30
STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


class Turns:
    """One turn at a time; `quiet` waits until nothing is under way between app and workspace."""

    def __init__(self, here: Workspace, quiet: Callable[[], Awaitable[None]]) -> None:
        self._here = here
        self._quiet = quiet
        self._lock = asyncio.Lock()

    async def to(self, target: str | datetime) -> datetime:
        """Turn to "next", by a "day" or "week", or to an instant; the time it is then."""
        async with self._lock:
            until = await self._until(target)
            if until is None:
                await self.tell()
            else:
                await self._walk(until)
            return self._here.now()

    async def onward(self) -> datetime:
        """Turn to the next thing that puts a message before somebody; the time it is then."""
        said = self._said()
        for _ in range(MOST_SILENT):
            before = self._here.now()
            after = await self.to("next")
            if self._said() != said or after == before or await self.next_due() is None:
                break
        return self._here.now()

    async def next_due(self) -> datetime | None:
        """When the bot has something due next."""
        companion = self._here.companion
        return await companion.next_due() if companion else None

    async def tell(self) -> None:
        """Tell the pages what time it is and when the next thing is due."""
        self._say(await self.next_due())

    def _say(self, due: datetime | None) -> None:
        event = {"type": "clock", "now": iso(self._here.now()), "next": due and iso(due)}
        self._here.streams.tell(event)

    def _said(self) -> int:
        return sum(len(each) for each in self._here.records.messages.values())

    async def _until(self, target: str | datetime) -> datetime | None:
        if isinstance(target, datetime):
            return target
        if target in STEPS:
            return self._here.now() + STEPS[target]
        if target == "next":
            due = await self.next_due()
            if due is None:
                self._here.streams.tell({"type": "failure", "text": "Nothing is due."})
            return due
        return datetime.fromisoformat(target).astimezone(UTC)

    async def _walk(self, until: datetime) -> None:
        """Stop at everything due until then; in the end nothing due is left behind."""
        last, times = None, 0
        while (due := await self.next_due()) is not None and due <= until:
            times = times + 1 if due == last else 1
            last = due
            if times > MOST_AT_ONCE:
                text = f"What is due at {due:%H:%M} UTC on {due.day} {due:%B} never goes out."
                text += " The clock stopped there."
                self._here.streams.tell({"type": "failure", "text": text})
                self._say(due)
                return
            self._here.clock.set(due)
            self._say(due)
            await self.settle()
        if last != until:
            self._here.clock.set(until)
            await self.settle()
        self._say(due)

    async def settle(self) -> None:
        """Let the bot do what is due now; returns when nothing is under way."""
        companion, traffic = self._here.companion, self._here.sockets.traffic
        if companion is None:
            if traffic.under_way:
                await self._quiet()
            return
        for _ in range(MOST_AT_ONCE):
            last = self._last_call()
            await companion.settle()
            await traffic.still()
            if self._last_call() is last:
                return

    def _last_call(self) -> Call | None:
        return self._here.calls[-1] if self._here.calls else None


def iso(instant: datetime) -> str:
    """ISO 8601 in UTC with a Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
