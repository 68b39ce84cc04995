"""What the page draws of Block Kit, and what comes back when it is used."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import Stage, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


def pressed(stage: Stage) -> list[Any]:
    """What the app heard of buttons, menus and pickers, in its order."""
    return [each["actions"][0] for each in stage.heard if each.get("type") == "block_actions"]


async def test_every_block_and_element_of_a_message_is_drawn(page: Page, stage: Stage) -> None:
    await stage.playground.command("maya", "/mentor", "all")
    message = page.locator(".message").last
    await expect(
        message.get_by_role("heading", name="It's nearly time to meet Leo")
    ).to_be_visible()
    for name in ("Make the invite", "Let it go", "More actions"):
        await expect(message.get_by_role("button", name=name)).to_be_visible()
    for name in ("How often", "Someone"):
        await expect(message.get_by_role("combobox", name=name)).to_be_visible()
    for name in ("Day", "Hour"):
        await expect(message.get_by_label(name, exact=True)).to_be_visible()
    read = message.get_by_role("link", name="Read more")
    assert await read.get_attribute("href") == "https://example.com/read"
    await expect(message.get_by_role("img", name="A quiet table")).to_be_visible()
    await expect(message.get_by_text("Only you two see this")).to_be_visible()
    await expect(message.locator(".fields")).to_contain_text("2 steps")
    assert await message.locator(".unknown").count() == 0


async def test_mrkdwn_and_rich_text_are_drawn_as_slack_draws_them(page: Page, stage: Stage) -> None:
    await stage.playground.command("maya", "/mentor", "all")
    words = page.locator(".message .section-words").first
    for tag, text in {
        "strong": "Bold",
        "em >> nth=0": "italic",
        "s": "struck",
        "blockquote": "quoted words\nin two lines",
        "pre": "if a < b:\n  *stay*",
        ".mention.own": "@Maya Okafor",
    }.items():
        assert (await words.locator(tag).first.inner_text()).strip() == text
    link = words.get_by_role("link", name="a *link*")
    assert await link.get_attribute("href") == "https://example.com/a?b=1&c=2"
    for text in ("3 < 4 & 5 > 2", "@Leo Martinez", "#general", "☕ :no_such_name:"):
        await expect(words).to_contain_text(text)
    await expect(words).to_contain_text("on Monday, 2 March 2026 at 10:00")
    rich = page.locator(".message .words").filter(has_text="Rich words")
    await expect(rich.locator("ol li").first).to_have_text("first")
    await expect(rich.locator("pre")).to_have_text("<b>as it is</b>")


async def test_hostile_text_is_only_ever_text(page: Page, stage: Stage) -> None:
    await stage.playground.command("maya", "/mentor", "hostile")
    message = page.locator(".message").last
    await expect(message).to_contain_text("<script>alert(1)</script> <!channel>")
    await expect(message).to_contain_text("<b onclick=x>")
    assert await message.locator("script, b, a[href^=javascript]").count() == 0


async def test_times_are_those_of_the_seat(page: Page, stage: Stage) -> None:
    await stage.playground.command("ines", "/mentor", "all")
    await page.goto(f"{stage.playground.url}/#as=U0INES001")
    message = page.locator(".message").first
    await expect(message.locator(".stamp")).to_have_text("14:30")
    await expect(message).to_contain_text("at 15:30")


async def test_an_answered_message_shows_its_result_and_loses_its_buttons(
    page: Page, stage: Stage
) -> None:
    await stage.playground.command("maya", "/mentor", "all")
    await page.get_by_role("button", name="Make the invite").click()
    message = page.locator(".message").last
    await expect(message).to_contain_text("You asked Leo for Tuesday.")
    await expect(message).to_contain_text("(edited)")
    assert await message.get_by_role("button").count() == 0


async def test_an_action_that_wants_a_yes_asks_first(page: Page, stage: Stage) -> None:
    await stage.playground.command("maya", "/mentor", "all")
    await page.get_by_role("button", name="Let it go").click()
    ask = page.get_by_role("dialog", name="Let it go?")
    await ask.get_by_role("button", name="Keep it").click()
    await page.get_by_role("button", name="Let it go").click()
    await ask.get_by_role("button", name="Let it go").click()
    await expect(ask).to_have_count(0)
    await until(lambda: bool(pressed(stage)))
    await stage.playground.quiet()
    assert [each["action_id"] for each in pressed(stage)] == ["let_go"]


async def test_menus_and_pickers_send_what_was_chosen(page: Page, stage: Stage) -> None:
    await stage.playground.command("maya", "/mentor", "all")
    await page.get_by_role("combobox", name="How often").select_option("2 months")
    await until(lambda: len(pressed(stage)) == 1)
    await page.get_by_role("combobox", name="Someone").select_option("Leo Martinez")
    await until(lambda: len(pressed(stage)) == 2)
    await page.get_by_label("Day", exact=True).fill("2026-03-10")
    await until(lambda: len(pressed(stage)) == 3)
    await page.get_by_label("Hour", exact=True).fill("16:30")
    await until(lambda: len(pressed(stage)) == 4)
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="3 months").click()
    await until(lambda: len(pressed(stage)) == 5)
    actions = pressed(stage)
    assert actions[0]["selected_option"]["value"] == "2 months"
    assert actions[1]["selected_user"] == "U0LEO0001"
    assert actions[2]["selected_date"] == "2026-03-10"
    assert actions[3]["selected_time"] == "16:30"
    assert actions[4]["selected_option"]["value"] == "3 months"
    held = stage.heard[-1]["state"]["values"]["choices"]
    assert held["rhythm"]["selected_option"]["value"] == "2 months"


async def test_files_and_whispers_are_shown_for_what_they_are(page: Page, stage: Stage) -> None:
    await stage.playground.command("maya", "/mentor", "file")
    await stage.playground.command("maya", "/mentor", "whisper")
    chip = page.get_by_role("link", name=re.compile("session.ics"))
    async with page.expect_download() as download:
        await chip.click()
    assert (await download.value).suggested_filename == "session.ics"
    await expect(page.locator(".message").last).to_contain_text("Only visible to you")


async def test_the_home_tab_is_drawn_and_works(page: Page) -> None:
    tabs = page.get_by_role("navigation", name="Second Coffee")
    await tabs.get_by_role("link", name="Home").click()
    await expect(page.get_by_role("heading", name="My mentors")).to_be_visible()
    await page.get_by_role("button", name="Make the invite").click()
    await expect(page.get_by_text("The invite is on its way.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("The invite is on its way.")).to_be_visible()
