"""Save my data: one file to read, to keep and to bring along, with what its reader may see."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from random import Random
from typing import Any

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from bot import archives, calls, gestures
from bot.calls import Call
from bot.errors import Correctable
from store.cards import Card
from store.prompts import Draft
from store.relationships import Choice
from store.thanks import Thanks
from store.trades import Note, Trade
from store.visions import Decision, Vision
from tests import databases, standings
from tests.archived import _schema, data, unpacked
from tests.life import TUESDAY, Life
from tests.stages import Stage
from tests.test_lives import cast, company
from tests.watching import TOKEN


def saved(life: Life, handle: str) -> dict[str, bytes]:
    """Give the entries of somebody's archive."""
    _, content = life.run(lambda tx: archives.zipped(tx, life.person(handle, tx), life.now))
    return unpacked(content)


def written(life: Life) -> None:
    """Let the two have something of each sort, private and shared."""
    standings.active(life)
    row, now = life.relationship, life.now

    def write(tx: Any) -> None:
        maya, leo = row.mentee_id, row.mentor_id
        trade = Trade(relationship_id=row.id, opens_at=now, closes_at=now)
        tx.add(trade)
        tx.flush()
        tx.add_all(
            [
                Card(person_id=maya, path="card of maya", written_at=now),
                Card(person_id=leo, path="card of leo", written_at=now),
                Vision(person_id=maya, more_of="vision of maya", written_at=now),
                Decision(person_id=maya, text="decision of maya", decided_at=now),
                Draft(person_id=leo, form="trade", row_id="x", question="value",
                      text="draft of leo", kept_at=now),
                Thanks(relationship_id=row.id, author_id=leo, text="thanks of leo", channel="C1",
                       drafted_at=now),
                Note(trade_id=trade.id, author_id=leo, value="note of leo", written_at=now),
            ]
        )  # fmt: skip

    life.run(write)


def tap_save(stage: Stage, handle: str) -> Any:
    """Tap the button on Home."""
    who, row_id = stage.who(handle), stage.person(handle).id
    return stage.do(handle, lambda tx: gestures.act(tx, who, "save_my_data", row_id, stage.now))


def test_the_file_comes_in_ones_own_conversation() -> None:
    stage = Stage(databases.emptied())
    assert "on its way" in str(tap_save(stage, "maya"))
    assert stage.last("maya").kinds == ["data_saved"]
    assert stage.kinds("leo") == []
    assert stage.watch.faults == []


def test_its_errand_posts_one_zip_beneath_the_message(life: Life) -> None:
    posted: list[Call] = []
    life._run_errands = lambda: 0  # type: ignore[method-assign]
    for _ in range(2):
        life.act("maya", "save_my_data", life.person("maya").id)
    posted = life.run(lambda tx: calls.claim(tx, "here", life.now))
    [upload] = [call.upload for call in posted if call.upload is not None]
    assert re.fullmatch(r"second-coffee-\d{4}-\d\d-\d\d\.zip", upload.name)
    assert unpacked(upload.content)


def test_each_finds_their_own_words_and_what_was_shared(life: Life) -> None:
    written(life)
    maya, leo = (str(data(saved(life, handle))) for handle in ("maya", "leo"))
    for words in ("vision of maya", "decision of maya", "ask Dana for an hour"):
        assert words in maya
        assert words not in leo
    for words in ("draft of leo", "thanks of leo", "note of leo", "Send the deck"):
        assert words in leo
        assert words not in maya
    for words in ("card of maya", "card of leo"):
        assert words in maya
        assert words in leo


def test_a_shared_vision_card_is_in_the_mentors_file(life: Life) -> None:
    written(life)
    row = life.relationship
    shared = Choice(relationship_id=row.id, person_id=row.mentee_id, topic="vision",
                    value="shared", chosen_at=life.now)  # fmt: skip
    life.run(lambda tx: tx.add(shared))
    [theirs] = data(saved(life, "leo"))["relationships"]
    assert theirs["their_vision"]["more_of"] == "vision of maya"


def test_whoever_was_one_of_two_reads_no_card_of_the_other_any_more(life: Life) -> None:
    written(life)
    standings.change(life, state="ended", open_pair=None, ended_at=life.now)
    [theirs] = data(saved(life, "leo"))["relationships"]
    assert theirs["their_card"] is None
    assert theirs["state"] == "ended"


def test_the_page_shows_every_word_of_the_data(life: Life) -> None:
    written(life)
    for handle in ("maya", "leo"):
        entries = saved(life, handle)
        page = unescape(entries["index.html"].decode())
        for words in _words(data(entries)):
            assert words in page, words


def _words(told: Any) -> Iterator[str]:
    """Give the text in data that people wrote."""
    if isinstance(told, Mapping):
        for key, value in told.items():
            if isinstance(value, str) and key in ("text", "path", "more_of", "value", "line"):
                yield value
            else:
                yield from _words(value)
    elif isinstance(told, list):
        for each in told:
            yield from _words(each)


def test_a_page_with_markup_in_its_words_stays_a_page(life: Life) -> None:
    hostile = '<script>alert(1)</script>" \x07 \u2028'
    standings.active(life)
    card = Card(person_id=life.person("maya").id, path=hostile, written_at=life.now)
    life.run(lambda tx: tx.add(card))
    entries = saved(life, "maya")
    page = entries["index.html"].decode()
    assert "<script>" not in page
    assert "\x07" not in page
    assert "http" not in page
    assert data(entries)["card"]["path"] == hostile


def test_its_calendar_has_the_sessions_that_have_a_time(life: Life) -> None:
    standings.meeting_soon(life)
    calendar = Calendar.from_ical(saved(life, "leo")["sessions.ics"])
    [event] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert str(event["SUMMARY"]) == "Mentoring: Maya and Leo"


def test_the_same_data_is_the_same_file(life: Life) -> None:
    written(life)
    made = [
        life.run(lambda tx: archives.zipped(tx, life.person("maya", tx), life.now))
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_nobody_saves_anybody_elses_data(life: Life) -> None:
    with pytest.raises(Correctable):
        life.act("leo", "save_my_data", life.person("maya").id)


def test_somebody_who_wrote_nothing_saves_an_archive_that_says_so(life: Life) -> None:
    entries = saved(life, "ines")
    assert "Nothing is written down yet." in entries["index.html"].decode()
    assert data(entries)["relationships"] == []


@pytest.mark.parametrize("stand", sorted(standings.STANDS))
def test_an_archive_is_whole_in_every_state(life: Life, stand: str) -> None:
    standings.STANDS[stand](life)
    for handle in ("maya", "leo"):
        [row] = data(saved(life, handle))["relationships"]
        assert row["state"] == life.relationship.state


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(_schema().schema)


def test_no_archive_of_any_life_holds_what_its_reader_may_not_see() -> None:
    random = Random(11)  # noqa: S311
    with company(random, TUESDAY) as stage:
        actors = cast(stage, random, ("diligent", "forgetful"), 2)
        for _ in range(40):
            stage.turn(hours=26)
            for actor in actors:
                actor.live()
        own: dict[str, set[str]] = {}
        for actor in actors:
            tap_save(stage, actor.handle)
            own[actor.handle] = set(TOKEN.findall(str(data(saved(stage, actor.handle)))))
        assert stage.watch.faults == []
        assert all(own.values())
