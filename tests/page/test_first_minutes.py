"""A newcomer's first ten minutes: the real bot, in the page, by click, key and thread."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from icalendar import Calendar
from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.page.conftest import LONG_SECONDS, NARROW, WIDE, shown
from tests.page.test_accessibility import grave
from tests.wire import Wire, begin

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    """The workspace with the unchanged bot in it."""
    async with begin(tmp_path) as wire:
        wire.slack.here.sockets.ack_seconds = LONG_SECONDS
        yield wire


@pytest_asyncio.fixture(loop_scope="session")
async def seat(browser: BrowserContext, wire: Wire) -> AsyncIterator[Page]:
    """The page, in nobody's seat yet; an error in its console fails the test."""
    page = await browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(1000 * LONG_SECONDS)
    yield page
    await page.close()
    assert errors == []


async def sit(page: Page, wire: Wire, who: str, more: str = "") -> None:
    """Take somebody's seat, in their DM with the bot; what is drawn then is theirs."""
    await page.goto(f"{wire.slack.url}/#as={who}{more}")
    seat = page.locator(f".seat[data-seat='{wire.slack.who(who).id}']")
    await expect(seat).to_have_attribute("aria-current", "true")


async def type_in(page: Page, text: str) -> None:
    """Type into the composer and send, with the keyboard alone."""
    box = page.get_by_label("Message to Second Coffee")
    await box.wait_for()
    await box.press_sequentially(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


async def press(page: Page, label: str) -> None:
    """Click the newest button of that name under a message."""
    await page.locator("#room").get_by_role("button", name=label).last.click()


def form(page: Page, name: str) -> Locator:
    """The form of that title."""
    return page.get_by_role("dialog", name=name)


def calendar(path: Path) -> Calendar:
    """The calendar in a file."""
    return Calendar.from_ical(path.read_bytes())


async def answer_in_thread(page: Page, words: str, *lines: str) -> None:
    """Reply in the thread of the newest message with these words."""
    message = page.locator("#room .message").filter(has_text=words).last
    await message.get_by_role("link", name="Reply in thread").click()
    for line in lines:
        box = page.get_by_label("Reply in thread").last
        await box.fill(line)
        await box.press("Enter")
        await page.get_by_role("complementary", name="Thread").get_by_text(line).first.wait_for()


async def pair_up(page: Page, wire: Wire) -> None:
    """Maya types the command and fills the form; Leo says yes."""
    await sit(page, wire, "maya")
    await type_in(page, "/mentor @leo")
    await form(page, "Set up a pair").get_by_label("mentee").first.check()
    await form(page, "Set up a pair").get_by_role("button", name="Ask").click()
    await expect(form(page, "Second Coffee")).to_contain_text("I've asked Leo")
    await form(page, "Second Coffee").get_by_role("button", name="OK").click()
    await sit(page, wire, "leo")
    await press(page, "Yes")
    await expect(page.locator("#room")).to_contain_text("You both said yes")


async def test_a_pair_is_formed_and_set_up_by_click_form_and_thread(seat: Page, wire: Wire) -> None:
    await seat.set_viewport_size(WIDE)
    await pair_up(seat, wire)
    await press(seat, "Set it up")
    await answer_in_thread(seat, "Help Maya know you", "I began in a bakery", "done")
    await expect(seat.locator("#room")).to_contain_text("What do you hope to learn")
    await sit(seat, wire, "maya")
    await press(seat, "Set it up")
    await press(seat, "Tell them in person")
    await press(seat, "Write goals")
    goals = seat.get_by_role("dialog")
    first = goals.get_by_role("textbox").first
    await first.fill("🎉")
    await goals.get_by_role("button", name="Save").click()
    await expect(goals).to_contain_text("only emoji")
    await expect(first).to_have_value("🎉")
    assert await grave(seat) == []
    await first.fill("Decide whether to stay in data work")
    await goals.get_by_role("button", name="Save").click()
    await expect(seat.locator("#room")).to_contain_text("Your goals are kept")
    await expect(seat.locator("#room")).to_contain_text("How often, how long")


async def test_a_session_is_offered_taken_and_put_in_the_calendar(seat: Page, wire: Wire) -> None:
    await seat.set_viewport_size(WIDE)
    await pair_up(seat, wire)
    await sit(seat, wire, "maya")
    for _ in range(4):
        if wire.heard("maya", "Inviting is your part"):
            break
        async with seat.expect_request_finished(lambda each: each.url.endswith("/page/clock")):
            await seat.get_by_role("button", name="Next thing").click()
        await wire.calm()
    await press(seat, "Make the invite")
    times = seat.get_by_role("dialog")
    await times.get_by_label("First time").fill("2027-01-05T15:00")
    await times.get_by_role("button", name="Send").click()
    await expect(times).to_contain_text("passed")
    await times.get_by_label("First time").fill("2027-01-21T15:00")
    await times.get_by_role("button", name="Send").click()
    await expect(times).to_have_count(0)
    await wire.turn_until("leo", "offers these times")
    await sit(seat, wire, "leo")
    await press(seat, "Thu, Jan 21")
    await expect(seat.locator("#room")).to_contain_text("3:00 PM (London)")
    await seat.locator("#room").get_by_role("link", name="1 reply").last.click()
    async with seat.expect_download() as started:
        await seat.get_by_role("link", name="session-1.ics").click()
    [event] = calendar(await (await started.value).path()).walk("VEVENT")
    assert event["SEQUENCE"] == 0
    await sit(seat, wire, "leo", "&panel=timeline")
    timeline = seat.get_by_role("complementary", name="Timeline")
    await timeline.get_by_role("link").filter(has_text="Choose a time").click()
    await expect(seat.locator("#room")).to_contain_text("offers these times")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_what_the_bot_shows_is_accessible(
    seat: Page, wire: Wire, theme: Any, size: Any
) -> None:
    await wire.command("maya", "/mentor", "@leo")
    await wire.submit("maya", role="mentee")
    await wire.click("leo", "Shall I look after the dates", "Yes")
    await wire.click("maya", "five minutes of setup", "Set it up")
    await wire.reply("maya", "Help Leo know you", "Physics, then data")
    asked = wire.find("maya", "Help Leo know you")
    await seat.emulate_media(color_scheme=theme, reduced_motion="reduce")
    await seat.set_viewport_size(size)
    found = {}
    places = {
        "dm": "",
        "thread": f"&thread={asked['ts']}",
        "timeline": "&panel=timeline",
        "home": "&tab=home",
    }
    for name, place in places.items():
        await sit(seat, wire, "maya", f"&in=D0MAYA001{place}")
        await shown(seat, place)
        found[name] = await grave(seat)
        wide = await seat.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} scrolls sideways"
    assert found == {name: [] for name in places}
