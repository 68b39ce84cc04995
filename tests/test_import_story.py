"""Over the wire: somebody gives the file they saved elsewhere, and reads it again from Home."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot import archives, imports, parcels
from playground.submissions import Refused
from store.memories import Memory
from store.people import Person
from tests.apart import begun, set_up, tern
from tests.life import Life
from tests.parcels import full, zipped
from tests.wire import Wire, begin


async def open_import(wire: Wire, person: str) -> None:
    """Press Import on Home."""
    home = await wire.slack.open_home(person)
    assert home is not None
    await wire.slack.click(person, home, "Import")
    await wire.calm()


async def give(wire: Wire, person: str, content: bytes) -> dict[str, str]:
    """Give a file in the form."""
    await open_import(wire, person)
    file = wire.slack.upload(person, "second-coffee-2027-01-12.zip", content)
    return await wire.submit(person, file=[file["id"]])


async def home(wire: Wire, person: str) -> Any:
    view = await wire.slack.open_home(person)
    assert view is not None
    return view


async def test_a_saved_file_comes_in_and_is_read_from_home(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        assert await give(wire, "maya", zipped(full())) == {}
        assert "Your file is in: 4 new" in wire.said("maya")
        await wire.slack.click("maya", await home(wire, "maya"), "Open")
        await wire.calm()
        assert "Omar Doe" in json.dumps(wire.view("maya"))
        await wire.click_in_view("maya", "Open")
        assert "Learn to lead" in json.dumps(wire.view("maya"))
        assert "Learn to lead" not in wire.said("maya")
        assert await give(wire, "maya", zipped(full())) == {}
        assert "brings nothing new" in wire.said("maya")


async def test_a_file_that_isnt_one_is_refused_in_words(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        assert await give(wire, "maya", b"PK\x03\x04 not at all") == {}
        assert "It isn't a file that Save my data made" in wire.said("maya")


async def test_a_form_without_a_file_stays_open(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await open_import(wire, "maya")
        assert await wire.submit("maya", file=[]) == {
            "file": "Please complete this required field."
        }


async def test_a_file_somebody_else_gave_is_no_answer(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await open_import(wire, "maya")
        leos = wire.slack.upload("leo", "leos.zip", zipped(full()))
        assert await wire.submit("maya", file=[leos["id"]]) != {}


async def test_slack_takes_no_file_that_is_too_big_for_a_form(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        with pytest.raises(Refused):
            wire.slack.upload("maya", "big.zip", b"x" * (parcels.MOST_BYTES + 1))


def test_what_save_my_data_gives_comes_in_at_another_workspace(life: Life) -> None:
    tern(life)
    begun(life)
    set_up(life)
    _, content = life.run(lambda tx: archives.zipped(tx, life.person("maya", tx), life.now))
    life.teams["mia"] = "T2"
    life.arrive("mia")
    data = parcels.read(content)
    life.run(lambda tx: imports.take(tx, life.who("mia"), "F1", data, life.now))
    memories = life.run(lambda tx: list(tx.exec(select(Memory)).all()))
    [memory] = memories
    assert "Learn to lead" in memory.said
    assert life.run(lambda tx: tx.get_one(Person, memory.person_id).slack_id) == "UMIA"
    page = life.act("mia", "memory", memory.id).view
    assert "Omar" in str(page)
    _, again = life.run(lambda tx: archives.zipped(tx, life.person("maya", tx), life.now))
    life.run(lambda tx: imports.take(tx, life.who("mia"), "F2", parcels.read(again), life.now))
    assert life.run(lambda tx: list(tx.exec(select(Memory)).all())) == memories
