"""When the harder line of a note could use the moment it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import hints


@pytest.mark.parametrize(
    "words",
    [
        "too directive",
        "Be bolder.",
        "one two three four five",
        "You never let me finish what I am saying to you.",
        "I found the second half of our talk rather BORING, to be honest.",
        "The way you looked at the plan was bad, and I told you so.",
        "It's always the same with the notes you take for me.",
        "もっと聞いて",
    ],
)
def test_a_label_or_a_few_words_could_use_the_moment(words: str) -> None:
    assert hints.wants_moment(words)


@pytest.mark.parametrize(
    "words",
    [
        "one two three four five six",
        "When I told the story of the launch, wait until I reach the end.",
        "Send the article the same day, while I still know why I wanted it.",
        "A badge and a nevertheless are not labels in this sentence.",
        "火曜日に私が話していたときは最後まで待ってください",
    ],
)
def test_a_line_with_a_moment_is_left_alone(words: str) -> None:
    assert not hints.wants_moment(words)


@given(st.text(max_size=3000))
def test_any_words_get_an_answer(words: str) -> None:
    assert hints.wants_moment(words) in (True, False)


@given(st.sampled_from(sorted(hints.LABELS)), st.sampled_from([".", ",", "!", "…", ""]))
def test_a_label_is_seen_in_capitals_and_beside_punctuation(label: str, mark: str) -> None:
    assert hints.wants_moment(f"What you said about my plan was {label.upper()}{mark} I think")
