"""The play, over the wire: scripted people live months on the unchanged bot, until told to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio

from playground import phrases, playing
from playground.casts import Cast, Pair, Part, read
from playground.players import Player
from playground.playing import Playing
from playground.sockets import Unanswered
from playground.tempers import TEMPERS, Temper
from tests.wire import Wire, begin, buttons

DILIGENT = Part(TEMPERS["diligent"])
PAIR = (Pair("maya", "leo", 0),)
TWO = Cast({"maya": DILIGENT, "leo": DILIGENT}, PAIR)


@pytest_asyncio.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    """A workspace in which nothing has happened yet."""
    async with begin(tmp_path) as wire:
        yield wire


async def live(wire: Wire, months: float, cast: Cast = TWO) -> Playing:
    """Play to the end."""
    play = Playing(wire.slack, cast)
    play.start(months)
    await play.ended()
    return play


async def months_pass(wire: Wire, play: Playing, months: int) -> None:
    """Let the play run until it has come so far, and press Pause."""
    until = wire.now + timedelta(days=30 * months)
    while wire.now < until:
        assert play.on
        await asyncio.sleep(0.01)
    await play.stop()


async def test_a_diligent_pair_meets_notes_and_trades_in_its_first_months(wire: Wire) -> None:
    before = wire.now
    await live(wire, 2.5)
    assert wire.now == before + 2.5 * playing.MONTH
    for words in (
        "You both said yes",
        "Your goals are kept",
        "You both chose every 2 months",
        "Offered to Leo",
        "Noted. Only the lines you chose to share go to Leo",
        "You've read Leo's notes",
    ):
        assert words in wire.said("maya"), words
    for words in ("You meet on", "You've seen the one-pager", "You've read Maya's notes"):
        assert words in wire.said("leo"), words
    assert wire.said("maya").count("Noted. Only the lines") >= 2
    assert not wire.slack.views("maya")
    assert wire.slack.here.records.count_unread(wire.slack.who("maya").id) < 6


async def test_pause_stops_everything_and_play_goes_on_from_there(wire: Wire) -> None:
    play = Playing(wire.slack, TWO)
    play.start(12)
    await months_pass(wire, play, 1)
    then, said = wire.now, wire.said("maya")
    await asyncio.sleep(0.2)
    assert (wire.now, wire.said("maya"), play.on) == (then, said, False)
    await wire.command("maya", "/mentor-goals")
    await wire.slack.close("maya", wire.view("maya"))
    play.start(1)
    await play.ended()
    assert wire.now == then + playing.MONTH
    assert wire.said("maya").startswith(said[:200])
    assert wire.said("leo").count("Shall I look after the dates") == 1


async def test_a_pair_the_visitor_made_by_hand_is_not_begun_again(wire: Wire) -> None:
    await wire.command("maya", "/mentor", "@leo")
    await wire.submit("maya", role="mentee")
    await wire.slack.close("maya", wire.view("maya"))
    await live(wire, 0.5)
    assert wire.said("leo").count("Shall I look after the dates") == 1
    assert "You both said yes" in wire.said("maya")


async def test_a_play_comes_to_its_end_before_the_bot_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with begin(tmp_path / "closed") as wire:
        play = wire.slack.playing
        play.start(12)
        while "You both said yes" not in wire.said("maya"):
            assert play.on
            await asyncio.sleep(0.01)
        caplog.clear()
    graves = [each for each in caplog.records if each.levelno > logging.INFO]
    assert (play.on, graves) == (False, [])


async def test_a_form_the_visitor_has_open_is_left_alone(wire: Wire) -> None:
    await wire.command("maya", "/mentor", "@leo")
    form = wire.view("maya")["id"]
    await live(wire, 0.5)
    assert wire.view("maya")["id"] == form
    assert wire.inbox("leo") == []


async def test_a_page_opened_meanwhile_shows_none_of_the_forms_in_hand(wire: Wire) -> None:
    async with aiohttp.ClientSession(wire.slack.url) as page:

        async def seen() -> int:
            state = await (await page.get("/page/state", params={"as": "maya"})).json()
            return len(state["views"])

        with wire.slack.here.streams.hushed(wire.slack.who("maya").id):
            await wire.command("maya", "/mentor", "@leo")
            assert (len(wire.slack.views("maya")), await seen()) == (1, 0)
        assert await seen() == 1


async def test_a_play_goes_on_when_the_bot_does_not_answer_in_time(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, ask = ["slash_commands", "interactive"], wire.slack.here.sockets.ask

    async def perhaps(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        if kind in lost:
            lost.remove(kind)
            raise Unanswered("no acknowledgement in time")
        return await ask(kind, payload)

    monkeypatch.setattr(wire.slack.here.sockets, "ask", perhaps)
    before = wire.now
    await live(wire, 0.5)
    assert (lost, wire.now, wire.slack.views("maya")) == ([], before + playing.MONTH / 2, [])
    assert wire.said("leo").count("Shall I look after the dates") == 1
    assert "You both said yes" in wire.said("maya")


async def test_one_who_leaves_has_their_account_closed_and_the_others_go_on(wire: Wire) -> None:
    leaving = Part(Temper(acts=0.95, first=0.97, fills=1, wanders=0, leaves=1))
    await live(wire, 2, Cast({"maya": leaving, "leo": DILIGENT}, PAIR))
    maya = wire.slack.here.records.person("maya")
    assert maya is not None
    assert maya.deleted
    last = float(list(wire.slack.messages(maya.id))[-1]["ts"])
    assert datetime.fromtimestamp(last, UTC) < wire.now - timedelta(days=29)


async def test_a_part_can_turn_silent_after_some_months(wire: Wire) -> None:
    silent = Part(DILIGENT.temper, Temper(acts=0, first=0, fills=0, wanders=0), 1)
    await live(wire, 2, Cast({"maya": DILIGENT, "leo": silent}, PAIR))
    assert "You both said yes" in wire.said("maya")
    assert buttons(wire.inbox("leo")[-1])
    assert wire.slack.here.records.count_unread(wire.slack.who("leo").id) >= 2


async def test_the_page_can_play_and_pause_and_turns_no_clock_meanwhile(wire: Wire) -> None:
    async with aiohttp.ClientSession(wire.slack.url) as page:
        who = {"as": "maya"}
        stream = await page.get("/page/stream", params=who)
        told = await (await page.post("/page/play", json={**who, "on": True})).json()
        assert told["on"]
        refused = await page.post("/page/clock", json={**who, "to": "day"})
        assert refused.status == 400
        assert "Press Pause first" in (await refused.json())["error"]
        state = await (await page.get("/page/state", params=who)).json()
        assert state["playing"] == told
        told = await (await page.post("/page/play", json={**who, "on": False})).json()
        assert not told["on"]
        assert (await page.post("/page/clock", json={**who, "to": "day"})).status == 200
        stream.close()


async def test_a_play_that_nobody_watches_any_more_ends(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "ALONE_SECONDS", 0.1)
    before = wire.now
    play = Playing(wire.slack, TWO)
    play.start(12, watched=True)
    await play.ended()
    assert wire.now < before + timedelta(days=200)


@pytest.mark.parametrize("handle", ["maya", "leo", "aroha", "bea"])
async def test_people_look_into_slack_in_their_own_working_day(wire: Wire, handle: str) -> None:
    await wire.command("ines", "/mentor", f"@{handle}")
    await wire.submit("ines", role="mentee")
    await wire.slack.close("ines", wire.view("ines"))
    await wire.turn_until(handle, "Shall I look after the dates")
    who = wire.slack.who(handle)
    for seed in range(40):
        random = Random(seed)  # noqa: S311
        pen = phrases.Pen(random, phrases.read())
        player = Player(wire.slack, who, TEMPERS["forgetful"], random, pen)
        now = wire.now + timedelta(hours=random.randrange(200))
        at = player.next_look(now)
        assert at is not None
        local = at.astimezone(ZoneInfo(who.tz))
        assert at > now
        assert local.weekday() < 5
        assert 8 <= local.hour < 18


def test_the_cast_lives_in_the_company(wire: Wire) -> None:
    cast = read()
    people = wire.slack.here.records
    assert all(people.person(handle) for handle in cast.parts)
    assert {name for pair in cast.pairs for name in (pair.asks, pair.mentor)} == set(cast.parts)
    first = [each.handle for each in people.company.people][:3]
    assert first == ["maya", "leo", "ines"]
