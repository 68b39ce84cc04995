"""Watching a year: Play lets the people answer, Pause stops it, and the timeline tells."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import NARROW, WIDE, until
from tests.page.test_accessibility import grave
from tests.page.test_first_minutes import seat, sit, wire
from tests.wire import Wire

__all__ = ["seat", "wire"]

pytestmark = pytest.mark.asyncio(loop_scope="session")


def button(page: Page, name: str) -> Any:
    """A button of the clock's bar."""
    return page.locator("#clock").get_by_role("button", name=name)


async def play_until(page: Page, wire: Wire, then: datetime) -> None:
    """Press Play with the keyboard, wait for an instant to come, and press Pause."""
    await button(page, "Play").focus()
    await page.keyboard.press("Enter")
    await until(lambda: wire.now >= then)
    await expect(button(page, "Pause")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(button(page, "Play")).to_be_focused()


async def test_a_visitor_watches_months_go_by_and_reads_the_timeline(
    seat: Page, wire: Wire
) -> None:
    await seat.set_viewport_size(WIDE)
    await sit(seat, wire, "maya", "&panel=timeline")
    await play_until(seat, wire, datetime(2027, 2, 1, tzinfo=UTC))
    today = f"{wire.now.astimezone(ZoneInfo('Europe/London')):%a, %-d %b %Y}"
    await expect(seat.locator(".clock-day")).to_have_text(today)
    await expect(seat.locator("#announcer")).to_have_text(f"Paused on {today}")
    said, now = wire.said("maya"), wire.now
    assert "Your goals are kept" in said
    assert "Only the lines you chose to share" in said
    line = seat.get_by_role("region", name="Timeline")
    for month in ("January 2027", "February 2027"):
        await expect(line.get_by_role("heading", name=month).first).to_be_attached()
    await seat.get_by_label("Show").select_option(label="Ruth Abrams")
    await expect(line.locator(".line-entry").first).to_contain_text("Ruth Abrams")
    await expect(line.get_by_text("Maya Okafor")).to_have_count(0)
    await seat.get_by_label("Show").select_option(label="Maya Okafor")
    await line.get_by_role("link").filter(has_text="Say whether you and Leo met").first.click()
    await expect(seat.locator("#room .lit")).to_contain_text("Leo")
    assert await grave(seat) == []
    assert (wire.said("maya"), wire.now) == (said, now)


async def test_while_it_plays_no_other_button_turns_the_clock(seat: Page, wire: Wire) -> None:
    await seat.set_viewport_size(WIDE)
    await sit(seat, wire, "maya")
    await button(seat, "Play").click()
    for name in ("Next thing", "+1 day", "+1 week"):
        turner = button(seat, name)
        await expect(turner).to_have_attribute("aria-disabled", "true")
        await expect(turner).to_have_attribute("title", re.compile("Press Pause"))
    await expect(button(seat, "Pause")).to_be_enabled()
    await expect(seat.locator("#room .message").first).to_be_visible()
    await expect(seat.get_by_role("dialog")).to_have_count(0)
    await button(seat, "Pause").click()
    await expect(button(seat, "+1 week")).to_have_attribute("aria-disabled", "false")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_play_can_be_read_by_everybody(
    seat: Page, wire: Wire, theme: Any, size: Any
) -> None:
    await seat.emulate_media(color_scheme=theme, reduced_motion="reduce")
    await seat.set_viewport_size(size)
    await sit(seat, wire, "maya", "&panel=timeline")
    await button(seat, "Play").click()
    await expect(seat.locator(".line-entry.done").first).to_be_attached()
    found = await grave(seat)
    wide = await seat.evaluate("document.documentElement.scrollWidth - innerWidth")
    await button(seat, "Pause").click()
    await expect(button(seat, "Play")).to_be_visible()
    assert (found, await grave(seat), wide) == ([], [], 0)
