"""Is this a good fit: asked once of both, told to nobody; what helps comes up unsigned (H5)."""

from datetime import timedelta

import pytest

from bot import endings
from bot.errors import Correctable
from store.prompts import SENT, Prompt
from store.relationships import Choice, Relationship
from store.sessions import Topic
from tests.life import Life
from tests.pairs import everything_for, pair, rows
from tests.preparing import drawn, got
from tests.test_organizers import helped_by
from tests.test_pulses import meet, next_agenda

LINE = "Shorter talks with one question each"


@pytest.fixture
def asked(life: Life) -> Life:
    """Let two sessions be held, and both be asked."""
    helped_by(life)
    pair(life)
    meet(life, 1)
    meet(life, 2)
    life.turn(days=35)
    assert got(life, "maya", "H5")
    assert got(life, "leo", "H5")
    return life


def prompts(life: Life, handle: str, kind: str) -> list[Prompt]:
    own = life.person(handle).id
    return [row for row in rows(life, Prompt) if (row.kind, row.person_id) == (kind, own)]


def answer(life: Life, value: str, *then: str, handle: str = "maya") -> None:
    """Say how it fits, and go on with what was asked after it."""
    life.tap(handle, "H5", value)
    for button in then:
        life.tap(handle, f"H5_{value}", button)


def test_sixty_days_in_both_are_asked_once(asked: Life) -> None:
    began_at = asked.relationship.begun_at
    assert began_at is not None
    for handle in ("maya", "leo"):
        [at] = got(asked, handle, "H5")
        assert timedelta(days=60) <= at - began_at < timedelta(days=75)
    asked.turn(days=60)
    assert len(got(asked, "maya", "H5")) == 1


def test_after_session_two_when_that_is_later(life: Life) -> None:
    pair(life)
    meet(life, 1)
    life.turn(days=50)
    assert prompts(life, "maya", "H5") == []
    meet(life, 3)
    life.turn(days=20)
    assert life.open("maya", "H5")


def test_nothing_is_asked_of_two_who_have_ended(life: Life) -> None:
    pair(life)
    meet(life, 1)
    meet(life, 2)
    life.run(lambda tx: endings.end(tx, tx.get_one(Relationship, life.relationship.id), life.now))
    life.turn(days=60)
    assert got(life, "maya", "H5") == []


def test_a_break_holds_the_question_back(life: Life) -> None:
    pair(life)
    meet(life, 1)
    meet(life, 2)
    life.submit("leo", life.command("leo", "/mentor-pause").view, until="3_months")
    life.turn(days=60)
    assert got(life, "maya", "H5") == []
    life.act("leo", "come_back", life.relationship.id)
    life.turn(days=14)
    assert life.open("maya", "H5")


@pytest.mark.parametrize("value", ["yes", "mostly", "not_really"])
def test_the_other_never_learns_the_answer(asked: Life, value: str) -> None:
    before, seen = asked.kinds("leo"), everything_for(asked, "leo")
    answer(asked, value)
    assert asked.kinds("leo") == before
    assert everything_for(asked, "leo") == seen
    [kept] = [row for row in rows(asked, Choice) if row.topic == "fit"]
    assert (kept.person_id, kept.value) == (asked.person("maya").id, value)


def test_yes_asks_nothing_more(asked: Life) -> None:
    answer(asked, "yes")
    assert asked.last("maya").kinds != ["H5_mostly"]
    assert "It stays with me." in drawn(asked, "maya", "H5")


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("clearer_goals", "Clearer goals"),
        ("different_rhythm", "A different rhythm"),
        ("more_honesty", "More honesty"),
    ],
)
def test_what_would_help_is_on_the_next_agenda_unsigned(
    asked: Life, button: str, words: str
) -> None:
    answer(asked, "mostly", button)
    assert words in next_agenda(asked, "maya")
    assert next_agenda(asked, "leo").count(words) == 1
    assert [row.added_by_id for row in rows(asked, Topic) if row.kind == button] == [None]
    assert len(prompts(asked, "leo", "H5_mostly")) == 0


def test_both_asking_for_the_same_is_one_item(asked: Life) -> None:
    for handle in ("maya", "leo"):
        answer(asked, "mostly", "more_honesty", handle=handle)
    assert next_agenda(asked, "maya").count("More honesty") == 1


def test_something_else_takes_a_line(asked: Life) -> None:
    answer(asked, "mostly")
    view = asked.tap("maya", "H5_mostly", "something_else").view
    asked.submit("maya", view, line=LINE)
    assert LINE in next_agenda(asked, "leo")
    assert prompts(asked, "maya", "H5_mostly")[0].outcome == "something_else"
    assert [row.added_by_id for row in rows(asked, Topic) if row.text == LINE] == [None]


def test_a_line_in_the_thread_does_the_same(asked: Life) -> None:
    answer(asked, "mostly")
    asked.reply("maya", "H5_mostly", LINE)
    assert LINE in next_agenda(asked, "leo")


def test_talk_it_over_is_unsigned_too(asked: Life) -> None:
    answer(asked, "not_really", "talk_it_over")
    assert "How is this working for us" in next_agenda(asked, "leo")
    assert [row.added_by_id for row in rows(asked, Topic)][-1] is None


def test_ask_organizer_sends_two_names_and_no_answer(asked: Life) -> None:
    answer(asked, "not_really", "ask_organizer")
    assert prompts(asked, "maya", "H5_not_really")[0].state == SENT
    asked.act("maya", "send_ask", asked.relationship.id)
    assert prompts(asked, "maya", "H5_not_really")[0].outcome == "ask_organizer"
    asked.turn(days=4)
    said = str(asked.last("ines").body)
    assert "Maya would like a word about their mentoring with Leo" in said
    assert "fit" not in said


def test_without_an_organizer_there_is_no_such_button(life: Life) -> None:
    pair(life)
    meet(life, 1)
    meet(life, 2)
    life.turn(days=35)
    life.tap("maya", "H5", "not_really")
    assert "ask_organizer" not in str(life.last("maya").body)
    assert "leave_kindly" in str(life.last("maya").body)


def test_leave_kindly_shows_the_ways_and_tells_nobody(asked: Life) -> None:
    before = asked.kinds("leo")
    answer(asked, "not_really")
    assert asked.tap("maya", "H5_not_really", "leave_kindly").view is not None
    assert asked.relationship.state == "active"
    assert asked.kinds("leo") == before


def test_a_stranger_writes_nothing_on_the_agenda(asked: Life) -> None:
    answer(asked, "mostly")
    view = asked.tap("maya", "H5_mostly", "something_else").view
    asked.arrive("ada")
    with pytest.raises(Correctable):
        asked.submit("ada", view, line=LINE)


def test_a_tap_after_the_end_keeps_nothing(asked: Life) -> None:
    asked.run(lambda tx: setattr(tx.get_one(Relationship, asked.relationship.id), "state", "ended"))
    asked.tap("maya", "H5", "mostly")
    assert [row for row in rows(asked, Choice) if row.topic == "fit"] == []
    assert "H5_mostly" not in asked.kinds("maya")


def test_the_question_names_neither(asked: Life) -> None:
    """The same words go to both; each message names nobody's answer."""
    texts = {drawn(asked, handle, "H5").split("\n")[0] for handle in ("maya", "leo")}
    assert texts == {"Two sessions in: is this a good fit for you? Only I see the answer."}
