"""Posting through faults: nothing is said twice, and nothing due is lost."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from app import Companion
from handlers.reconciling import reconcile
from playground import faults
from store.prompts import Prompt
from tests.wire import Wire, begin

ASKED = "Shall I look after the dates and notes"


async def invite(wire: Wire) -> None:
    """Let Maya name Leo as her mentor."""
    await wire.command("maya", "/mentor", "@leo")
    await wire.submit("maya", role="mentee")


def times_asked(wire: Wire) -> int:
    return sum(ASKED in message["text"] for message in wire.inbox("leo"))


async def states(wire: Wire) -> list[str]:
    """Give the state of every invitation prompt to Leo that was due."""
    companion = wire.slack.companion
    assert isinstance(companion, Companion)
    found: list[str] = await companion.bot.deps.database.read(
        lambda tx: list(tx.exec(select(Prompt.state).where(Prompt.kind == "A7")).all())
    )
    return found


async def look(wire: Wire, after: timedelta) -> None:
    """Let time pass and look for messages that may have been posted."""
    companion = wire.slack.companion
    assert isinstance(companion, Companion)
    wire.slack.here.clock.set(wire.now + after)
    await reconcile(companion.bot.deps)
    await wire.calm()


async def test_a_429_holds_the_message_back_and_then_sends_it_once(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        wire.slack.here.faults.add("chat.postMessage", faults.ratelimited(2))
        await invite(wire)
        assert times_asked(wire) == 0
        await wire.turn(wire.now + timedelta(seconds=30))
        assert times_asked(wire) == 1


async def test_an_error_after_posting_is_looked_for_and_not_repeated(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        wire.slack.here.faults.add("chat.postMessage", faults.broken(after=True))
        await invite(wire)
        assert times_asked(wire) == 1
        assert "unsure" in await states(wire)
        await look(wire, timedelta(seconds=90))
        assert times_asked(wire) == 1
        assert "unsure" not in await states(wire)
        await wire.click("leo", ASKED, "Yes")
        assert "You both said yes" in wire.said("leo")


async def test_an_error_before_posting_is_looked_for_and_then_repeated(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        wire.slack.here.faults.add("chat.postMessage", faults.broken())
        await invite(wire)
        assert times_asked(wire) == 0
        await look(wire, timedelta(seconds=90))
        assert times_asked(wire) == 1
