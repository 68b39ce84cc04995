"""The mentee gives a topic, and it is on the agenda."""

import json
from datetime import timedelta

import pytest

from bot.errors import Correctable
from tests.life import Life
from tests.preparing import (
    NEXT_THURSDAY,
    agenda,
    book,
    drawn,
    goal,
    got,
    met_once,
    said,
)


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya and Leo after their first session, with a second one to book."""
    met_once(life)
    return life


def test_a_topic_from_the_form_is_first_on_the_agenda_for_its_goal(pair: Life) -> None:
    lead = goal(pair, "Learn to lead")
    goal(pair, "Closed one", closed_at=pair.now)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    assert "Closed one" not in json.dumps(form)
    pair.submit("maya", form, topic="How to say no", goal=lead)
    assert agenda(pair) == [("How to say no", lead)]
    assert "Your topic is first on the agenda." in drawn(pair, "maya", "M4")
    pair.turn(days=1, hours=1)
    assert said(pair, "leo", "M5").startswith("You meet Maya tomorrow. ")
    assert "How to say no" in said(pair, "leo", "M5")


def test_a_line_in_the_thread_is_the_topic(pair: Life) -> None:
    goal(pair, "Learn to lead")
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.reply("maya", "M4", "How to say no")
    assert agenda(pair) == [("How to say no", None)]
    assert "Your topic is first on the agenda." in drawn(pair, "maya", "M4")


def test_a_topic_after_the_mentors_brief_is_put_into_it(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    form = pair.tap("maya", "M4", "add_topic").view
    before = len(pair.errands("redraw"))
    pair.submit("maya", form, topic="How to say no")
    assert len(pair.errands("redraw")) > before
    assert "How to say no" in drawn(pair, "leo", "M5")


def test_a_topic_once_given_is_not_asked_again_after_a_move(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.reply("maya", "M4", "How to say no")
    book(pair, NEXT_THURSDAY + timedelta(days=7))
    pair.turn(days=9)
    assert len(got(pair, "maya", "M4")) == 1
    assert "How to say no" in said(pair, "leo", "M5")


def test_a_question_for_a_topic_ends_when_the_session_begins(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn_to(NEXT_THURSDAY + timedelta(minutes=1))
    assert "This question has closed." in drawn(pair, "maya", "M4")


@pytest.mark.parametrize("handle", ["leo", "ines"])
def test_only_the_mentee_gives_a_topic(pair: Life, handle: str) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.submit(handle, form, topic="How to say no")


def test_a_topic_for_a_goal_of_somebody_else_is_refused(pair: Life) -> None:
    goal(pair, "Learn to lead")
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    with pytest.raises(Correctable, match="Please pick one") as wrong:
        pair.submit("maya", form, topic="How to say no", goal="another's")
    assert wrong.value.field == "goal"
    assert agenda(pair) == []


@pytest.mark.parametrize("topic", ["", "   ", "🎉 :tada:", "x" * 301])
def test_a_topic_that_says_nothing_or_too_much_stays_in_the_form(pair: Life, topic: str) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    with pytest.raises(Correctable) as wrong:
        pair.submit("maya", form, topic=topic)
    assert wrong.value.field == "topic"


def test_a_topic_sent_twice_is_one(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    for _ in range(2):
        pair.submit("maya", form, topic="How to say no")
    assert agenda(pair) == [("How to say no", None)]
