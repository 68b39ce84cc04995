"""Seats, unread marks, the clock, the timeline, and the page on a phone."""

import pytest
from playwright.async_api import Page, expect

from playground.companion import Entry
from tests.page.conftest import NARROW, START, Stage, shown, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_each_seat_has_its_own_time_and_unread_mark(page: Page, stage: Stage) -> None:
    await stage.playground.command("leo", "/mentor", "all")
    leo = page.get_by_role("link", name="Leo mentor")
    await expect(leo).to_contain_text("04:00")
    await expect(leo).to_contain_text("1 unread")
    await expect(page.get_by_role("link", name="Ines organizer")).to_contain_text("14:30")
    await leo.click()
    await expect(page.locator(".message")).to_have_count(1)
    await page.get_by_role("link", name="Maya mentee").click()
    await expect(leo).not_to_contain_text("unread")


async def test_the_others_are_under_more(page: Page) -> None:
    await page.get_by_role("button", name="More").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Aroha Ngata")).to_be_focused()
    assert await page.get_by_role("menuitem", name="Sam Field").count() == 0
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("You are Aroha Ngata")).to_be_visible()


async def test_the_clock_turns_and_says_what_is_next(page: Page, stage: Stage) -> None:
    clock = page.get_by_role("contentinfo")
    await expect(clock).to_contain_text("Mon, 2 Mar 2026")
    follow = page.get_by_role("button", name="Next thing")
    await expect(follow).to_contain_text("Wed 4 Mar, 10:00")
    await follow.click()
    await expect(clock).to_contain_text("Wed, 4 Mar 2026")
    await page.get_by_role("button", name="+1 week").click()
    await expect(clock).to_contain_text("Wed, 11 Mar 2026")
    assert (stage.playground.here.now() - START).days == 9


async def test_the_timeline_leads_to_a_message_in_another_seat(page: Page, stage: Stage) -> None:
    await stage.playground.command("leo", "/mentor", "all")
    ts = stage.playground.messages("leo")[0]["ts"]
    entry = Entry(START, "U0LEO0001", "Asked Leo whether to begin", "A7", True, "D0LEO0001", ts)
    stage.plans.done.append(entry)
    await page.get_by_role("button", name="Timeline").click()
    timeline = page.get_by_role("complementary", name="Timeline")
    await expect(timeline).to_contain_text("Did you meet?")
    await timeline.get_by_role("link", name="Asked Leo whether to begin").click()
    await expect(page.get_by_text("You are Leo Martinez")).to_be_visible()
    await expect(page.locator(f"[data-ts='{ts}']")).to_be_focused()
    await expect(timeline).to_be_visible()


async def test_the_page_comes_back_after_a_gap_and_knows_what_it_missed(
    page: Page, stage: Stage
) -> None:
    await until(lambda: stage.playground.here.streams.open_count == 1)
    stage.playground.here.streams.stop()
    await stage.playground.command("maya", "/mentor", "hostile")
    await expect(page.locator(".message")).to_have_count(1)


async def test_nothing_is_wider_than_a_phone(page: Page, stage: Stage) -> None:
    await page.set_viewport_size(NARROW)
    await stage.playground.command("maya", "/mentor", "all")
    wide = """() => [...document.querySelectorAll('body *')].filter(each => {
        const box = each.getBoundingClientRect();
        return box.width && !each.closest('.sr, .skip, .sidebar') && box.right > innerWidth + 1;
    }).map(each => each.outerHTML.slice(0, 120))"""
    for where in ("", "&tab=home", "&panel=timeline"):
        await page.goto(f"{stage.playground.url}/#as=U0MAYA001&in=D0MAYA001{where}")
        await shown(page, where)
        assert await page.evaluate(wide) == []
        assert await page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


async def test_on_a_phone_the_conversations_are_in_a_drawer(page: Page) -> None:
    await page.set_viewport_size(NARROW)
    await expect(page.get_by_role("navigation", name="Conversations")).to_be_hidden()
    await page.get_by_role("button", name="Conversations").click()
    await page.get_by_role("link", name="# general").click()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Conversations")).to_be_hidden()


async def test_the_focus_stays_where_one_was_when_places_change(page: Page) -> None:
    await page.get_by_role("link", name="# general").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()
    await expect(page.get_by_role("link", name="# general")).to_be_focused()
    await page.get_by_role("link", name="Messages").first.click()
    tab = page.get_by_role("main").get_by_role("link", name="Home")
    await tab.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="My mentors")).to_be_visible()
    await expect(tab).to_be_focused()
    await page.get_by_role("link", name="Leo mentor").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("You are Leo Martinez")).to_be_visible()
    await expect(page.get_by_role("link", name="Leo mentor")).to_be_focused()
