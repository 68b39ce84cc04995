"""Logs: events with their ids, as text or as JSON, and nobody's words in any of them."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot import failures
from handlers import clients, logs
from tests import test_story
from tests.wire import begin

DIARY = "Dear diary"
TYPED = (
    "I began in a bakery",
    "How people choose data work",
    "Physics, then data",
    "Write the brief again in my own words",
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give a place to write logs to; logging is put back afterwards."""
    changed = (logging.root, logging.getLogger("slack_bolt"), logging.getLogger("slack_sdk"))
    levels, before = [each.level for each in changed], list(logging.root.handlers)
    yield io.StringIO()
    logging.root.handlers[:] = before
    for each, level in zip(changed, levels, strict=True):
        each.setLevel(level)


@pytest.mark.parametrize("form", logs.FORMATS)
async def test_a_story_at_its_most_talkative_leaves_no_word_of_anyones(
    tmp_path: Path, written: io.StringIO, form: str
) -> None:
    logs.set_up("DEBUG", form, written)
    async with begin(tmp_path) as wire:
        logging.getLogger("slack_bolt").setLevel(logging.DEBUG)
        logging.getLogger("slack_sdk").setLevel(logging.DEBUG)
        await test_story.pair_up(wire)
        await test_story.set_up(wire)
        await wire.command("maya", "/mentor-note")
        await wire.submit("maya", advice=TYPED[-1])
        said = "\n".join(wire.said(who) for who in ("maya", "leo"))
    text = written.getvalue()
    assert "arrived" in text
    assert len(text.splitlines()) > 10
    for words in (*TYPED, "Maya", "Leo", "xoxb-", "xapp-"):
        assert words not in text
    for line in said.splitlines():
        assert len(line) < 20 or line not in text


def test_libraries_are_heard_only_when_something_went_wrong(written: io.StringIO) -> None:
    logs.set_up("DEBUG", "text", written)
    logging.getLogger("slack_sdk.web").debug("a whole payload")
    logging.getLogger("bots.py:submit").info("a whole payload")
    logging.getLogger("slack_sdk.web").warning("no connection")
    logging.getLogger("handlers.sending").debug("prompt claimed", extra={"prompt": "p1"})
    assert "a whole payload" not in written.getvalue()
    assert "no connection" in written.getvalue()
    assert "DEBUG handlers.sending prompt claimed prompt=p1" in written.getvalue()


def test_a_line_for_machines_is_one_object(written: io.StringIO) -> None:
    logs.set_up("INFO", "json", written)
    log = logging.getLogger("handlers.sending")
    log.warning("prompt not posted\nreally", extra={"prompt": "p1", "tries": 2})
    told = json.loads(written.getvalue())
    assert told["event"] == "prompt not posted | really"
    assert (told["prompt"], told["tries"], told["level"]) == ("p1", 2, "WARNING")
    assert told["at"].endswith("Z")


@pytest.mark.parametrize("form", logs.FORMATS)
def test_a_failure_tells_its_place_and_not_what_it_said(written: io.StringIO, form: str) -> None:
    logs.set_up("INFO", form, written)
    try:
        raise ValueError(DIARY)
    except ValueError as error:
        code = failures.report(error)
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    text = written.getvalue()
    assert code in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert DIARY not in text


async def test_the_library_never_puts_a_call_into_words(written: io.StringIO) -> None:
    logs.set_up("DEBUG", "text", written)
    told: list[logging.LogRecord] = []
    everything = logging.Handler()
    everything.emit = told.append  # type: ignore[assignment,method-assign]
    logging.getLogger().addHandler(everything)
    try:
        async with aiohttp.ClientSession() as session:
            slack = clients.client("http://127.0.0.1:1/api/", "xoxb-1", session, None)
            with pytest.raises(aiohttp.ClientConnectionError):
                await clients.post(slack, {"channel": "D1", "text": DIARY})
    finally:
        logging.getLogger().removeHandler(everything)
    assert DIARY not in "".join(record.getMessage() for record in told)
