"""The mentor now manages the mentee: both are asked once, each alone; nothing stops by itself."""

import pytest

from bot.errors import Correctable
from store.prompts import Prompt
from store.relationships import Relationship
from tests.life import Life
from tests.pairs import everything_for, pair, rows
from tests.test_hub import buttons, texts
from tests.test_organizers import helped_by


@pytest.fixture
def asked(life: Life) -> Life:
    helped_by(life)
    pair(life)
    life.act("leo", "lines_ask", life.relationship.id)
    life.turn(days=7)
    return life


def outcome(life: Life, handle: str) -> str | None:
    own = life.person(handle).id
    [row] = [r for r in rows(life, Prompt) if (r.kind, r.person_id) == ("H11", own)]
    return row.outcome


def test_the_page_says_what_happens_and_asks_nobody(life: Life) -> None:
    pair(life)
    more = life.act("maya", "more", life.relationship.id).view
    assert "act:working_lines" in buttons(more)
    page = life.act("maya", "working_lines", life.relationship.id).view
    assert "When Leo comes to manage Maya" in texts(page)
    assert buttons(page) == ["act:lines_ask"]
    life.turn(days=7)
    assert "H11" not in [*life.kinds("maya"), *life.kinds("leo")]


def test_both_are_asked_in_the_same_words(asked: Life) -> None:
    for handle in ("maya", "leo"):
        [message] = [m for m in asked.sent if m.person == handle and "H11" in m.kinds]
        assert "Your working lines have changed" in str(message.body["text"])
    assert asked.relationship.state == "active"


def test_it_is_asked_once_whoever_says_so(asked: Life) -> None:
    for name in ("working_lines", "lines_ask"):
        answer = asked.act("maya", name, asked.relationship.id)
        assert answer.sentence is not None
        assert "were both asked about this already" in answer.sentence
    asked.turn(days=14)
    assert asked.kinds("maya").count("H11") == 1


def test_keeping_going_is_for_ones_own_eyes(asked: Life) -> None:
    before, seen = asked.kinds("leo"), everything_for(asked, "leo")
    asked.tap("maya", "H11", "keep_going_weve_talked")
    assert outcome(asked, "maya") == "keep_going_weve_talked"
    assert asked.kinds("leo") == before
    assert everything_for(asked, "leo") == seen
    assert asked.open("leo", "H11")


def test_find_someone_new_opens_the_form_and_ends_nothing(asked: Life) -> None:
    view = asked.tap("maya", "H11", "find_someone_new").view
    assert view is not None
    assert view["callback_id"] == "form:find_someone"
    assert asked.relationship.state == "active"


def test_ask_organizer_shows_what_is_sent_first(asked: Life) -> None:
    view = asked.tap("leo", "H11", "ask_organizer").view
    assert "Ines will get both names" in str(view)
    asked.act("leo", "send_ask", asked.relationship.id)
    assert outcome(asked, "leo") == "ask_organizer"
    assert outcome(asked, "maya") is None


def test_without_an_organizer_there_are_two_buttons(life: Life) -> None:
    pair(life)
    life.act("maya", "lines_ask", life.relationship.id)
    life.turn(days=7)
    body = str(next(m for m in life.sent if "H11" in m.kinds).body)
    assert "ask_organizer" not in body
    assert "keep_going_weve_talked" in body


def test_a_stranger_asks_nothing_and_an_ended_pair_isnt_asked(asked: Life) -> None:
    with pytest.raises(Correctable):
        asked.act("ines", "lines_ask", asked.relationship.id)
    asked.run(lambda tx: setattr(tx.get_one(Relationship, asked.relationship.id), "state", "ended"))
    with pytest.raises(Correctable):
        asked.act("maya", "lines_ask", asked.relationship.id)
