"""axe-core finds nothing serious, in either theme, at either width."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page

from tests.page.conftest import NARROW, WIDE, Stage, shown

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def grave(page: Page) -> list[str]:
    """What axe calls serious or critical, as rule and place."""
    found: dict[str, Any] = (await Axe().run(page)).response
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_nothing_serious_stands_in_the_way(
    page: Page, stage: Stage, theme: Any, size: Any
) -> None:
    await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    await page.set_viewport_size(size)
    for text in ("hostile", "file", "whisper", "all"):
        await stage.playground.command("maya", "/mentor", text)
    asked = await stage.playground.post("maya", "What should I ask?")
    await stage.playground.quiet()
    dm = f"{stage.playground.url}/#as=U0MAYA001&in=D0MAYA001"
    found = {}
    for name, place in {
        "dm": "",
        "thread": f"&thread={asked['ts']}",
        "timeline": "&panel=timeline",
        "home": "&tab=home",
    }.items():
        await page.goto(dm + place)
        await shown(page, place)
        found[name] = await grave(page)
    await stage.playground.command("maya", "/mentor", "form")
    await page.get_by_role("button", name="Save").click()
    found["form"] = await grave(page)
    assert found == {each: [] for each in found}
