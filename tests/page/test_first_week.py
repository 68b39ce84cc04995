"""The days after: by the keyboard alone, on a phone, another time for a session, both Homes."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import NARROW
from tests.page.test_accessibility import grave
from tests.page.test_first_minutes import answer_in_thread, calendar, form, press, seat, sit, wire
from tests.wire import Wire

__all__ = ["seat", "wire"]

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = int(datetime(2027, 1, 21, 15, tzinfo=UTC).timestamp())


async def paired(wire: Wire) -> None:
    """Both have said yes, and Maya has begun her setup."""
    await wire.command("maya", "/mentor", "@leo")
    await wire.submit("maya", role="mentee")
    await wire.slack.close("maya", wire.view("maya")["id"])
    await wire.click("leo", "Shall I look after the dates", "Yes")
    await wire.click("maya", "five minutes of setup", "Set it up")


async def booked(wire: Wire) -> None:
    """They are to meet on a Thursday."""
    await paired(wire)
    await wire.turn_until("maya", "Inviting is your part")
    await wire.click("maya", "Inviting is your part", "Make the invite")
    await wire.submit("maya", first=ASKED)
    await wire.turn_until("leo", "offers these times")
    await wire.click("leo", "offers these times", "Thu, Jan 21, 10:00 AM")


async def test_the_keyboard_alone_fills_a_form_and_keeps_what_is_too_long(
    seat: Page, wire: Wire
) -> None:
    await paired(wire)
    await seat.set_viewport_size(NARROW)
    await sit(seat, wire, "maya")
    await seat.get_by_role("button", name="Fill in my card").focus()
    await seat.keyboard.press("Enter")
    card = form(seat, "Your card")
    path = card.get_by_label("Your path so far")
    await expect(path).to_be_focused()
    await seat.keyboard.insert_text("x" * 3001)
    await seat.keyboard.press("Control+Enter")
    await expect(path).to_be_focused()
    await expect(card).to_contain_text("3000 characters at most, please. This has 3001.")
    await expect(path).to_have_value("x" * 3001)
    assert await grave(seat) == []
    await seat.keyboard.press("Backspace")
    for _ in range(3):
        await seat.keyboard.press("Tab")
    await seat.keyboard.type("Questions first")
    await seat.keyboard.press("Control+Enter")
    await expect(card).to_have_count(0)
    await expect(seat.locator("#room")).to_contain_text("Your card is kept")


async def test_another_time_brings_a_newer_calendar_file(seat: Page, wire: Wire) -> None:
    await booked(wire)
    await wire.turn_until("maya", "You meet Leo")
    await sit(seat, wire, "maya")
    await press(seat, "Move it")
    how = form(seat, "Move it")
    await how.get_by_label("Two other times").check()
    await how.get_by_role("button", name="Go on").click()
    times = form(seat, "Two other times")
    await times.get_by_label("First time").fill("2027-01-22T16:00")
    await times.get_by_role("button", name="Send").click()
    await expect(seat.get_by_role("dialog").last).to_contain_text("Until then your session stays")
    await seat.keyboard.press("Escape")
    await wire.turn_until("leo", "needs to move your session")
    await sit(seat, wire, "leo")
    await press(seat, "Fri, Jan 22, 11:00 AM")
    moved = seat.locator("#room .message").filter(has_text="Your session with Maya moved")
    await moved.last.get_by_role("link", name="1 reply").click()
    thread = seat.get_by_role("complementary", name="Thread")
    async with seat.expect_download() as started:
        await thread.get_by_role("link", name="session-1.ics").click()
    [event] = calendar(await (await started.value).path()).walk("VEVENT")
    assert event["SEQUENCE"] == 1
    assert event["DTSTART"].to_ical() == b"20270122T160000Z"


async def test_home_shows_each_of_them_their_own_side(seat: Page, wire: Wire) -> None:
    await booked(wire)
    await sit(seat, wire, "maya", "&tab=home")
    home = seat.locator("#room")
    await expect(home).to_contain_text("You meet next: Thu 21 Jan, 15:00 (London), 10:00")
    await home.get_by_role("button", name="Note something").click()
    await seat.get_by_role("dialog").get_by_label("What did Leo suggest?").fill("Ask for the brief")
    await seat.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(form(seat, "Second Coffee")).to_contain_text("Ask for the brief")
    await seat.keyboard.press("Escape")
    await sit(seat, wire, "leo", "&tab=home")
    await expect(home).to_contain_text("Thu, Jan 21, 10:00 AM (New York), 3:00 PM")
    await expect(home).not_to_contain_text("Ask for the brief")


async def test_a_topic_typed_in_the_thread_is_kept(seat: Page, wire: Wire) -> None:
    await booked(wire)
    await wire.turn_until("maya", "What one thing would make it worth it")
    await sit(seat, wire, "maya")
    await answer_in_thread(seat, "What one thing would make it worth it", "Should I ask to lead?")
    await expect(seat.locator("#room")).to_contain_text("Your topic is first on the agenda")
