"""What arrives while something else is on its way: nothing is lost, nothing older comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, Route, expect

from playground.companion import Entry
from tests.page.conftest import START, Stage, until
from tests.page.gallery import HOME, section

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def held(page: Page, path: str) -> AsyncIterator[asyncio.Event]:
    """Hold the next answer from a path until the block ends; the event says that it was given."""
    given, go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        given.set()
        await go.wait()
        await route.fulfill(response=answer)

    await page.route(f"**/page/{path}*", hold, times=1)
    async with page.expect_request_finished(lambda each: f"/page/{path}" in each.url):
        yield given
        go.set()
    await page.evaluate("() => new Promise(done => setTimeout(done, 50))")


@asynccontextmanager
async def pressed(page: Page, on: Locator) -> AsyncIterator[None]:
    """Hold the mouse button down on an element meanwhile."""
    await on.hover()
    await page.mouse.down()
    yield
    await page.mouse.up()


async def test_a_message_is_not_lost_that_comes_while_its_conversation_is_fetched(
    page: Page, stage: Stage
) -> None:
    async with held(page, "messages") as given:
        await page.get_by_role("link", name="Leo mentor").click()
        await given.wait()
        await stage.playground.command("leo", "/mentor", "hostile")
        await expect(page.get_by_role("link", name="Messages 1 unread")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(1)
    await expect(page.get_by_role("link", name="Messages 1 unread")).to_have_count(0)


async def test_a_reply_is_not_lost_that_comes_while_its_thread_is_fetched(
    page: Page, stage: Stage
) -> None:
    root = await stage.playground.post("maya", "Something to talk about")
    async with held(page, "messages") as given:
        await page.get_by_role("link", name="Reply in thread").click()
        await given.wait()
        await stage.client.chat_postMessage(
            channel="U0MAYA001", text="An answer", thread_ts=root["ts"]
        )
        await expect(page.get_by_role("link", name="1 reply")).to_be_visible()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.locator(".message")).to_have_count(2)


async def test_the_seat_that_was_chosen_last_is_taken(page: Page) -> None:
    async with held(page, "state") as given:
        await page.get_by_role("link", name="Leo mentor").click()
        await given.wait()
        await page.get_by_role("link", name="Maya mentee").click()
    await expect(page.get_by_text("You are Maya Okafor")).to_be_visible()
    async with held(page, "state") as given:
        await page.get_by_role("link", name="Leo mentor").click()
        await given.wait()
        await page.get_by_role("link", name="Ines organizer").click()
        await expect(page.get_by_text("You are Ines")).to_be_visible()
    await expect(page.get_by_text("You are Ines")).to_be_visible()
    assert page.url.endswith("#as=U0INES001")


async def test_a_form_is_not_closed_by_what_was_known_before_it_opened(
    page: Page, stage: Stage
) -> None:
    streams = stage.playground.here.streams
    await until(lambda: streams.open_count == 1)
    async with held(page, "state") as given:
        streams.stop()
        await given.wait()
        streams.stop()
        await until(lambda: streams.open_count == 0)
        await until(lambda: streams.open_count == 1)
        await stage.playground.command("maya", "/mentor", "form")
        form = page.get_by_role("dialog", name="While it's fresh")
        await form.get_by_label("One line").fill("Half a thou")
    await expect(form.get_by_label("One line")).to_have_value("Half a thou")


async def test_the_page_knows_that_a_play_is_over_before_it_heard_of_its_beginning(
    page: Page, stage: Stage
) -> None:
    async with held(page, "play") as given:
        await page.get_by_role("button", name="Play").click()
        await given.wait()
        await stage.playground.playing.stop()
        await expect(page.locator("#announcer")).to_contain_text("Paused")
    await expect(page.get_by_role("button", name="Play")).to_be_visible()


async def test_a_newer_home_tab_is_not_replaced_by_an_older_one(page: Page, stage: Stage) -> None:
    tabs = page.get_by_role("navigation", name="Second Coffee")
    async with held(page, "home") as given:
        await tabs.get_by_role("link", name="Home").click()
        await given.wait()
        blocks = [section("Newer words.")]
        await stage.client.views_publish(user_id="U0MAYA001", view=HOME | {"blocks": blocks})
        await expect(page.get_by_text("Newer words.")).to_be_visible()
    await expect(page.get_by_text("Newer words.")).to_be_visible()


async def test_the_timeline_shows_what_was_done_while_it_was_fetched(
    page: Page, stage: Stage
) -> None:
    async with held(page, "timeline") as first:
        await page.get_by_role("button", name="Timeline").click()
        await first.wait()
    async with held(page, "timeline") as second:
        await stage.playground.command("maya", "/mentor", "hostile")
        await second.wait()
        stage.plans.done.append(Entry(START, "U0LEO0001", "Done meanwhile", "A7", True))
        await stage.playground.command("maya", "/mentor", "whisper")
        await expect(page.locator(".message")).to_have_count(2)
    await expect(page.get_by_role("region", name="Timeline")).to_contain_text("Done meanwhile")


async def test_the_clock_is_not_turned_back_by_a_late_answer(page: Page, stage: Stage) -> None:
    playground, face = stage.playground, page.locator(".clock-day")
    due = START + timedelta(days=2, hours=1)
    async with held(page, "state") as given:
        playground.here.clock.set(due)
        at = due.isoformat()
        playground.here.streams.tell({"type": "clock", "now": at, "next": at})
        await given.wait()
        await playground.turn("week")
        await expect(face).to_have_text("Wed, 11 Mar 2026")
    await expect(face).to_have_text("Wed, 11 Mar 2026")
    await expect(page.get_by_role("button", name="Next thing")).to_contain_text("Wed 1 Apr")


async def test_a_press_is_heard_although_the_page_is_drawn_anew_meanwhile(
    page: Page, stage: Stage
) -> None:
    async with pressed(page, page.get_by_role("link", name="# general")):
        await stage.playground.command("leo", "/mentor", "hostile")
        await expect(page.get_by_role("link", name="Leo mentor")).to_contain_text("1 unread")
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()
    async with pressed(page, page.get_by_role("link", name="Messages").first):
        await stage.playground.command("maya", "/mentor", "hostile")
        await expect(page.get_by_role("link", name="Messages 1 unread")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(1)
    async with pressed(page, page.get_by_role("link", name="Leo mentor")):
        await stage.playground.turn("day")
        await expect(page.locator(".clock-day")).to_have_text("Tue, 3 Mar 2026")
    await expect(page.get_by_text("You are Leo Martinez")).to_be_visible()


async def test_a_press_on_the_home_tab_is_heard_although_it_is_told_of_twice(page: Page) -> None:
    tabs = page.get_by_role("navigation", name="Second Coffee")
    async with held(page, "home"):
        await tabs.get_by_role("link", name="Home").click()
        await page.get_by_role("button", name="Make the invite").hover()
        await page.mouse.down()
    await page.mouse.up()
    await expect(page.get_by_text("The invite is on its way.")).to_be_visible()


async def test_a_press_in_the_timeline_is_heard_although_it_is_drawn_anew(
    page: Page, stage: Stage
) -> None:
    await stage.playground.command("maya", "/mentor", "all")
    ts = stage.playground.messages("maya")[0]["ts"]
    entry = Entry(START, "U0MAYA001", "Showed Maya everything", "A7", True, "D0MAYA001", ts)
    stage.plans.done.append(entry)
    await page.get_by_role("button", name="Timeline").click()
    done = page.get_by_role("link", name="Showed Maya everything")
    async with pressed(page, done), held(page, "timeline") as given:
        await stage.playground.command("maya", "/mentor", "whisper")
        await given.wait()
    await expect(page.locator(f"[data-ts='{ts}']")).to_be_focused()
