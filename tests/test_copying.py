"""`second-coffee copy-database`: every row as it was, in every direction, or none."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Result as Rows
from sqlalchemy import select
from typer.testing import CliRunner

import app
from simulation.lives import live
from store import copies, revisions
from store.database import Database
from store.goals import Goal
from tests import servers
from tests.hostile import Goes
from tests.life import Life
from tests.pairs import rows
from tests.rings import RING


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give what two diligent pairs leave in some months, on SQLite."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('lived')}/lived.sqlite", RING)
    live(database, 2, 4, Random(3), "happy", lambda: None)  # noqa: S311
    yield database
    database.close()


def held(database: Database) -> dict[str, list[str]]:
    """Give every value of every row as it lies there."""

    def read(tx: Any) -> dict[str, list[str]]:
        found: dict[str, Rows[Any]] = {t.name: tx.execute(select(t)) for t in copies.plain()}
        return {name: sorted(repr(tuple(row)) for row in rows) for name, rows in found.items()}

    return database.look(read)


def copy(source: str, target: str) -> tuple[int, str]:
    """Run the command; its exit code and its words in one line."""
    done = CliRunner().invoke(app.cli, ["copy-database", source, target])
    return done.exit_code, " ".join(done.output.split())


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_there_and_back_again_every_row_is_what_it_was(
    lived: Database, postgres: str, tmp_path: Path
) -> None:
    there, back = postgres, f"sqlite:///{tmp_path}/back.sqlite"
    first, second = Database(there, RING), Database(back, RING)
    code, said = copy(address(lived), there)
    assert (code, "rows were copied and compared" in said) == (0, True), said
    assert held(first) == held(lived)
    assert len(held(lived)["prompt"]) > 50
    code, said = copy(there, back)
    assert code == 0, said
    assert held(second) == held(lived)
    for database in (first, second):
        assert revisions.differences(database) == []
        database.close()


def test_between_two_of_a_kind(lived: Database, postgres: str, tmp_path: Path) -> None:
    beside = f"sqlite:///{tmp_path}/beside.sqlite"
    assert copy(address(lived), beside)[0] == 0
    assert copy(beside, postgres)[0] == 0
    other = servers.address(servers.copy_of("template0", "beside"))
    assert copy(postgres, other)[0] == 0
    database = Database(other)
    assert held(database) == held(lived)
    database.close()


def test_the_bot_goes_on_where_it_was(life: Life, postgres: str) -> None:
    view = life.command("maya", "/mentor", "leo").view
    life.submit("maya", view, role="mentee")
    assert copy(address(life.database), postgres)[0] == 0
    there = Goes(Database(postgres, RING), life.now)
    there.turn(hours=2)
    assert there.kinds("leo") == []  # what was said is said
    there.tap("leo", "A7", "yes")
    assert "B11" in " ".join(there.kinds("leo"))
    assert rows(there, Goal) == []
    there.database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_broken_off_it_leaves_nothing_and_is_done_again(
    lived: Database, postgres: str, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Database(postgres if kind == "postgresql" else f"sqlite:///{tmp_path}/new.sqlite")
    monkeypatch.setattr(copies, "BATCH", 20)
    told = iter(range(30))

    def tell(rows: int) -> None:
        if next(told) == 25:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copies.copy(lived, target, tell)
    assert copies.is_empty(target)
    copies.copy(lived, target, lambda rows: None)
    assert held(target) == held(lived)
    target.close()


def test_a_row_that_arrives_changed_is_seen_and_nothing_stays(
    lived: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Database(f"sqlite:///{tmp_path}/new.sqlite")
    revisions.migrate(target)
    trigger = (
        "CREATE TRIGGER meddle AFTER INSERT ON person"
        " BEGIN UPDATE person SET name = 'x' WHERE id = NEW.id; END"
    )
    target.run(lambda tx: tx.connection().exec_driver_sql(trigger))
    with pytest.raises(copies.NotCopied, match="person did not arrive"):
        copies.copy(lived, target, lambda rows: None)
    assert copies.is_empty(target)
    target.close()


def test_what_cannot_be_copied_is_refused_in_a_sentence(
    lived: Database, postgres: str, tmp_path: Path
) -> None:
    here = address(lived)
    assert copy(here, here) == (
        1,
        "The target is not empty. Only an empty database is copied into.",
    )
    missing = tmp_path / "nowhere.sqlite"
    assert "There is no file" in copy(f"sqlite:///{missing}", postgres)[1]
    assert not missing.exists()
    (tmp_path / "empty.sqlite").touch()
    assert "not up to date" in copy(f"sqlite:///{tmp_path}/empty.sqlite", postgres)[1]
    code, said = copy(here, f"postgresql:///coffee?host={tmp_path}")
    assert (code, "Nothing was copied" in said) == (1, True)
    database = Database(postgres)
    database.run(lambda tx: tx.connection().exec_driver_sql("CREATE TABLE guests (name text)"))
    database.run(lambda tx: tx.connection().exec_driver_sql("INSERT INTO guests VALUES ('Ana')"))
    database.close()
    assert "not empty" in copy(here, postgres)[1]
