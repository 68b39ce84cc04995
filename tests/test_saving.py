"""A save that fails keeps the text where it was typed, and says so (PRODUCT K3)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot import catalogue, scripts
from store import keys
from store.cards import Card
from store.keys import Ring
from tests import databases
from tests.test_story import pair_up
from tests.wire import begin

PATH = "I began in a bakery"


def broken(*_: Any) -> Any:
    raise ZeroDivisionError(PATH)


async def test_a_save_that_fails_keeps_the_words_and_the_next_one_takes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with begin(tmp_path) as wire:
        await pair_up(wire)
        await wire.click("leo", "five minutes of setup", "Set it up")
        await wire.click("leo", "Help Maya know you", "Fill in my card")
        with monkeypatch.context() as patch:
            form = catalogue.FORMS["know_me"]
            patch.setitem(catalogue.FORMS, "know_me", replace(form, submit=broken))
            wrong = await wire.submit("leo", path=PATH)
        assert [said.startswith(scripts.script("K3").text) for said in wrong.values()] == [True]
        assert wire.view("leo")["callback_id"] == "form:know_me"
        assert PATH not in caplog.text
        caplog.clear()
        assert await wire.submit("leo", path=PATH) == {}
    ring = Ring.read(keys.of_file(tmp_path / "key"))
    with databases.opened(tmp_path, ring=ring) as database:
        kept = database.run(lambda tx: [card.path for card in tx.exec(select(Card)).all()])
    assert kept == [PATH]
