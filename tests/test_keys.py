"""The key ring: what it reads, what it refuses, what it opens."""

import base64
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app
from handlers.settings import Settings
from store import keys
from store.keys import Ring, Unopened
from tests.rings import KEYS, OTHER

PLACE = "goal\0text\0one"
WORDS = "Not sure I belong here ☕"


def test_what_is_sealed_opens_at_its_place_and_is_32_bytes_longer() -> None:
    sealed = Ring.read(KEYS).seal(WORDS, PLACE)
    assert Ring.read(KEYS).open(sealed, PLACE) == WORDS
    assert len(sealed) == len(WORDS.encode()) + 32
    assert WORDS.encode() not in sealed


def test_the_same_words_never_look_the_same() -> None:
    ring = Ring.read(KEYS)
    assert len({ring.seal(WORDS, PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize("place", ["goal\0text\0two", "goal\0note\0one", "step\0text\0one", ""])
def test_nothing_opens_at_another_place(place: str) -> None:
    sealed = Ring.read(KEYS).seal(WORDS, PLACE)
    with pytest.raises(Unopened):
        Ring.read(KEYS).open(sealed, place)


def test_nothing_opens_that_was_changed_or_cut() -> None:
    ring = Ring.read(KEYS)
    sealed = ring.seal(WORDS, PLACE)
    changed = [sealed[:at] + bytes([byte ^ 1]) + sealed[at + 1 :] for at, byte in enumerate(sealed)]
    for wrong in (*changed, sealed[:-1], sealed[:20], sealed[:3], b"", sealed + b"\0"):
        with pytest.raises(Unopened):
            ring.open(wrong, PLACE)


def test_the_first_key_seals_and_all_open() -> None:
    old, both = Ring.read(KEYS), Ring.read(f"{OTHER}, {KEYS}")
    assert both.open(old.seal(WORDS, PLACE), PLACE) == WORDS
    sealed = both.seal(WORDS, PLACE)
    assert Ring.read(OTHER).open(sealed, PLACE) == WORDS
    with pytest.raises(Unopened, match="not on the ring"):
        old.open(sealed, PLACE)


def test_what_cannot_be_opened_is_told_without_words_or_keys() -> None:
    sealed = Ring.read(KEYS).seal(WORDS, PLACE)
    for ring, place in ((Ring.read(OTHER), PLACE), (Ring.read(KEYS), "goal text two")):
        with pytest.raises(Unopened) as told:
            ring.open(sealed, place)
        assert told.value.__cause__ is None
        assert not any(secret in str(told.value) for secret in (WORDS, KEYS, OTHER))


def test_keys_are_read_in_base64_and_in_hex() -> None:
    key = os.urandom(32)
    plain, safe = base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode()
    written = (plain, safe, safe.rstrip("="), key.hex(), key.hex().upper(), f" {plain} ")
    assert len({Ring.read(each).ids for each in written}) == 1


@pytest.mark.parametrize("wrong", ["secret", "", ",", "a" * 44, "0" * 63, "é" * 32, "x" * 42])
def test_a_malformed_key_is_refused_with_a_sentence_that_does_not_show_it(wrong: str) -> None:
    for given, named in ((wrong, "The key"), (f"{KEYS},{wrong}", "Key number 2")):
        with pytest.raises(ValueError, match="32 bytes in base64 or hex") as told:
            Ring.read(given)
        assert str(told.value).startswith(named)
        assert "new-key" in str(told.value)
        assert len(wrong) < 2 or wrong not in str(told.value)


def test_the_settings_refuse_a_malformed_key_and_never_show_a_good_one() -> None:
    with pytest.raises(ValueError, match="ENCRYPTION_KEYS"):
        Settings.read({"ENCRYPTION_KEYS": "secret"})
    settings = Settings.read({"ENCRYPTION_KEYS": KEYS})
    assert KEYS not in repr(settings)
    assert settings.ring is not None
    assert Settings.read({}).ring is None


def test_a_new_key_is_printed_and_is_another_each_time() -> None:
    printed = [CliRunner().invoke(app.cli, ["new-key"]).output.strip() for _ in range(2)]
    assert len({Ring.read(each).first for each in printed}) == 2


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = keys.of_file(tmp_path / "key")
    assert keys.of_file(tmp_path / "key") == made
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert Ring.read(made)


def test_many_threads_seal_and_open_at_once() -> None:
    ring = Ring.read(KEYS)

    def both(number: int) -> bool:
        place, words = f"goal\0text\0{number}", f"{WORDS} {number}" * 50
        return all(ring.open(ring.seal(words, place), place) == words for _ in range(200))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(both, range(16)))
