"""Posting through faults: nothing is said twice, and nothing due is lost."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, delete, select

from app import Companion
from bot.calls import Call, Upload
from handlers.bots import Bot
from handlers.reconciling import reconcile
from handlers.sending import Sender
from handlers.uploads import upload
from playground import faults
from store.errands import Errand
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
    found: list[str] = await bot(wire).deps.database.read(
        lambda tx: list(tx.exec(select(Prompt.state).where(Prompt.kind == "A7")).all())
    )
    return found


async def look(wire: Wire, after: timedelta) -> None:
    """Let time pass and look for messages that may have been posted."""
    wire.slack.here.clock.set(wire.now + after)
    await reconcile(bot(wire).deps)
    await wire.calm()


def bot(wire: Wire) -> Bot:
    """Give the bot that runs beside the workspace."""
    companion = wire.slack.companion
    assert isinstance(companion, Companion)
    return companion.bot


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    while not so():  # noqa: ASYNC110 - nobody tells when it is
        await asyncio.sleep(0.01)


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


async def test_an_answer_that_hangs_holds_up_nobody_else(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        wire.slack.here.faults.add("chat.postMessage", faults.late(1.5))
        await wire.slack.command("maya", "/mentor", "@leo")
        asking = asyncio.create_task(wire.submit("maya", role="mentee"))
        await until(lambda: bot(wire).heart.sender.flights.any)
        await wire.slack.post("ruth", "hello")
        await until(lambda: len(wire.inbox("ruth")) > 1)
        assert times_asked(wire) == 0
        await asking
        assert times_asked(wire) == 1


async def test_a_message_is_let_go_when_half_its_lease_is_gone_before_it_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with begin(tmp_path) as wire:
        deps = bot(wire).deps
        usual, message = deps.slack, Sender._send

        async def late(workspace_id: str) -> Any:
            wire.slack.here.clock.set(wire.now + timedelta(seconds=31))
            return await usual(workspace_id)

        async def send(sender: Sender, *given: Any) -> None:
            deps.slack = late  # type: ignore[method-assign]
            try:
                await message(sender, *given)
            finally:
                deps.slack = usual  # type: ignore[method-assign]

        with monkeypatch.context() as patch:
            patch.setattr(Sender, "_send", send)
            await invite(wire)
            assert times_asked(wire) == 0
            assert set(await states(wire)) == {"planned"}
        await wire.turn(wire.now + timedelta(minutes=1))
        assert times_asked(wire) == 1


async def test_what_is_under_way_when_the_bot_ends_is_looked_for_later(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        limits = replace(bot(wire).deps.limits, ending_seconds=0.1)
        bot(wire).deps.limits = limits
        wire.slack.here.faults.add("chat.postMessage", faults.late(1, after=True))
        await wire.slack.command("maya", "/mentor", "@leo")
        asking = asyncio.create_task(wire.submit("maya", role="mentee"))
        await until(lambda: times_asked(wire) > 0)
        await bot(wire).heart.stop()
        assert "unsure" in await states(wire)
        await asking
    async with begin(tmp_path) as wire:
        await look(wire, timedelta(seconds=90))
        assert "unsure" not in await states(wire)
        assert times_asked(wire) == 1


async def test_what_is_known_is_kept_until_the_database_takes_it(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        database = bot(wire).deps.database
        refused: list[Any] = []
        usual = database.run

        def full(work: Any) -> Any:
            if "Marks" in work.__qualname__ and len(refused) < 2:
                refused.append(work)
                raise OperationalError("commit", None, Exception("disk is full"))
            return usual(work)

        database.run = full  # type: ignore[method-assign]
        await invite(wire)
        assert len(refused) == 2
        assert times_asked(wire) == 1
        assert "sending" not in await states(wire)


async def test_a_look_that_fails_holds_up_no_other(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await lose_two(wire)
        wire.slack.here.faults.add("conversations.history", faults.broken())
        await look(wire, timedelta(seconds=90))
        assert await unsure(wire) == 1
        await look(wire, timedelta(seconds=10))
        assert await unsure(wire) == 0
        assert [times_told(wire, who) for who in ("ruth", "leo")] == [1, 1]


async def test_a_look_that_meets_a_429_is_the_last_for_now(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await lose_two(wire)
        wire.slack.here.faults.add("conversations.history", faults.ratelimited(5))
        await look(wire, timedelta(seconds=90))
        assert await unsure(wire) == 2


async def lose_two(wire: Wire) -> None:
    """Let the answers to what two people are told be lost, once it is there."""
    wire.slack.here.faults.add("chat.postMessage", *[faults.broken(after=True)] * 2)
    for who in ("ruth", "leo"):
        await wire.slack.post(who, "hello")
        await wire.calm()
    assert await unsure(wire) == 2


def times_told(wire: Wire, who: str) -> int:
    """Give how many messages of the bot's somebody has."""
    return sum(message["user"] != wire.slack.who(who).id for message in wire.inbox(who))


async def unsure(wire: Wire) -> int:
    """Give how many prompts may have been posted."""
    rows: list[str] = await bot(wire).deps.database.read(
        lambda tx: list(tx.exec(select(Prompt.id).where(Prompt.state == "unsure")).all())
    )
    return len(rows)


async def test_a_file_whose_answer_was_lost_is_not_posted_again(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await invite(wire)
        await wire.click("leo", ASKED, "Yes")
        deps = bot(wire).deps
        for after in (True, False):
            errand = await deps.database.write(plan_file)
            lead = await deps.database.read(answered)
            file = Upload("year.txt", b"our year", str(lead.channel), str(lead.ts))
            call = Call(errand.id, errand.workspace_id, "U0LEO", "upload")
            wire.slack.here.faults.add("files.completeUploadExternal", faults.broken(after))
            with pytest.raises(SlackApiError):
                await upload(deps, call, file)
            [begun] = await deps.database.read(files_begun)
            await upload(deps, call, replace(file, file_id=begun))
            await deps.database.write(lambda tx: tx.execute(delete(Errand)))
        assert len([message for message in wire.inbox("leo") if message.get("files")]) == 2


def answered(tx: Session) -> Prompt:
    """Give the invitation that was answered."""
    return tx.exec(select(Prompt).where(Prompt.kind == "A7", Prompt.state == "answered")).one()


def files_begun(tx: Session) -> list[str]:
    """Give what Slack calls the files that were about to be shown."""
    return [row.about["file_id"] for row in tx.exec(select(Errand)) if "file_id" in row.about]


def plan_file(tx: Session) -> Errand:
    """Plan an errand that never comes due."""
    lead, never = answered(tx), datetime(2999, 1, 1, tzinfo=UTC)
    errand = Errand(
        workspace_id=lead.workspace_id, person_id=lead.person_id, kind="file", due_at=never
    )
    tx.add(errand)
    tx.flush()
    return errand
