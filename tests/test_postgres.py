"""The same bot on PostgreSQL: its tables, a pair's first two sessions, and the app on the wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import app
from handlers.bots import build
from handlers.settings import Settings
from operations.manifests import MANIFEST
from playground.clock import Clock
from playground.server import Playground
from store import revisions
from store.database import Database
from store.sessions import BOOKED, HELD, Meeting
from tests.beginnings import answer_card, begun, set_up_from
from tests.booking import at, book
from tests.life import Life
from tests.pairs import rows
from tests.postgres import at_once
from tests.rings import KEYS, RING
from tests.trading import LEO_SAYS, MAYA_SAYS
from tests.wire import TUESDAY, Wire

CARDS = {"leo": ("C1", "D3", "D4", "D7"), "maya": ("C1", "D1", "D4", "D7")}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_address_is_read_by_psycopg(scheme: str) -> None:
    database = Database(f"{scheme}://bot:secret@db.example:5432/coffee", RING)
    assert database.engine.dialect.driver == "psycopg"
    assert not database.sqlite
    assert "secret" not in repr(database.engine)
    database.close()


def test_the_migrations_make_the_tables_of_the_code(postgres: str) -> None:
    database = Database(postgres, RING)
    assert not revisions.current(database)
    at_once(*[lambda: revisions.migrate(database)] * 2)
    assert revisions.current(database)
    assert revisions.differences(database) == []
    revisions.prepare(database)
    database.close()


def test_a_database_without_its_tables_is_refused_with_what_to_do(postgres: str) -> None:
    with pytest.raises(revisions.Behind, match="run second-coffee migrate"):
        revisions.prepare(Database(postgres, RING))


def test_an_address_where_nobody_answers_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(revisions.Behind, match="can't be opened"):
        revisions.prepare(Database(f"postgresql:///coffee?host={tmp_path}", RING))


def wait(life: Life, handle: str, kind: str) -> None:
    """Let days pass until somebody has been sent a kind."""
    for _ in range(40):
        if kind in life.kinds(handle):
            return
        life.turn(days=1)
    raise AssertionError(f"{handle} got no {kind}; got {life.kinds(handle)}")


def test_a_pair_goes_from_the_first_word_to_its_second_session(distant: Life) -> None:
    life = distant
    begun(life)
    for handle, cards in CARDS.items():
        set_up_from(life, handle)
        for kind in cards:
            answer_card(life, handle, kind)
    assert life.relationship.state == "active"
    book(life, at(21, 15))
    wait(life, "maya", "M6")
    view = life.tap("maya", "M6", "yes_note_it").view
    said = {"first": "Ask for the brief", "moment_1": "it starts", "step_1": "ask for it"}
    life.submit("maya", view, **said)
    wait(life, "leo", "G1")
    for handle, lines in (("leo", LEO_SAYS), ("maya", MAYA_SAYS)):
        life.submit(handle, life.command(handle, "/mentor-feedback").view, **lines)
    wait(life, "leo", "G5")
    wait(life, "maya", "F1")
    life.tap("maya", "F1", "tried_it")
    book(life, at(18, 15, month=2))
    meetings = sorted(rows(life, Meeting), key=lambda meeting: meeting.number)
    assert [meeting.state for meeting in meetings] == [HELD, BOOKED]


@asynccontextmanager
async def wired(folder: Path, url: str) -> AsyncIterator[Wire]:
    """Run the app on a database beside a playground."""
    clock = Clock(TUESDAY, running=False)
    slack = Playground(MANIFEST, clock, folder=folder)
    await slack.start()
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=url,
        encryption_keys=KEYS,
    )
    try:
        async with build(settings, clock.now) as bot:
            slack.companion = app.Companion(bot)
            yield Wire(slack, folder)
    finally:
        await slack.stop()


async def test_the_app_begins_a_pair_over_the_wire(postgres: str, tmp_path: Path) -> None:
    database = Database(postgres, RING)
    revisions.migrate(database)
    database.close()
    async with wired(tmp_path, postgres.replace("postgresql", "postgres", 1)) as wire:
        await wire.command("maya", "/mentor", "@leo")
        assert await wire.submit("maya", role="mentee") == {}
        await wire.click("leo", "Shall I look after the dates", "Yes")
        assert "You both said yes" in wire.said("maya")
        assert "You both said yes" in wire.said("leo")
