"""One's own data over the wire: saved as a file, then deleted, with what Slack shows after."""

from pathlib import Path

from aiohttp import ClientSession

from tests import databases
from tests.archived import data, unpacked
from tests.lived import GOAL, PRIVATE, STEP, home, lived, tap_home
from tests.test_story import files
from tests.wire import Wire

MINE = (GOAL, PRIVATE, STEP, "How maya came here", "Ask for the brief first")


async def test_maya_saves_her_data_and_deletes_it(tmp_path: Path) -> None:
    async with lived("met once", databases.lasting("lived"), tmp_path) as wire:
        await tap_home(wire, "maya", "Save my data")
        saved = unpacked(await _read(wire, "maya"))
        page, told = saved["index.html"].decode(), data(saved)
        for words in MINE:
            assert words in page
        assert told["relationships"][0]["with"].startswith("Leo")
        await tap_home(wire, "maya", "Delete my data", "Delete my data")
        await wire.calm()
        left = wire.said("maya") + await home(wire, "maya")
        assert not [words for words in MINE if words in left]
        assert "What stood here has been deleted." in wire.said("maya")
        await wire.turn_until("leo", "bringing your mentoring to a close")
        seen = str(wire.inbox("leo")) + await home(wire, "leo")
        assert not [words for words in MINE if words in seen]
        await tap_home(wire, "leo", "Save my data")
        assert not [words for words in MINE if words in str(unpacked(await _read(wire, "leo")))]
        assert "How leo came here" in str(unpacked(await _read(wire, "leo")))


async def _read(wire: Wire, person: str) -> bytes:
    """Give the last file somebody got."""
    file = files(wire, person)[-1]
    who = wire.slack.who(person).id
    url = f"{wire.slack.url}/files/{file['id']}/{file['name']}?as={who}"
    async with ClientSession() as browser, browser.get(url) as answer:
        assert answer.status == 200
        return await answer.read()
