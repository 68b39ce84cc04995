"""Starting with the right keys, with a wrong one, and with none."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

import app
from handlers.bots import build
from handlers.settings import Settings
from operations.manifests import MANIFEST
from playground.clock import Clock
from playground.server import Playground
from store import keys, seals
from store.database import Database
from store.keys import Ring, Shut
from store.seals import Seal
from tests import databases
from tests.rings import KEYS, OTHER
from tests.wire import begin

NOW = datetime(2027, 1, 12, tzinfo=UTC)


def starts(folder: Path, given: str) -> str:
    """Start with these keys; give the sentence of a refusal, or nothing."""
    database = Database(databases.url(folder), Ring.read(given) if given else None)
    try:
        seals.prove(database)
    except Shut as wrong:
        return str(wrong)
    database.close()
    return ""


def test_the_first_start_leaves_a_seal_and_the_same_key_starts_again(tmp_path: Path) -> None:
    assert starts(tmp_path, KEYS) == ""
    assert starts(tmp_path, KEYS) == ""
    with databases.opened(tmp_path) as database:
        kept = database.run(lambda tx: [seal.key_id for seal in tx.exec(select(Seal)).all()])
    assert kept == [Ring.read(KEYS).first.hex()]


def test_without_a_key_it_says_how_to_make_one(tmp_path: Path) -> None:
    assert "ENCRYPTION_KEYS" in starts(tmp_path, "")
    assert "second-coffee new-key" in starts(tmp_path, "")


def test_another_key_is_refused_and_leaves_no_trace(tmp_path: Path) -> None:
    assert starts(tmp_path, KEYS) == ""
    said = starts(tmp_path, OTHER)
    assert Ring.read(KEYS).first.hex() in said
    assert "put it back" in said
    assert not any(secret in said for secret in (KEYS, OTHER))
    assert starts(tmp_path, KEYS) == ""


def test_a_new_key_before_the_old_one_starts_and_both_are_needed_from_then_on(
    tmp_path: Path,
) -> None:
    for given, well in ((KEYS, True), (f"{OTHER},{KEYS}", True), (OTHER, False), (KEYS, False)):
        assert (starts(tmp_path, given) == "") is well
    assert starts(tmp_path, f"{KEYS},{OTHER}") == ""


def test_a_key_that_only_looks_like_the_right_one_is_refused(tmp_path: Path) -> None:
    assert starts(tmp_path, KEYS) == ""
    with databases.opened(tmp_path) as database:

        def forge(tx: Session) -> None:
            seal = tx.exec(select(Seal)).one()
            seal.check = seal.check[:-1] + bytes([seal.check[-1] ^ 1])

        database.run(forge)
    assert "doesn't open" in starts(tmp_path, KEYS)


async def test_the_bot_refuses_to_start_before_it_says_hello(tmp_path: Path) -> None:
    assert starts(tmp_path, KEYS) == ""
    slack = Playground(MANIFEST, Clock(NOW, running=False))
    await slack.start()
    settings = Settings(slack.bot_token, slack.app_token, slack.api_url, databases.url(tmp_path))
    for given in ("", OTHER):
        with pytest.raises(Shut):
            async with build(Settings(**{**vars(settings), "encryption_keys": given}), lambda: NOW):
                pass
    await slack.stop()


async def test_the_demo_makes_its_own_key_and_goes_on_with_it(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await wire.command("maya", "/mentor", "@leo")
    made = (tmp_path / "key").read_text(encoding="ascii")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    async with begin(tmp_path):
        pass
    assert (tmp_path / "key").read_text(encoding="ascii") == made
    (tmp_path / "key").write_text(keys.make(), encoding="ascii")
    with pytest.raises(Shut):
        async with begin(tmp_path):
            pass


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Give the command line in a folder of its own, with a database that KEYS has sealed."""
    assert starts(tmp_path, KEYS) == ""
    monkeypatch.chdir(tmp_path)

    def run(command: str, given: str) -> tuple[int, str]:
        tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
        environ = {**tokens, "DATABASE_URL": databases.url(tmp_path), "ENCRYPTION_KEYS": given}
        done = CliRunner().invoke(app.cli, [command], env=environ)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, " ".join(done.output.split())

    return run


def test_run_says_in_a_sentence_what_is_wrong_with_the_keys(
    run: Callable[..., tuple[int, str]],
) -> None:
    for given, words in (
        ("", "second-coffee new-key"),
        ("secret", "not 32 bytes in base64 or hex"),
        (OTHER, "put it back"),
    ):
        code, said = run("run", given)
        assert code != 0
        assert words in said
        assert "Traceback" not in said
