"""Forms: what they ask for, what is said when it is wrong, and that typed words stay."""

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.page.conftest import Stage, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def form(page: Page) -> Locator:
    """The gallery's form, opened by its command."""
    await page.get_by_label("Message to Second Coffee").fill("/mentor form")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="While it's fresh")
    await dialog.wait_for()
    return dialog


async def test_every_input_is_drawn_labelled_and_sent_as_slack_sends_it(
    page: Page, stage: Stage
) -> None:
    dialog = await form(page)
    await dialog.get_by_label("One line").fill("Ask her")
    await dialog.get_by_label("What did Leo suggest?").fill("Speak\nup")
    await dialog.get_by_label("How often?").select_option("3 months")
    await dialog.get_by_role("group", name="Which?").get_by_label("Month", exact=True).check()
    await dialog.get_by_role("group", name="Ground rules").get_by_label("3 months").check()
    await dialog.get_by_role("radiogroup", name="Which one?").get_by_label("2 months").check()
    await dialog.get_by_label("Which day?").fill("2026-03-29")
    await dialog.get_by_label("What time?").fill("08:15")
    await dialog.get_by_label("Exactly when?").fill("2026-03-29T02:30")
    await dialog.get_by_label("Mail").fill("maya@example.com")
    await dialog.get_by_label("Site").fill("https://example.com")
    await dialog.get_by_label("How many?").fill("3")
    file: FilePayload = {
        "name": "year.zip",
        "mimeType": "application/zip",
        "buffer": b"PK and so on",
    }
    await dialog.get_by_label("Which file?").set_input_files(file)
    await expect(dialog.get_by_role("status").get_by_text("year.zip")).to_be_visible()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    values = stage.heard[-1]["view"]["state"]["values"]
    sent = {block: each["it"] for block, each in values.items()}
    assert sent["line"] == {"type": "plain_text_input", "value": "Ask her"}
    assert sent["advice"]["value"] == "Speak\nup"
    assert sent["often"]["selected_option"]["value"] == "3 months"
    assert [each["value"] for each in sent["many"]["selected_options"]] == ["month"]
    assert [each["value"] for each in sent["rules"]["selected_options"]] == ["3 months"]
    assert sent["one"]["selected_option"]["value"] == "2 months"
    assert (sent["day"]["selected_date"], sent["hour"]["selected_time"]) == ("2026-03-29", "08:15")
    assert sent["moment"]["selected_date_time"] == 1774747800
    assert (sent["mail"]["value"], sent["count"]["value"]) == ("maya@example.com", "3")
    [given] = sent["file"]["files"]
    assert (given["name"], given["user"]) == ("year.zip", "U0MAYA001")
    assert stage.playground.here.records.files[given["id"]].content == b"PK and so on"


async def test_a_chosen_file_outlives_a_reload_and_a_bad_one_says_so(page: Page) -> None:
    dialog = await form(page)
    file: FilePayload = {
        "name": "year.zip",
        "mimeType": "application/zip",
        "buffer": b"PK and so on",
    }
    await dialog.get_by_label("Which file?").set_input_files(file)
    await expect(dialog.get_by_text("year.zip")).to_be_visible()
    await page.reload()
    await expect(dialog.get_by_text("year.zip")).to_be_visible()
    empty: FilePayload = {"name": "empty.zip", "mimeType": "application/zip", "buffer": b""}
    await dialog.get_by_label("Which file?").set_input_files(empty)
    await expect(dialog.get_by_text("10 MB at most")).to_be_visible()


async def test_what_is_wrong_is_said_under_its_box_and_the_focus_goes_there(page: Page) -> None:
    dialog = await form(page)
    line, count = dialog.get_by_label("One line"), dialog.get_by_label("How many?")
    await line.fill("far more than twenty characters")
    await count.fill("many")
    await dialog.get_by_role("button", name="Save").click()
    await expect(line).to_be_focused()
    await expect(line).to_have_attribute("aria-invalid", "true")
    await expect(line).to_have_accessible_description(
        "20 characters at most, please. This has 31. 31 of 20"
    )
    await expect(count).to_have_accessible_description("A number, please.")
    await expect(line).to_have_value("far more than twenty characters")


async def test_the_apps_own_errors_keep_what_was_typed(page: Page, stage: Stage) -> None:
    dialog = await form(page)
    line, advice = dialog.get_by_label("One line"), dialog.get_by_label("What did Leo suggest?")
    await advice.fill("A long thought")
    await line.fill("taken")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("Those words are taken.")).to_be_visible()
    await expect(line).to_be_focused()
    await expect(advice).to_have_value("A long thought")
    await page.reload()
    await expect(dialog.get_by_label("What did Leo suggest?")).to_have_value("A long thought")


async def test_a_form_that_cannot_be_sent_keeps_its_words_and_says_so(page: Page) -> None:
    dialog = await form(page)
    await dialog.get_by_label("One line").fill("Kept")
    await page.route(
        "**/page/submit",
        lambda route: route.fulfill(status=400, json={"error": "That did not work."}),
    )
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "That did not work. What you wrote is still here."
    )
    await expect(dialog.get_by_label("One line")).to_have_value("Kept")


async def test_an_update_keeps_what_was_typed_and_where_one_was(page: Page) -> None:
    dialog = await form(page)
    await dialog.get_by_label("One line").fill("Half a thou")
    await dialog.get_by_role("button", name="Another box").focus()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("One more")).to_be_visible()
    await expect(dialog.get_by_label("One line")).to_have_value("Half a thou")
    await expect(dialog.get_by_role("button", name="Another box")).to_be_focused()


async def test_forms_stack_and_escape_closes_the_topmost(page: Page, stage: Stage) -> None:
    dialog = await form(page)
    await dialog.get_by_role("button", name="On top").click()
    top = page.get_by_role("dialog", name="On top")
    await expect(top.get_by_label("A name")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(top).to_have_count(0)
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_label("Message to Second Coffee")).to_be_focused()
    await until(lambda: stage.heard[-1]["type"] == "view_closed")


async def test_the_focus_stays_in_an_open_form(page: Page) -> None:
    dialog = await form(page)
    await dialog.get_by_role("button", name="On top").click()
    top = page.get_by_role("dialog", name="On top")
    await top.get_by_label("A name").wait_for()
    seen = []
    for _ in range(5):
        await page.keyboard.press("Tab")
        assert await top.evaluate("dialog => dialog.contains(document.activeElement)")
        seen.append(await page.evaluate("document.activeElement.textContent"))
    assert seen[:2] == ["Close", "Send"]


async def test_enter_goes_on_to_the_next_box_and_sends_from_the_last(
    page: Page, stage: Stage
) -> None:
    dialog = await form(page)
    await dialog.get_by_label("One line").fill("Kept")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("What did Leo suggest?")).to_be_focused()
    await expect(dialog.get_by_label("One line")).to_have_value("Kept")
    await page.keyboard.press("Control+Enter")
    await expect(dialog).to_have_count(0)
    assert stage.heard[-1]["type"] == "view_submission"
