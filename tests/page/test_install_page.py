"""The page on which the bot is installed, in a real browser: nothing stands in anyone's way."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext

from tests.page.conftest import NARROW, WIDE
from tests.page.test_accessibility import grave
from tests.served import begin

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_everyone_can_read_it_and_find_the_way_on(
    browser: BrowserContext, tmp_path: Path, theme: Any, size: Any
) -> None:
    engine = browser.browser
    assert engine is not None
    async with begin(tmp_path) as served:
        # axe is a script, and the page's own policy lets none in.
        context = await engine.new_context(viewport=size, color_scheme=theme, bypass_csp=True)
        page = await context.new_page()
        await page.goto(f"{served.url}/slack/install")
        assert await grave(page) == []
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Add to Slack"
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        await page.goto(f"{served.url}/slack/oauth_redirect?state=guess")
        assert await grave(page) == []
        await context.close()
