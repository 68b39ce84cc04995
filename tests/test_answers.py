"""What people type is checked once, in one place, before any verb sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import answers, scripts
from bot.errors import Correctable
from bot.kinds import Page
from bot.scripts import FormWords, Question


def question(kind: str = "text", *, optional: bool = False, limit: int = 3000) -> Question:
    return Question("line", "A line", "A line?", kind, None, None, False, optional, limit, ())


def form(*questions: Question) -> FormWords:
    return FormWords("f", "A form", "Save", "Cancel", None, None, questions)


def test_words_are_trimmed_and_nothing_is_none() -> None:
    assert answers.text("  a word \n", 3000) == "a word"
    assert answers.text(" \n ", 3000) is None
    assert answers.text(None, 3000) is None


def test_a_character_too_many_is_refused_at_its_field_with_both_numbers() -> None:
    assert answers.text("x" * 3000, 3000) == "x" * 3000
    with pytest.raises(Correctable) as wrong:
        answers.text("x" * 3001, 3000, "line")
    assert wrong.value.field == "line"
    assert "3001" in wrong.value.sentence
    assert "3000" in wrong.value.sentence


@pytest.mark.parametrize("words", ["👍", ":thumbsup:", "👩🏽‍💻 🎉", ":+1::tada:", "!!!", "..."])
def test_emoji_alone_are_asked_for_in_words(words: str) -> None:
    with pytest.raises(Correctable) as wrong:
        answers.text(words, 3000, "line")
    assert wrong.value.sentence == scripts.error("only_emoji")


@pytest.mark.parametrize("words", ["ok 👍", "日本語", "é", "7", "Ä :tada:"])
def test_any_letter_or_digit_of_any_script_speaks(words: str) -> None:
    assert answers.text(words, 3000) == words


def test_a_required_question_left_empty_is_refused_at_its_field() -> None:
    with pytest.raises(Correctable) as wrong:
        answers.clean(form(question()), {"line": "  "}, Page())
    assert wrong.value.field == "line"


def test_questions_left_out_are_neither_asked_nor_kept() -> None:
    assert answers.clean(form(question()), {"line": "x"}, Page(leave_out=frozenset({"line"}))) == {}


def test_answers_to_questions_nobody_asked_are_dropped() -> None:
    words = form(question(optional=True))
    assert answers.clean(words, {"line": "x", "other": "y"}, Page()) == {"line": "x"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("choice", "other"),
        ("choice", ["this"]),
        ("choice", {"this": 1}),
        ("choices", 5),
        ("choices", [["this"]]),
        ("date", "20270101"),
        ("date", "2027-W01-1"),
        ("date", 20270101),
        ("time", "15:00+02:00"),
        ("time", "15"),
        ("minutes", "17"),
        ("choices", ["other"]),
        ("date", "tomorrow"),
        ("time", "25:00"),
        ("datetime", "soon"),
        ("datetime", 10**15),
    ],
)
def test_what_no_menu_could_have_sent_is_refused_at_its_field(kind: str, value: object) -> None:
    page = Page(choices={"line": [("this", "This one")]})
    with pytest.raises(Correctable) as wrong:
        answers.clean(form(question(kind)), {"line": value}, page)
    assert wrong.value.field == "line"


@given(st.text(max_size=200))
def test_no_text_breaks_the_check(words: str) -> None:
    try:
        kept = answers.text(words, 150)
    except Correctable:
        return
    assert kept is None or (kept == kept.strip() and "\x00" not in kept)


@pytest.mark.parametrize("kind", ["choice", "minutes", "date", "time", "datetime", "text"])
@pytest.mark.parametrize("value", [None, "", [], {}, 0, False])
def test_an_empty_answer_of_any_make_is_none(kind: str, value: object) -> None:
    assert answers.clean(form(question(kind, optional=True)), {"line": value}, Page()) == {
        "line": None
    }
