"""`second-coffee backup FILE`: whole while the bot writes, and a restored copy goes on."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

import app
from operations import backing_up
from store import revisions
from store.database import Database
from store.prompts import SENT, Prompt
from tests.hostile import Goes
from tests.life import Life
from tests.pairs import rows
from tests.rings import KEYS, RING

Backup = Callable[[Path], tuple[int, str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give a SQLite file: only that is backed up by us."""
    return f"sqlite:///{tmp_path}/second-coffee.sqlite"


@pytest.fixture
def backup(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Backup:
    """Give the command: a file to its exit code and its words in one line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("ENCRYPTION_KEYS", KEYS)

    def run(file: Path) -> tuple[int, str]:
        done = CliRunner().invoke(app.cli, ["backup", str(file)])
        return done.exit_code, " ".join(done.output.split())

    return run


def test_a_restored_copy_goes_on_and_says_nothing_twice(
    url: str, backup: Backup, tmp_path: Path
) -> None:
    life = Life(Database(url, RING))
    life.submit("maya", life.command("maya", "/mentor", "leo").view, role="mentee")
    file = tmp_path / "kept.sqlite"
    code, said = backup(file)
    assert (code, "is whole" in said) == (0, True), said
    life.database.close()
    restored = Goes(Database(f"sqlite:///{file}", RING), life.now)
    before = [row.id for row in rows(restored, Prompt) if row.state == SENT]
    assert before
    restored.turn(hours=3)
    assert restored.sent == []
    restored.tap("leo", "A7", "yes")
    assert not {message.prompt_id for message in restored.sent} & set(before)
    assert "B11" in " ".join(restored.kinds("leo"))
    restored.database.close()


def test_it_is_of_one_instant_while_somebody_writes(
    url: str, backup: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE pairs (one BLOB, other BLOB)"))
        for _ in range(50):
            connection.execute(text("INSERT INTO pairs VALUES (randomblob(4000), NULL)"))
        connection.execute(text("UPDATE pairs SET other = one"))
    monkeypatch.setattr(backing_up, "PAGES", 5)
    done: list[bool] = []

    def change() -> None:
        while not done:
            with database.engine.begin() as connection:
                connection.execute(text("UPDATE pairs SET one = randomblob(4000)"))
                connection.execute(text("UPDATE pairs SET other = one"))

    writer = Thread(target=change)
    writer.start()
    codes = [backup(tmp_path / f"{number}.sqlite") for number in range(5)]
    done.append(True)
    writer.join()
    database.close()
    assert [code for code, _ in codes] == [0] * 5, codes
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.sqlite")) as copy:
            assert copy.execute("SELECT count(*) FROM pairs WHERE one = other").fetchone() == (50,)


def test_only_its_owner_may_read_it_and_nothing_lies_beside_it(
    url: str, backup: Backup, tmp_path: Path
) -> None:
    database = Database(url)
    revisions.migrate(database)
    database.close()
    folder = tmp_path / "backups"
    folder.mkdir()
    assert backup(folder / "kept.sqlite")[0] == 0
    assert [file.name for file in folder.iterdir()] == ["kept.sqlite"]
    assert stat.S_IMODE((folder / "kept.sqlite").stat().st_mode) == 0o600


def test_what_is_there_is_not_written_over(url: str, backup: Backup, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    code, said = backup(file)
    assert (code, "there is no database" in said, file.exists()) == (1, True, False)
    database = Database(url)
    revisions.migrate(database)
    database.close()
    file.write_text("precious")
    code, said = backup(file)
    assert (code, "there already" in said, file.read_text()) == (1, True, "precious")
    assert backup(tmp_path / "no folder" / "kept.sqlite")[0] == 1


def test_postgresql_is_left_to_its_own_tool(backup: Backup, monkeypatch: Any) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:secret@db.example/coffee")
    code, said = backup(Path("kept.sqlite"))
    assert (code, "pg_dump" in said, "secret" in said) == (1, True, False)
