"""A bot that is started while Slack has a bad minute waits for it; one that Slack refuses ends."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

import app
from handlers import doors, workspaces
from handlers.bots import build
from handlers.settings import Settings
from handlers.workspaces import Refused
from tests import databases, raw
from tests.rings import KEYS
from tests.test_ending import COMMAND


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for long."""
    monkeypatch.setattr(workspaces, "AGAIN_SECONDS", (0.01,) * 8)
    monkeypatch.setattr(doors, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(doors, "CONNECT_SECONDS", 2)


def settings(folder: Path, url: str) -> Settings:
    """Give the settings of a bot in one workspace, on a socket."""
    return Settings(
        "xoxb-raw",
        "xapp-raw",
        f"{url}/api/",
        databases.url(folder),
        encryption_keys=KEYS,
        port="0",
    )


async def test_it_waits_for_a_slack_that_has_a_bad_minute(tmp_path: Path) -> None:
    async with raw.serve() as slack:
        slack.fail(
            "auth.test",
            raw.status(503, "<html>", "text/html"),
            raw.status(200, '{"ok": tr', "application/json"),
            raw.error("internal_error"),
            raw.status(429, **{"Retry-After": "1"}),
        )
        slack.fail("apps.connections.open", raw.status(502), raw.error("fatal_error"))
        async with build(settings(tmp_path, slack.url), app.wall_clock) as bot:
            assert await bot.ready() == {"slack": True, "running": True}
            assert bot.deps.identity is not None
        assert len(slack.asked("auth.test")) == 5


async def test_a_token_that_slack_refuses_is_not_tried_again(tmp_path: Path) -> None:
    async with raw.serve() as slack:
        slack.fail("auth.test", raw.error("invalid_auth"))
        with pytest.raises(Refused, match="invalid_auth"):
            async with build(settings(tmp_path, slack.url), app.wall_clock):
                pass
        assert len(slack.asked("auth.test")) == 1


async def test_a_slack_that_stays_away_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not_connected"):
        async with build(settings(tmp_path, "http://127.0.0.1:1"), app.wall_clock):
            pass


async def test_an_address_that_led_nowhere_is_left_for_a_new_one(tmp_path: Path) -> None:
    async with raw.serve() as slack:
        slack.cuts = 1
        async with build(settings(tmp_path, slack.url), app.wall_clock) as bot:
            assert (await bot.ready())["slack"]
        assert len(slack.asked("apps.connections.open")) == 2


async def test_a_socket_that_was_cut_is_there_again_whatever_slack_says(tmp_path: Path) -> None:
    async with raw.serve() as slack:
        async with build(settings(tmp_path, slack.url), app.wall_clock) as bot:
            faults = (raw.status(503), raw.status(200, "{", "application/json"), raw.error("x"))
            slack.fail("apps.connections.open", *faults)
            await slack.close()
            assert await slack.send("slash_commands", COMMAND) is not None
            assert (await bot.ready())["slack"]
        assert len(slack.asked("apps.connections.open")) == 5


async def test_it_ends_when_asked_to_while_it_waits_for_slack(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "DATABASE_URL": databases.url(tmp_path),
        "ENCRYPTION_KEYS": KEYS,
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "SLACK_BOT_TOKEN": "xoxb-raw",
        "SLACK_APP_TOKEN": "xapp-raw",
    }
    here = Path.cwd() / "app.py"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(here), "run", cwd=tmp_path, env=env, stdout=pipe, stderr=pipe
    )
    try:
        assert process.stderr is not None
        async with asyncio.timeout(60):
            while "no answer from Slack yet" not in (await process.stderr.readline()).decode():
                pass
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
