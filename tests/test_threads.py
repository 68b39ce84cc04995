"""Replies in a prompt's thread: the same conversation as its form, one line at a time."""

import pytest

from bot import scripts
from tests.beginnings import begun, set_up_from
from tests.life import Life
from tests.pairs import everything_for
from tests.trading import asked, note


def said_last(life: Life, handle: str) -> str:
    return str(life.last(handle).body["text"])


@pytest.fixture
def card(life: Life) -> Life:
    """Maya has been asked for her know-me card."""
    begun(life)
    set_up_from(life, "maya")
    assert "C1" in life.kinds("maya")
    return life


def test_each_line_answers_the_next_question_and_says_what_it_kept(card: Life) -> None:
    card.reply("maya", "C1", "Physics, then data")
    assert said_last(card, "maya").startswith("Kept: Your path so far")
    assert "What did you study" in said_last(card, "maya")
    assert card.last("maya").thread_ts is not None


def test_the_note_on_exports_is_said_once_and_never_again(card: Life) -> None:
    note_on_export = scripts.script("first_note_on_export").text
    card.reply("maya", "C1", "Physics")
    card.reply("maya", "C1", "Physics again")
    card.reply("maya", "C1", "done")
    told = [m for m in card.sent if note_on_export in str(m.body["text"])]
    assert len(told) == 1


def test_skip_leaves_a_question_out_and_done_ends_early(card: Life) -> None:
    card.reply("maya", "C1", "skip")
    card.reply("maya", "C1", "Physics")
    card.reply("maya", "C1", "Done.")
    assert scripts.script("thread_done").text in everything_for(card, "maya")
    assert "D1" in card.kinds("maya")


def test_typing_a_buttons_label_does_what_the_button_does(card: Life) -> None:
    card.reply("maya", "C1", "tell them in person")
    assert "D1" in card.kinds("maya")


@pytest.mark.parametrize(
    ("line", "sentence"), [("x" * 3001, "3001"), (":tada: 🎉", "only emoji"), ("   ", "nothing")]
)
def test_a_line_that_cannot_be_kept_is_answered_and_the_question_stays(
    card: Life, line: str, sentence: str
) -> None:
    card.reply("maya", "C1", line)
    assert sentence in said_last(card, "maya")
    card.reply("maya", "C1", "Physics")
    assert said_last(card, "maya").startswith("Kept: Your path so far")


def test_a_line_under_a_closed_question_changes_nothing_and_says_where_to_go(card: Life) -> None:
    card.tap("maya", "C1", "tell_them_in_person")
    card.reply("maya", "C1", "Physics after all")
    assert "This question has closed" in said_last(card, "maya")
    assert "/mentor" in said_last(card, "maya")


def test_two_lines_at_once_are_two_answers(card: Life) -> None:
    card.reply("maya", "C1", "Physics")
    card.reply("maya", "C1", "At Leeds")
    assert said_last(card, "maya").startswith("Kept: What you studied")


def test_got_it_under_the_first_trade_is_the_button_and_not_an_answer(life: Life) -> None:
    asked(life)
    life.reply("leo", "G8", "Got it")
    life.reply("leo", "G8", "She came prepared")
    assert said_last(life, "leo").startswith("Kept: Where did Maya add value")


def test_a_choice_is_taken_by_number_or_by_name_and_another_word_lists_them(life: Life) -> None:
    asked(life)
    for line in ("She came prepared", "skip", "skip"):
        life.reply("leo", "G1", line)
    life.reply("leo", "G1", "whatever")
    assert "Share nothing" in said_last(life, "leo")
    life.reply("leo", "G1", "share nothing")
    assert note(life, "leo").if_alone == "none"
