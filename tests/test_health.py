"""Health pages: alive, ready, counted; in HTTP mode and beside Socket Mode."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

import app
from handlers import health
from handlers.bots import Bot, build
from handlers.settings import Settings
from tests import databases, raw
from tests.rings import KEYS
from tests.served import Served, begin


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with begin(tmp_path, metrics_port="0") as served:
        yield served


async def get(port: int, path: str) -> tuple[int, str]:
    """Open a page of this machine."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_a_bot_that_runs_is_alive_and_ready(served: Served) -> None:
    assert (await served.get("/healthz")).json == {"ok": True}
    ready = await served.get("/readyz")
    assert ready.status == 200
    assert ready.json == {"ok": True, "database": True, "slack": True, "running": True}


async def test_a_database_that_does_not_answer_makes_it_unready(served: Served) -> None:
    served.bot.deps.database.close()
    ready = await served.get("/readyz")
    assert ready.status == 503
    assert ready.json["database"] is False
    assert (await served.get("/healthz")).status == 200


async def test_one_look_serves_all_who_ask_at_once(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "BELIEVED_SECONDS", 60)
    seen = []
    look = served.bot.health.database.read

    async def counted(work):  # type: ignore[no-untyped-def]
        seen.append(work)
        return await look(work)

    served.bot.health.database.read = counted  # type: ignore[method-assign]
    await asyncio.gather(*(served.get("/readyz") for _ in range(20)))
    assert len(seen) == 1


async def test_what_is_counted_is_not_on_the_public_port(served: Served) -> None:
    await served.install("T1")
    await served.command("UMAYA", "/mentor", "help")
    assert (await served.get("/metrics")).status == 404
    status, page = await get(served.bot.serving[1].port, "/metrics")
    assert status == 200
    for name in (
        'second_coffee_requests_total{page="events",status="2xx"}',
        'second_coffee_handler_seconds_count{kind="command"}',
        'second_coffee_database_seconds_count{kind="write"}',
        "second_coffee_unsure_prompts 0.0",
        "second_coffee_due_lag_seconds_count",
        "second_coffee_prompts",
        "second_coffee_rate_limited",
    ):
        assert name in page
    assert "UMAYA" not in page
    assert "T1" not in page
    assert (await get(served.bot.serving[1].port, "/slack/install"))[0] == 404


async def in_socket_mode(folder: Path, slack: raw.Raw, port: str) -> Settings:
    """Give the settings of a bot on a socket."""
    url = databases.url(folder)
    return Settings(
        "xoxb-raw", "xapp-raw", f"{slack.url}/api/", url, encryption_keys=KEYS, port=port
    )


async def test_in_socket_mode_they_stand_beside_and_a_taken_port_gives_way(tmp_path: Path) -> None:
    async with raw.serve() as slack:
        first = await in_socket_mode(tmp_path, slack, "0")
        async with build(first, app.wall_clock) as one:
            taken = one.serving[0].port
            second = await in_socket_mode(tmp_path, slack, str(taken))
            async with build(second, app.wall_clock) as other:
                assert other.serving[0].port != taken
                for bot in (one, other):
                    await check(bot)


async def check(bot: Bot) -> None:
    """See that a bot on a socket says of itself that it is well."""
    port = bot.serving[0].port
    assert (await get(port, "/readyz"))[0] == 200
    assert "second_coffee" in (await get(port, "/metrics"))[1]
    assert (await get(port, "/slack/events"))[0] == 404


async def test_a_taken_port_of_http_mode_is_refused_with_a_sentence(served: Served) -> None:
    port = str(served.bot.serving[0].port)
    settings = Settings(
        slack_client_id="1", slack_client_secret="2", slack_signing_secret="3", port=port,
        encryption_keys=KEYS, database_url="sqlite://",
    )  # fmt: skip
    with pytest.raises(OSError, match=f"Port {port} is taken"):
        async with build(settings, app.wall_clock):
            pass
