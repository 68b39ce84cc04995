"""Asking for a date: another week, a short note, and the mentor's hello."""

from datetime import date
from typing import Any

from store.sessions import BOOKED, TO_BOOK
from tests.booking import at, drawn, labels, meeting, pair, refused, texts, until
from tests.life import Life

FIRST, SECOND = at(20, 15), at(21, 16, 30)


def test_another_week_moves_the_target_and_asks_again(life: Life) -> None:
    pair(life)
    until(life, "maya", "M1")
    prompt = life.open("maya", "M1")
    view = life.tap("maya", "M1", "pick_another_week").view
    life.submit("maya", view, week_on="2027-03-02")
    assert meeting(life).target_on == date(2027, 3, 2)
    assert "I'll ask again for the week of Tuesday 2 March." in drawn(life, prompt.id)
    until(life, "maya", "M1", days=50)
    assert life.last("maya").at.date() == date(2027, 2, 16)


def test_not_this_week_asks_again_a_week_later_at_most_three_times(life: Life) -> None:
    pair(life)
    for _ in range(3):
        until(life, "maya", "M1", days=12)
        life.tap("maya", "M1", "not_this_week")
    until(life, "maya", "M1", days=12)
    assert "Not this week" not in labels(life, "maya", "M1")
    assert meeting(life).target_on == date(2027, 2, 16)


def test_the_note_is_sent_exactly_as_seen_and_its_times_can_be_taken(life: Life) -> None:
    pair(life)
    until(life, "maya", "M2", days=14)
    view: Any = life.tap("maya", "M2", "send_note").view
    block = next(block for block in view["blocks"] if block.get("block_id") == "note")
    note = block["element"]["initial_value"]
    assert note.startswith("Hi Leo, could we meet the week of Monday 25 January?")
    life.submit("maya", view)
    until(life, "leo", "offered_times")
    assert f'Maya writes: "{note}"' in texts(life, "leo", "offered_times")[0]
    life.tap("leo", "offered_times", "time#0")
    assert meeting(life).state == BOOKED


def test_a_note_with_other_words_goes_without_times(life: Life) -> None:
    pair(life)
    until(life, "maya", "M2", days=14)
    view = life.tap("maya", "M2", "send_note").view
    life.submit("maya", view, note="How about a call some day?")
    until(life, "leo", "note_relayed")
    assert meeting(life).state == TO_BOOK
    [text] = texts(life, "leo", "note_relayed")
    assert text.startswith('Maya writes: "How about a call some day?"')


def test_a_note_sent_twice_goes_once(life: Life) -> None:
    pair(life)
    until(life, "maya", "M2", days=14)
    view = life.tap("maya", "M2", "send_note").view
    life.submit("maya", view, note="One line")
    assert refused(life, view, note="One line")[0].startswith("That line has gone out already")


def test_copying_the_note_shows_it_and_sends_nothing(life: Life) -> None:
    pair(life)
    until(life, "maya", "M2", days=14)
    page = life.tap("maya", "M2", "copy_it").view
    assert "Hi Leo, could we meet" in str(page)
    life.turn(days=3)
    assert "note_relayed" not in life.kinds("leo")


def test_the_mentors_hello_goes_to_the_mentee_who_isnt_told_that_he_was_asked(life: Life) -> None:
    pair(life)
    until(life, "leo", "M3", days=40)
    life.submit("leo", life.tap("leo", "M3", "send_hello").view)
    until(life, "maya", "note_relayed")
    [text] = texts(life, "maya", "note_relayed")
    hello = "Thinking of you. How are things going? Happy to meet when it suits."
    assert text.startswith(f'Leo writes: "{hello}"')
