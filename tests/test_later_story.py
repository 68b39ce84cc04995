"""What comes after the first months, over the wire: breaks, doubts, endings and new rounds."""

from collections.abc import AsyncIterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from tests import databases
from tests.lived import GOAL, PRIVATE, STEP, at, home, lived, meet, tap, tap_home, with_label
from tests.test_story import files, pair_up
from tests.wire import Wire, begin, buttons

END = at(7, 12, 18)


@pytest.fixture(scope="module")
def shelf() -> Path:
    """Give the folder in which pairs are kept as far as they have come."""
    return databases.lasting("lived")


@pytest_asyncio.fixture
async def wire(request: pytest.FixtureRequest, shelf: Path, tmp_path: Path) -> AsyncIterator[Wire]:
    """Give a copy of the pair a test names."""
    async with lived(request.param, shelf, tmp_path) as wire:
        yield wire


def of(stage: str) -> pytest.MarkDecorator:
    """Let a test begin with a pair that has come so far."""
    return pytest.mark.parametrize("wire", [stage], indirect=True, ids=[""])


async def test_two_steps_apart_on_the_rhythm_opens_the_first_talk(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await pair_up(wire)
        for person, every in (("maya", "month"), ("leo", "three_months")):
            await wire.command(person, "/mentor-rhythm")
            assert await wire.submit(person, every=every) == {}
        await tap(wire, "maya", "Let's talk first")
        await tap(wire, "leo", "Try it")
        await wire.turn(at(1, 26, 12))
        await meet_first(wire)
        assert "How often suits us" in str(wire.view("leo"))


async def meet_first(wire: Wire) -> None:
    """Book the first talk, and open the one-pager the day before."""
    await wire.command("maya", "/mentor-book")
    await wire.submit("maya", first=int(at(2, 4).timestamp()))
    await tap(wire, "leo", buttons(await with_label(wire, "leo", "None of these"))[0])
    await tap(wire, "leo", "See the one-pager")


@of("met once")
async def test_a_break_keeps_steps_and_notes_and_one_tap_ends_it(wire: Wire) -> None:
    await wire.command("maya", "/mentor-pause")
    assert await wire.submit("maya", until="2_weeks") == {}
    assert "On a break until 4 February" in await home(wire, "maya")
    await wire.turn_until("leo", "Maya is taking a break from sessions until February 4")
    await wire.turn_until("maya", "Welcome back")
    assert wire.now.date() >= at(2, 4).date()
    await wire.click("maya", "Welcome back", "Book a time")
    assert await wire.submit("maya", first=int((wire.now + timedelta(9)).timestamp())) == {}
    await wire.turn_until("leo", "The break is over")
    shown = await home(wire, "maya")
    assert STEP in shown
    assert "On a break" not in shown
    await tap_home(wire, "maya", "More", "Our year")
    assert "Ask for the brief first" in str(wire.view("maya"))


@of("met twice")
async def test_doubts_reach_the_agenda_without_a_name(wire: Wire) -> None:
    for person in ("maya", "leo"):
        await wire.turn_until(person, "is this a good fit")
    await wire.click("maya", "is this a good fit", "Not really")
    await tap(wire, "maya", "Talk it over")
    await wire.click("leo", "is this a good fit", "Mostly")
    await tap(wire, "leo", "Clearer goals")
    for person in ("maya", "leo"):
        await tap_home(wire, person, "One-pager")
        page = str(wire.view(person))
        assert "How is this working for us" in page
        assert "Clearer goals" in page
    assert "Not really" not in wire.said("leo")
    assert "Mostly a good fit" not in wire.said("maya")


@of("met twice")
async def test_what_is_over_stays_as_it_was_said(wire: Wire) -> None:
    for person in ("maya", "leo"):
        assert "has moved" not in wire.said(person)
        booked = [each for each in wire.inbox(person) if "The calendar file is in" in each["text"]]
        assert [buttons(each) for each in booked] == [[]] * len(booked)


@of("met once")
async def test_a_last_talk_comes_before_the_other_is_told(wire: Wire) -> None:
    await tap_home(wire, "maya", "More", "Leave kindly", "Last talk first")
    assert "the last one" in await home(wire, "maya")
    assert "last" not in (await home(wire, "leo")).lower().replace("lasts", "")
    await wire.turn(at(2, 4))
    await meet(wire, at(2, 15))
    await wire.turn_until("maya", "Your last talk with Leo is held")
    await wire.turn_until("leo", "Maya is bringing your mentoring to a close")


@of("met once")
async def test_leaving_at_once_is_told_kindly_and_answered_with_thanks(wire: Wire) -> None:
    await tap_home(wire, "leo", "More", "Leave kindly", "Please tell them")
    await wire.turn_until("maya", "Leo is bringing your mentoring to a close")
    assert wire.now < at(1, 26)
    await wire.click("maya", "to a close", "Send a thank-you")
    assert await wire.submit("maya", note="Thank you for the map you drew me.") == {}
    await wire.turn_until("leo", "the map you drew me")


@of("closing")
async def test_two_who_want_another_year_begin_a_round_with_a_fresh_look(wire: Wire) -> None:
    await tap(wire, "maya", "Another year")
    assert "Another year" not in str(wire.find("leo", "After July 12, 2027")["text"])
    await tap(wire, "leo", "Another year")
    for person in ("maya", "leo"):
        await wire.turn_until(person, "You both chose another year")
        await wire.turn_until(person, "would you like a fresh look")
        assert "until 12 July 2028" in await home(wire, "maya")
    await tap(wire, "maya", "They still fit")
    assert "After July 12, 2027, what would you like" in wire.said("leo")
    assert "After July 12, 2028" not in wire.said("leo")


@of("closing")
async def test_renewing_takes_two_and_the_year_can_be_saved(wire: Wire) -> None:
    await tap(wire, "maya", "Another year")
    await tap(wire, "leo", "Finish well")
    for person in ("maya", "leo"):
        await wire.turn_until(person, "the plan for now is to finish well")
        assert "Another year, you said" not in wire.said("leo")
    await wire.turn(END + timedelta(days=3))
    await tap(wire, "leo", "Save our year")
    page = await saved(wire, "leo")
    assert GOAL in page.words
    for hers_alone in (PRIVATE, STEP, "Another year"):
        assert hers_alone not in page.words
    assert page.open == []
    await tap(wire, "maya", "Save our year")
    page = await saved(wire, "maya")
    for hers in (GOAL, PRIVATE, STEP):
        assert hers in page.words
    assert "until 12 July 2027" in await home(wire, "maya")
    assert "until July 12, 2027" in await home(wire, "leo")


class Reading(HTMLParser):
    """The words of a page, and the elements that were never closed."""

    ALONE = ("meta", "line", "circle", "path", "br")

    def __init__(self) -> None:
        super().__init__()
        self.words, self.open = "", list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what has to be closed."""
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take what was opened last, which this closes."""
        assert tag in self.ALONE or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words += data


async def saved(wire: Wire, person: str) -> Reading:
    """Read the last file somebody got, as a browser would."""
    file = files(wire, person)[-1]
    assert file["name"].endswith(".html")
    who = wire.slack.who(person).id
    url = f"{wire.slack.url}/files/{file['id']}/{file['name']}?as={who}"
    page = Reading()
    async with ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        page.feed(await answer.text())
    return page


@of("career closing")
async def test_a_silent_career_pair_keeps_in_touch_and_starts_again(wire: Wire) -> None:
    for person in ("maya", "leo"):
        await wire.turn_until(person, "the plan for now is twice a year")
        await wire.click(person, "the plan for now is twice a year", "OK")
    await wire.turn_until("maya", "A hello, or a coffee")
    await wire.turn_until("leo", "A hello, or a coffee")
    assert wire.now >= at(1, 11, year=2028)
    await tap(wire, "maya", "Send a hello")
    assert await wire.submit("maya", note="How did the move go?") == {}
    await wire.turn_until("leo", "How did the move go?")
    await tap(wire, "leo", "Skip")
    await tap_home(wire, "maya", "Start again")
    await tap(wire, "leo", "Yes, start again")
    await wire.turn_until("maya", "A new round with Leo runs until")
    assert "No date yet" in await home(wire, "leo")


@of("met once")
async def test_an_account_that_comes_back_in_time_finds_all_as_it_was(wire: Wire) -> None:
    await wire.slack.deactivate("leo")
    await wire.calm()
    await wire.turn_until("maya", "Leo's Slack account is no longer active")
    assert wire.now < at(1, 23)
    await wire.click("maya", "no longer active", "We're in touch")
    assert "I ask once a year" in await home(wire, "maya")
    await wire.turn("week")
    await wire.slack.activate("leo")
    await wire.calm()
    assert "everything goes on" in wire.said("maya")
    for person in ("maya", "leo"):
        assert "No date yet: due around" in await home(wire, person)
    await wire.turn_until("maya", "around Wednesday 17 February")


@of("met once")
async def test_a_change_can_bring_a_talk_every_three_weeks(wire: Wire) -> None:
    await tap_home(wire, "maya", "Something changed", "New job or role")
    assert await wire.submit("maya", line="It starts in March.") == {}
    await wire.click_in_view("maya", "Both")
    assert "It starts in March." in str(wire.view("maya"))
    assert "March" not in wire.said("leo")
    await wire.click_in_view("maya", "Send")
    await wire.turn_until("leo", "every 3 weeks for 3 months")
    assert "It starts in March." in wire.find("leo", "every 3 weeks for 3 months")["text"]
    await tap(wire, "leo", "Yes")
    await wire.turn_until("maya", "Leo said yes: every 3 weeks until")
    assert "Rhythm: every 3 weeks until" in await home(wire, "leo")


@of("met twice")
async def test_half_way_each_reads_the_other_only_once_both_have_answered(wire: Wire) -> None:
    await wire.turn(at(3, 20))
    await meet(wire, at(4, 8))
    for person in ("maya", "leo"):
        await wire.turn_until(person, "You're half-way")
        await wire.click(person, "You're half-way", "Answer")
        asked = [each for each in wire.view(person)["blocks"] if each["type"] == "input"]
        lines = [each for each in asked if each["element"]["type"] == "plain_text_input"]
        said = {each["block_id"]: f"{person} on {each['block_id']}" for each in lines}
        assert await wire.submit(person, **said) == {}
        if person == "maya":
            assert "maya on" not in wire.said("leo") + await home(wire, "leo")
    await tap(wire, "leo", "Add to agenda")
    assert "maya on" in str(wire.view("leo"))
