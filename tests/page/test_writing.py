"""Writing to the app: completion, sending, threads, and that no typed words are lost."""

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_first_hint_puts_the_command_in_the_box(page: Page) -> None:
    await expect(page.get_by_text("Type /mentor @leo to start")).to_be_visible()
    await page.get_by_role("button", name="Put it in the box").click()
    box = page.get_by_label("Message to Second Coffee")
    await expect(box).to_have_value("/mentor @leo")
    await expect(box).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Type /mentor @leo to start")).to_be_hidden()


async def test_commands_and_people_are_completed_by_keyboard(page: Page, stage: Stage) -> None:
    await page.get_by_label("Message to Second Coffee").focus()
    await page.keyboard.type("/men")
    options = page.get_by_role("option")
    await expect(options).to_have_count(8)
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/mentor-goals")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await page.keyboard.type("@le")
    await expect(options).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Message to Second Coffee")).to_have_value("/mentor @leo ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message").last).to_contain_text("It's nearly time")
    assert stage.heard[-1]["text"] == "<@U0LEO0001|leo>"


async def test_escape_closes_the_suggestions_and_keeps_the_words(page: Page) -> None:
    await page.get_by_label("Message to Second Coffee").focus()
    await page.keyboard.type("hello @")
    await expect(page.get_by_role("listbox")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await expect(page.get_by_label("Message to Second Coffee")).to_have_value("hello @")


async def test_enter_sends_and_shift_enter_begins_a_line(page: Page, stage: Stage) -> None:
    await page.get_by_label("Message to Second Coffee").focus()
    await page.keyboard.type("One <b>line</b>")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("and another")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_have_count(1)
    await expect(page.locator(".message")).to_contain_text("One <b>line</b>")
    await expect(page.get_by_label("Message to Second Coffee")).to_have_value("")
    assert (
        stage.playground.messages("maya")[0]["text"] == "One &lt;b&gt;line&lt;/b&gt;\nand another"
    )


async def test_a_command_that_fails_gives_the_words_back(page: Page) -> None:
    box = page.get_by_label("Message to Second Coffee")
    await box.fill("/nonsense with a long thought")
    await page.keyboard.press("Enter")
    await expect(
        page.get_by_role("status").get_by_text("/nonsense is not a command here.")
    ).to_be_visible()
    await expect(box).to_have_value("/nonsense with a long thought")


async def test_a_draft_outlives_a_reload_and_a_change_of_seat(page: Page) -> None:
    box = page.get_by_label("Message to Second Coffee")
    await box.fill("Half a thou")
    await page.get_by_role("link", name="Leo mentor").click()
    await expect(box).to_have_value("")
    await page.reload()
    await expect(page.get_by_role("link", name="Leo mentor")).to_have_attribute(
        "aria-current", "true"
    )
    await page.get_by_role("link", name="Maya mentee").click()
    await expect(box).to_have_value("Half a thou")


async def test_a_thread_is_opened_answered_and_counted(page: Page, stage: Stage) -> None:
    await page.get_by_label("Message to Second Coffee").fill("What should I ask?")
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("A good question. Let me ask Leo.")
    await page.keyboard.type("Thank you")
    await page.keyboard.press("Enter")
    await expect(thread.locator(".message")).to_have_count(3)
    await expect(page.get_by_role("main").get_by_role("link", name="2 replies")).to_be_visible()
    assert stage.playground.messages("maya")[-1]["text"] == "Thank you"
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()
