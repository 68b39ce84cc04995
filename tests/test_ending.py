"""A process that is asked to end: it takes nothing new, finishes what it has, and goes."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from tests import databases, raw, teams
from tests.rings import KEYS
from tests.served import FORM, SECRET, signed

AT_MOST = 40
COMMAND = {"command": "/mentor", "text": "<@ULEO|leo>", "user_id": "UMAYA", "team_id": "T1",
           "trigger_id": "1.1"}  # fmt: skip
BODY = urlencode(COMMAND).encode()


@asynccontextmanager
async def run(folder: Path, **given: str) -> AsyncIterator[tuple[Process, int]]:
    """Run the bot as a process of its own; give it and the port it serves at."""
    env: Mapping[str, str] = {
        **os.environ,
        "DATABASE_URL": databases.url(folder),
        "ENCRYPTION_KEYS": KEYS,
        "PORT": "0",
        "COLUMNS": "200",
        **given,
    }
    here = Path.cwd() / "app.py"
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(here), "run", cwd=folder, env=env, stdout=PIPE, stderr=PIPE
    )
    assert process.stderr is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            port = 0
            while not port:
                line = (await process.stderr.readline()).decode()
                assert line, "it ended before it began"
                found = re.search(r"port=(\d+)", line)
                port = int(found[1]) if found else 0
            while "listening" not in (await process.stdout.readline()).decode():
                pass
        yield process, port
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def over_http(slack: teams.Teams) -> dict[str, str]:
    """Give what a bot in one workspace, over HTTP, is set to."""
    slack.tokens["xoxb-t"] = "T1"
    return {
        "SLACK_BOT_TOKEN": "xoxb-t",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack.url}/api/",
    }


async def send(http: aiohttp.ClientSession, port: int) -> int:
    """Send a command; the status of its answer."""
    url = f"http://127.0.0.1:{port}/slack/events"
    async with http.post(url, data=BODY, headers=signed(BODY, FORM)) as answer:
        return answer.status


async def asked(slack: teams.Teams | raw.Raw, method: str) -> None:
    """Wait until Slack has been asked for something."""
    for _ in range(2000):
        if slack.asked(method):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{method} was never asked")


async def ending(http: aiohttp.ClientSession, port: int) -> None:
    """Wait until a bot says that it takes nothing new; it believes what it said for a second."""
    await asyncio.sleep(0.3)
    async with asyncio.timeout(AT_MOST):
        while True:
            async with http.get(f"http://127.0.0.1:{port}/readyz") as ready:
                if (await ready.json())["running"] is False:
                    assert ready.status == 503
                    return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def hanging(folder: Path) -> AsyncIterator[tuple[Process, Callable[[], Awaitable[None]]]]:
    """Run a bot that waits for an answer of Slack's which doesn't come; and wait for its end."""
    async with teams.serve() as slack, aiohttp.ClientSession() as http:
        given = over_http(slack)
        slack.slow["users.info"] = 60
        async with run(folder, **given) as (process, port):
            assert await send(http, port) == 200
            await asked(slack, "users.info")
            yield process, lambda: ending(http, port)


async def test_what_is_in_flight_is_finished_and_then_it_goes(tmp_path: Path) -> None:
    async with teams.serve() as slack, aiohttp.ClientSession() as http:
        slack.slow |= {"views.open": 1, "users.info": 6}
        async with run(tmp_path, **over_http(slack)) as (process, port):
            answer = asyncio.create_task(send(http, port))
            await asked(slack, "views.open")
            await asked(slack, "users.info")
            process.send_signal(signal.SIGTERM)
            await ending(http, port)
            assert await send(http, port) == 503
            assert await answer == 200
            assert await asyncio.wait_for(process.wait(), AT_MOST) == 0


async def test_it_does_not_wait_for_a_slack_that_hangs(tmp_path: Path) -> None:
    async with hanging(tmp_path) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), AT_MOST) == 0


async def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    async with hanging(tmp_path) as (process, has_begun):
        process.send_signal(signal.SIGTERM)
        await has_begun()
        assert process.returncode is None
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), AT_MOST) == -signal.SIGTERM


async def test_on_a_socket_what_is_in_flight_is_acknowledged(tmp_path: Path) -> None:
    async with raw.serve() as slack:
        given = {
            "SLACK_BOT_TOKEN": "xoxb-raw",
            "SLACK_APP_TOKEN": "xapp-raw",
            "SLACK_API_URL": f"{slack.url}/api/",
        }
        async with run(tmp_path, **given) as (process, _):
            sent = [
                asyncio.create_task(
                    slack.send("slash_commands", {**COMMAND, "trigger_id": f"1.{n}"})
                )
                for n in range(5)
            ]
            await asked(slack, "views.open")
            process.send_signal(signal.SIGTERM)
            acks = await asyncio.gather(*sent)
            assert acks[0] == {}
            assert len([ack for ack in acks if ack is not None]) == len(slack.asked("views.open"))
            assert await asyncio.wait_for(process.wait(), AT_MOST) == 0
