"""Nothing that anybody has written can be read in the database's files or rows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot import failures
from store import revisions
from store.database import Database
from store.installations import Installation
from store.types import ids_from
from tests import databases, resting
from tests.acting import TEMPERS, Actor
from tests.life import TEAM, Life
from tests.lived import GOAL, PRIVATE, STAGES, STEP
from tests.rings import RING
from tests.stages import Stage
from tests.wire import begin

NOW = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
PEOPLE = {"maya": "Europe/London", "leo": "America/New_York"}
WEEKS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/life.sqlite"
    else:
        url = str(request.getfixturevalue("postgres"))
    database = Database(url, RING)
    revisions.migrate(database)
    yield database
    database.close()


def test_months_of_two_peoples_words_leave_nothing_to_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(7)  # noqa: S311
    with ids_from(random):
        stage = Stage(database, now=NOW)
        monkeypatch.setattr(failures, "report", stage.watch.fails)
        actors = [Actor(stage, each, TEMPERS["diligent"], random, [*PEOPLE]) for each in PEOPLE]
        actors[0].command("/mentor", "leo")
        searched = 0
        for _ in range(WEEKS * 7):
            stage.turn(hours=24)
            for actor in actors:
                actor.live()
            tokens = list(stage.watch.authors)
            if len(tokens) > searched + 30:
                searched = len(tokens)
                assert resting.found(database, *tokens, "<!here>") == []
    assert len(tokens) > 20
    assert resting.found(database, *tokens, "<!here>", "Plan q") == []
    assert stage.watch.faults == []


async def test_what_a_pair_said_over_the_wire_is_in_no_file_of_the_bots(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await STAGES["met once"][1](wire)
    with databases.opened(tmp_path) as database:
        words = (GOAL, PRIVATE, STEP, "How maya came here", "Ask for the brief first")
        assert resting.found(database, *words) == []
        assert resting.found(database, "Maya", "Europe/London") == ["Maya", "Europe/London"]


def test_tokens_are_in_no_file_either(database: Database) -> None:
    life = Life(database)
    row = Installation(
        workspace_id=TEAM,
        bot_user_id="UBOT",
        bot_id="B1",
        token="xoxe.xoxb-not-for-you",
        refresh_token="xoxe-1-nor-this",
        installed_at=NOW,
        checked_at=NOW,
    )
    life.run(lambda tx: tx.add(row))
    assert life.run(lambda tx: tx.get_one(Installation, TEAM).token) == "xoxe.xoxb-not-for-you"
    assert resting.found(database, "not-for-you", "nor-this") == []


def test_the_search_would_find_what_lay_there(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE plain (words TEXT)")
        connection.exec_driver_sql("INSERT INTO plain VALUES ('Not sure I \"belong\" here ☕')")
    assert resting.found(database, 'I "belong" here ☕', "elsewhere") == ['I "belong" here ☕']
