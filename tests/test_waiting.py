"""A bot that is started while PostgreSQL is away waits for it; one that it refuses ends."""

import asyncio
import logging
from pathlib import Path

import pytest
from sqlalchemy import make_url

from handlers import databases
from store import revisions
from store.database import Database
from tests.rings import RING


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for long."""
    monkeypatch.setattr(databases, "AGAIN_SECONDS", (0.02,) * 200)


def through(folder: Path, url: str) -> tuple[Database, Path, str]:
    """Give a database by way of a folder, and what the folder has to lead to."""
    parsed = make_url(url)
    return (
        Database(str(parsed.set(query={"host": str(folder)})), RING),
        folder,
        str(parsed.query["host"]),
    )


async def test_it_waits_for_a_database_that_is_away(
    postgres: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there = Database(postgres, RING)
    revisions.migrate(there)
    there.close()
    database, folder, real = through(tmp_path / "server", postgres)
    with caplog.at_level(logging.WARNING):
        waiting = asyncio.create_task(databases.ready(database))
        for _ in range(500):
            await asyncio.sleep(0.01)
            if "no answer from the database yet" in caplog.text:
                break
        folder.symlink_to(real)
        async with asyncio.timeout(60):
            await waiting
    database.close()


async def test_a_database_that_stays_away_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "AGAIN_SECONDS", (0.01,) * 3)
    with pytest.raises(revisions.Away, match="can't be opened"):
        await databases.ready(Database(f"postgresql:///coffee?host={tmp_path}", RING))


async def test_a_database_that_refuses_is_not_asked_again(
    postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    nobodys = make_url(postgres).set(database="nobodys")
    with pytest.raises(revisions.Behind, match="can't be opened") as refused:
        await databases.ready(Database(nobodys.render_as_string(hide_password=False), RING))
    assert not isinstance(refused.value, revisions.Away)
    assert "no answer" not in caplog.text
