"""Pairs some way into their time together, lived over the wire once and copied for each story."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests import databases
from tests.wire import Message, Wire, begin, buttons

STEP = "ask for the brief"
GOAL = "Lead a project of my own"
PRIVATE = "Not sure I belong here"


def at(month: int, day: int, hour: int = 15, year: int = 2027) -> datetime:
    """Give an instant."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@asynccontextmanager
async def lived(name: str, shelf: Path, folder: Path) -> AsyncIterator[Wire]:
    """Give a copy, in a folder, of a workspace in which a pair has come as far as the name says."""
    databases.copy(await _keep(name, shelf), folder)
    async with begin(folder) as wire:
        yield wire


async def _keep(name: str, shelf: Path) -> Path:
    """Give the folder of a pair that has come so far, lived once."""
    kept, (before, live) = shelf / name, STAGES[name]
    if not kept.exists():
        if before is not None:
            databases.copy(await _keep(before, shelf), kept)
        async with begin(kept) as wire:
            await live(wire)
    return kept


async def with_label(wire: Wire, person: str, label: str) -> Message:
    """Turn the clock until somebody has a message with this button; the newest one."""
    for _ in range(200):
        found = [message for message in wire.inbox(person) if label in buttons(message)]
        if found:
            return found[-1]
        await wire.turn("next")
    raise AssertionError(f"[{label}] never came; this did:\n{wire.said(person)}")


async def tap(wire: Wire, person: str, label: str) -> None:
    """Click a button that somebody has, or gets before long."""
    await wire.slack.click(person, dict(await with_label(wire, person, label)), label)
    await wire.calm()


async def tap_home(wire: Wire, person: str, *labels: str) -> None:
    """Click a button on Home, then those in the pages it opens."""
    first, *others = labels
    await wire.slack.open_home(person)
    await wire.calm()
    view = await wire.slack.open_home(person)
    assert view is not None
    await wire.slack.click(person, view, first)
    await wire.calm()
    for label in others:
        await wire.click_in_view(person, label)


async def home(wire: Wire, person: str) -> str:
    """Give all of somebody's Home."""
    await wire.calm()
    return str(await wire.slack.open_home(person))


async def meet(wire: Wire, when: datetime, **noted: str) -> None:
    """Offer one time, take it, and say afterwards that it was held, with what was noted."""
    await wire.command("maya", "/mentor-book")
    assert await wire.submit("maya", first=int(when.timestamp())) == {}
    offer = await with_label(wire, "leo", "None of these")
    await tap(wire, "leo", buttons(offer)[0])
    await wire.turn(when)
    await tap(wire, "maya", "Yes, note it")
    assert await wire.submit("maya", **noted) == {}


async def _set_up(wire: Wire, kind: str) -> None:
    """Both fill in what there is to say, and choose every three months for half a year."""
    await wire.command("maya", "/mentor", "@leo")
    assert await wire.submit("maya", role="mentee", kind=kind) == {}
    await tap(wire, "leo", "Yes")
    for person in ("maya", "leo"):
        await tap(wire, person, "Set it up")
        await tap(wire, person, "Fill in my card")
        await wire.submit(person, path=f"How {person} came here")
    await tap(wire, "maya", "Write goals")
    assert await wire.submit("maya", first=GOAL, second=PRIVATE, private=["second"]) == {}
    await tap(wire, "leo", "Ask me after we meet")
    for person in ("maya", "leo"):
        await tap(wire, person, "Answer")
        assert await wire.submit(person, every="three_months", until="6_months") == {}
        await tap(wire, person, "Use the usual ones")


async def _met_once(wire: Wire, kind: str = "workplace") -> None:
    await _set_up(wire, kind)
    said = {"first": "Ask for the brief first", "moment_1": "the project starts", "step_1": STEP}
    await meet(wire, at(1, 20), **said)


async def _met_twice(wire: Wire) -> None:
    await wire.turn(at(2, 2))
    await meet(wire, at(2, 15))


async def _closing(wire: Wire) -> None:
    """Wait for the six weeks before the end; both have read what came on the way."""
    for person in ("maya", "leo"):
        await wire.turn_until(person, "is this a good fit")
        await wire.click(person, "is this a good fit", "Yes")
    await with_label(wire, "maya", "Another year")
    await with_label(wire, "leo", "Another year")


async def _career(wire: Wire) -> None:
    """Let a pair for the long run come to its closing."""
    await _met_once(wire, "career")
    await _met_twice(wire)
    await _closing(wire)


STAGES: dict[str, tuple[str | None, Callable[[Wire], Awaitable[None]]]] = {
    "met once": (None, _met_once),
    "met twice": ("met once", _met_twice),
    "closing": ("met twice", _closing),
    "career closing": (None, _career),
}
