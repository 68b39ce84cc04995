"""Turning the clock sends everything due on the way, each at its own time."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from playground.clock import Clock
from playground.companion import Entry
from playground.server import Playground
from playground.workspace import Call
from tests.playground.conftest import START


@dataclass
class Diary:
    """A companion with things due; what it does is noted with the time it saw."""

    clock: Clock
    due: list[datetime]
    stuck: bool = False
    seen: list[datetime] = field(default_factory=list)
    speak: Callable[[datetime], None] | None = None

    async def next_due(self) -> datetime | None:
        return min(self.due, default=None)

    async def settle(self) -> None:
        self.seen.append(self.clock.now())
        if self.speak:
            self.speak(self.clock.now())
        await asyncio.sleep(0)
        if not self.stuck:
            self.due = [each for each in self.due if each > self.clock.now()]

    async def timeline(self) -> list[Entry]:
        return [Entry(each, "U0MAYA001", "A prompt", "M1", False) for each in self.due]


def hours(*counts: int) -> list[datetime]:
    return [START + timedelta(hours=each) for each in counts]


@pytest.fixture
def diary(playground: Playground) -> Diary:
    diary = Diary(playground.here.clock, hours(30, 2, 2, 5))
    playground.companion = diary
    return diary


async def test_what_is_due_goes_out_in_order_at_its_own_time(
    playground: Playground, diary: Diary
) -> None:
    assert await playground.turn("day") == START + timedelta(days=1)
    assert diary.seen == hours(2, 5, 24)
    assert await playground.turn("week") == START + timedelta(days=8)
    assert diary.seen[3:] == [*hours(30), START + timedelta(days=8)]


async def test_next_goes_to_the_next_thing_and_says_when_there_is_none(
    playground: Playground, diary: Diary
) -> None:
    assert await playground.turn("next") == hours(2)[0]
    assert await playground.turn("next") == hours(5)[0]
    assert await playground.turn("next") == hours(30)[0]
    queue = playground.here.streams.open("U0MAYA001")
    assert await playground.turn("next") == hours(30)[0]
    assert json.loads(queue.get_nowait() or "") == {"type": "failure", "text": "Nothing is due."}


async def test_onward_passes_by_what_nobody_hears_of(playground: Playground, diary: Diary) -> None:
    def speak(at: datetime) -> None:
        if at in hours(5, 30):
            message = {"ts": f"{at.timestamp():.6f}", "text": "It is time."}
            playground.here.records.keep_message("D0MAYA001", message)

    diary.speak = speak
    assert await playground.turns.onward() == hours(5)[0]
    assert await playground.turns.onward() == hours(30)[0]


async def test_what_is_overdue_goes_out_without_turning_back(
    playground: Playground, diary: Diary
) -> None:
    diary.due = hours(-3, 1)
    await playground.turn(START + timedelta(hours=2))
    assert diary.seen == hours(0, 1, 2)


async def test_a_bot_that_never_gets_on_stops_the_clock_and_says_so(
    playground: Playground, diary: Diary
) -> None:
    diary.stuck = True
    queue = playground.here.streams.open("U0MAYA001")
    assert await playground.turn("day") == hours(2)[0]
    assert len(diary.seen) == 50
    lines = []
    while not queue.empty():
        lines.append(json.loads(queue.get_nowait() or ""))
    [failure] = [line["text"] for line in lines if line["type"] == "failure"]
    assert failure == (
        "What is due at 11:00 UTC on 2 March never goes out. The clock stopped there."
    )


async def test_two_turns_at_once_are_taken_one_after_the_other(
    playground: Playground, diary: Diary
) -> None:
    await asyncio.gather(playground.turn("day"), playground.turn("day"))
    assert playground.here.now() == START + timedelta(days=2)
    assert diary.seen == sorted(diary.seen)


def test_the_clock_stands_runs_and_goes_back_only_when_told() -> None:
    clock = Clock(START, running=False)
    clock.set(START - timedelta(days=1))
    assert clock.now() == START
    clock.set(START - timedelta(days=1), back=True)
    assert clock.now() == START - timedelta(days=1)
    running = Clock(START, running=True)
    first = running.now()
    assert START <= first <= running.now() < START + timedelta(seconds=5)
    assert first.tzinfo is UTC
    with pytest.raises(ValueError, match="aware"):
        Clock(datetime(2026, 3, 2), running=False)  # noqa: DTZ001


async def test_what_is_said_late_is_waited_for_and_followed_up(
    playground: Playground, diary: Diary
) -> None:
    here = playground.here

    async def call() -> None:
        with here.sockets.traffic.passing():
            await asyncio.sleep(0)
            here.calls.append(Call("chat.postMessage", {}, {}, here.now()))

    calls: list[asyncio.Task[None]] = []

    def speak(at: datetime) -> None:
        if not calls:
            calls.append(asyncio.create_task(call()))

    diary.speak = speak
    await playground.turns.settle()
    assert calls[0].done()
    assert diary.seen == [START, START]
