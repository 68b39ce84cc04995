"""Who runs with which keys: nothing is sealed that a running bot could not read."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

import app
from store import readers
from store.keys import Ring
from store.readers import GONE, Reader
from store.seals import Seal
from tests import databases
from tests.life import Life
from tests.rings import KEYS, OTHER, RING
from tests.wire import begin

BOTH = Ring.read(f"{OTHER},{KEYS}")


def present(life: Life) -> list[str]:
    found: list[str] = life.run(lambda tx: list(tx.exec(select(Reader.id)).all()))
    return found


def test_a_process_that_lacks_the_first_key_is_counted_until_it_ends(life: Life) -> None:
    life.run(lambda tx: readers.attend(tx, "old", RING))
    life.run(lambda tx: readers.attend(tx, "new", BOTH))
    life.run(lambda tx: readers.attend(tx, "new", BOTH))
    assert life.run(lambda tx: readers.lacking(tx, RING)) == 0
    assert life.run(lambda tx: readers.lacking(tx, BOTH)) == 1
    life.run(lambda tx: readers.leave(tx, "old"))
    assert life.run(lambda tx: readers.lacking(tx, BOTH)) == 0
    assert present(life) == ["new"]


def test_one_that_was_killed_counts_no_more_after_a_while_and_is_dropped(life: Life) -> None:
    life.run(lambda tx: readers.attend(tx, "killed", RING))

    def passes(tx: Any, by: timedelta) -> None:
        tx.get_one(Reader, "killed").seen_at -= by

    life.run(lambda tx: passes(tx, GONE))
    assert life.run(lambda tx: readers.lacking(tx, BOTH)) == 0
    life.run(lambda tx: passes(tx, 10 * GONE))
    life.run(lambda tx: readers.attend(tx, "another", RING))
    assert present(life) == ["another"]


async def test_keys_are_not_rotated_away_from_a_bot_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def rotate(given: str) -> tuple[int, str]:
        environ = {"DATABASE_URL": databases.url(tmp_path), "ENCRYPTION_KEYS": given}
        done = CliRunner().invoke(app.cli, ["rotate-keys"], env=environ)
        return done.exit_code, " ".join(done.output.split())

    async with begin(tmp_path) as wire:
        await wire.command("maya", "/mentor", "@leo")
        old = (tmp_path / "key").read_text(encoding="ascii").strip()
        code, said = rotate(f"{OTHER},{old}")
        assert (code, "restart them with this ENCRYPTION_KEYS" in said) == (1, True)
    (tmp_path / "key").write_text(f"{OTHER},{old}", encoding="ascii")
    async with begin(tmp_path) as wire:
        assert rotate(f"{OTHER},{old}")[0] == 0
        await wire.command("maya", "/mentor")
    (tmp_path / "key").write_text(OTHER, encoding="ascii")
    async with begin(tmp_path):
        pass
    with databases.opened(tmp_path, ring=Ring.read(OTHER)) as database:
        assert database.run(lambda tx: tx.exec(select(Reader)).all()) == []
        assert len(database.run(lambda tx: tx.exec(select(Seal)).all())) == 1
