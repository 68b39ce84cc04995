"""Times on offer: taken once, declined, put off, or gone when they have passed."""

from typing import Any

import pytest

from bot import gestures
from bot.errors import Correctable
from store.sessions import TO_BOOK, UNCONFIRMED, of_relationship, slots
from tests.booking import (
    at,
    book,
    drawn,
    labels,
    meeting,
    meeting_id,
    offer,
    pair,
    refused,
    stamp,
    texts,
    until,
)
from tests.life import Life

FIRST, SECOND = at(20, 15), at(21, 16, 30)


def invite(life: Life) -> Any:
    """Open the form that offers times."""
    return life.command("maya", "/mentor-book").view


def test_none_of_these_with_others_goes_back_with_a_button_each(life: Life) -> None:
    pair(life)
    offer(life, FIRST)
    until(life, "leo", "offered_times")
    view = life.tap("leo", "offered_times", "none_of_these").view
    life.submit("leo", view, first=stamp(at(25, 15)), note="Could be a walk")
    until(life, "maya", "times_suggested")
    assert 'Leo writes: "Could be a walk"' in texts(life, "maya", "times_suggested")[0]
    life.tap("maya", "times_suggested", "time#0")
    assert meeting(life).starts_at == at(25, 15)
    until(life, "leo", "booked")


def test_none_of_these_alone_lets_her_offer_others(life: Life) -> None:
    pair(life)
    offer(life, FIRST)
    until(life, "leo", "offered_times")
    prompt = life.open("leo", "offered_times")
    view = life.tap("leo", "offered_times", "none_of_these").view
    life.submit("leo", view)
    assert drawn(life, prompt.id).endswith("Maya knows that none of these fits.")
    assert meeting(life).state == TO_BOOK
    until(life, "maya", "times_declined")
    assert life.tap("maya", "times_declined", "offer_others").view is not None


def test_an_offer_nobody_answers_lapses_and_she_is_asked_again(life: Life) -> None:
    pair(life)
    until(life, "maya", "M1")
    offer(life, at(15, 15))
    until(life, "leo", "offered_times")
    prompt = life.open("leo", "offered_times")
    life.turn_to(at(16, 12))
    assert meeting(life).state == TO_BOOK
    assert "This question has closed" in drawn(life, prompt.id)
    until(life, "maya", "M2")


def test_a_time_that_passed_meanwhile_gets_a_sentence(life: Life) -> None:
    pair(life)
    offer(life, at(14, 16), SECOND)
    until(life, "leo", "offered_times")
    life.turn_to(at(14, 17))
    with pytest.raises(Correctable, match="That time has passed"):
        life.tap("leo", "offered_times", "time#0")
    assert "Thu 14 Jan, 11:00" not in str(meeting(life).starts_at)


def test_tapping_twice_books_once(life: Life) -> None:
    pair(life)
    offer(life, FIRST)
    until(life, "leo", "offered_times")
    prompt = life.open("leo", "offered_times")
    life.tap("leo", "offered_times", "time#0")
    again = life.run(lambda tx: gestures.tap(tx, life.who("leo"), prompt.id, "time#0", life.now))
    assert again.sentence == "This was answered already, so nothing changed."
    assert (meeting(life).bookings, meeting(life).sequence) == (1, 0)
    assert life.kinds("leo").count("booked_at_once") == 1


def test_offering_again_takes_the_place_of_the_first_offer(life: Life) -> None:
    pair(life)
    offer(life, FIRST)
    until(life, "leo", "offered_times")
    offer(life, SECOND)
    until(life, "leo", "offered_times")
    assert labels(life, "leo", "offered_times")[0] == "Thu 21 Jan, 11:30"
    states = life.run(lambda tx: [slot.state for slot in slots(tx, meeting_id(life, tx))])
    assert sorted(states) == ["open", "withdrawn"]


def test_when_both_offer_the_first_stands_and_the_second_hears_which(life: Life) -> None:
    pair(life)
    mine, his = invite(life), life.command("leo", "/mentor-book").view
    life.submit("leo", his, first=stamp(FIRST))
    sentence, field = refused(life, mine, first=stamp(SECOND))
    assert sentence.startswith("Leo was a moment faster and offers Wed 20 Jan, 15:00 (London)")
    assert field == "first"


def test_times_for_a_session_that_is_over_meanwhile_cannot_be_taken(life: Life) -> None:
    pair(life)
    book(life, FIRST)
    way = life.tap("leo", "booked_at_once", "move_it").view
    times = life.submit("leo", way, how="two_other_times").view
    life.submit("leo", times, first=stamp(at(12, 15, month=2)), second=stamp(at(15, 15, month=2)))
    until(life, "maya", "M9_other")
    prompt = life.open("maya", "M9_other")
    life.turn_to(at(5, 15, month=2))
    answer = life.run(lambda tx: gestures.tap(tx, life.who("maya"), prompt.id, "time#0", life.now))
    assert answer.sentence is not None
    first, second = life.run(lambda tx: of_relationship(tx, life.relationship.id))
    assert (first.state, second.state) == (UNCONFIRMED, TO_BOOK)
    assert {slot.state for slot in life.run(lambda tx: slots(tx, first.id))} == {
        "taken",
        "withdrawn",
    }
