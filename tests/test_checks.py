"""What `second-coffee check` says, against the playground's Slack."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers import checks
from handlers.settings import Settings
from playground.clock import Clock
from playground.server import Playground
from store import revisions, seals
from store.database import Database
from tests import databases
from tests.rings import KEYS, OTHER, RING

MANIFEST = Path("manifest.yml")
SLACKS_TIME = datetime(2027, 1, 12, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    playground = Playground(MANIFEST, Clock(SLACKS_TIME, running=False))
    await playground.start()
    yield playground
    await playground.stop()


def settings_for(slack: Playground, tmp_path: Path) -> Settings:
    database = Database(databases.url(tmp_path), RING)
    revisions.migrate(database)
    database.close()
    return Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=databases.url(tmp_path),
        encryption_keys=KEYS,
    )


async def wrong(settings: Settings, manifest: Path = MANIFEST, off: float = 0) -> list[str]:
    """Give the sentences of what is wrong, with the clock off by some seconds."""
    now = SLACKS_TIME + timedelta(seconds=off)
    found = await checks.look(settings, manifest, lambda: now)
    return [finding.sentence for finding in found if not finding.ok]


async def test_nothing_is_wrong_when_all_is_well(slack: Playground, tmp_path: Path) -> None:
    assert await wrong(settings_for(slack, tmp_path)) == []


async def test_missing_tokens_are_named(slack: Playground, tmp_path: Path) -> None:
    settings = replace(settings_for(slack, tmp_path), slack_bot_token="", slack_app_token="")
    said = await wrong(settings)
    assert ["SLACK_BOT_TOKEN" in said[0], "SLACK_APP_TOKEN" in said[1]] == [True, True]


async def test_a_token_in_the_wrong_place_is_noticed(slack: Playground, tmp_path: Path) -> None:
    settings = replace(settings_for(slack, tmp_path), slack_bot_token=slack.app_token)
    assert any("another token" in sentence for sentence in await wrong(settings))


async def test_a_revoked_token_is_said_to_be_refused(slack: Playground, tmp_path: Path) -> None:
    settings = replace(settings_for(slack, tmp_path), slack_bot_token="xoxb-gone")
    assert any("refuses SLACK_BOT_TOKEN" in sentence for sentence in await wrong(settings))


@pytest.fixture
def asks_more(tmp_path: Path) -> Path:
    manifest = tmp_path / "manifest.yml"
    text = MANIFEST.read_text(encoding="utf-8")
    manifest.write_text(text.replace("- commands\n", "- commands\n      - pins:write\n"))
    return manifest


async def test_missing_scopes_are_listed(
    slack: Playground, tmp_path: Path, asks_more: Path
) -> None:
    said = await wrong(settings_for(slack, tmp_path), asks_more)
    assert any("pins:write" in sentence for sentence in said)


async def test_a_clock_that_is_off_is_noticed(slack: Playground, tmp_path: Path) -> None:
    said = await wrong(settings_for(slack, tmp_path), off=300)
    assert any("seconds off" in sentence for sentence in said)


async def test_slack_out_of_reach_is_said(slack: Playground, tmp_path: Path) -> None:
    settings = replace(settings_for(slack, tmp_path), slack_api_url="http://127.0.0.1:9/api/")
    said = await wrong(settings)
    assert any("can't be reached" in sentence for sentence in said)


async def test_a_database_that_cannot_be_opened_is_said(slack: Playground, tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite").mkdir()
    settings = replace(
        settings_for(slack, tmp_path), database_url=f"sqlite:///{tmp_path}/folder.sqlite"
    )
    assert any("database can't be opened" in sentence for sentence in await wrong(settings))


async def said_of_organizer(settings: Settings) -> str:
    """Give the line about who helps."""
    found = await checks.look(settings, MANIFEST, lambda: SLACKS_TIME)
    return next(finding.sentence for finding in found if "ORGANIZER" in finding.sentence)


async def test_who_helps_is_looked_up_and_nobody_is_no_mistake(
    slack: Playground, tmp_path: Path
) -> None:
    settings = settings_for(slack, tmp_path)
    assert "not set" in await said_of_organizer(settings)
    assert "ines" in await said_of_organizer(replace(settings, organizer=slack.organizer))
    for slack_id, why in (("U0NOBODY", "nobody Slack knows"), ("U0SAM0001", "can't read")):
        settings = replace(settings, organizer=slack_id)
        assert any(why in sentence for sentence in await wrong(settings))


async def test_without_a_socket_slack_needs_an_address_to_call(
    slack: Playground, tmp_path: Path
) -> None:
    served = replace(settings_for(slack, tmp_path), slack_app_token="", slack_signing_secret="s")
    assert any("PUBLIC_URL is missing" in sentence for sentence in await wrong(served))
    plain = replace(served, public_url="http://coffee.example.org")
    assert any("https://" in sentence for sentence in await wrong(plain))


async def test_where_workspaces_install_it_no_bot_token_is_asked_for(
    slack: Playground, tmp_path: Path
) -> None:
    many = replace(
        settings_for(slack, tmp_path),
        slack_bot_token="",
        slack_client_id="1.2",
        slack_client_secret="secret",
    )
    assert await wrong(many) == []
    assert any("seconds off" in sentence for sentence in await wrong(many, off=300))


async def test_keys_are_held_against_the_database(slack: Playground, tmp_path: Path) -> None:
    settings = settings_for(slack, tmp_path)
    with databases.opened(tmp_path) as database:
        seals.prove(database)
    assert await wrong(replace(settings, encryption_keys=f"{OTHER},{KEYS}")) == []
    assert any(
        "put it back" in said for said in await wrong(replace(settings, encryption_keys=OTHER))
    )
    [said] = await wrong(replace(settings, encryption_keys=""))
    assert "second-coffee new-key" in said
