"""Home in every state: each button on it, and on the pages behind it, does something there."""

import pytest

from tests.life import Life
from tests.pressing import Presser
from tests.standings import STANDS
from tests.test_home import home, words


@pytest.mark.parametrize("state", STANDS)
def test_every_button_works_in_every_state(life: Life, state: str) -> None:
    STANDS[state](life)
    for handle in ("maya", "leo"):
        if life.person(handle).deactivated_at is None:
            presser = Presser(life, handle)
            assert presser.home() == []
            assert len(presser.pressed) > 5


@pytest.mark.parametrize(
    ("state", "handle", "said"),
    [
        ("past_target", "maya", "No date yet. Any day that suits you both is a good one"),
        ("sprint", "leo", "every 3 weeks until 6 April 2027"),
        ("provisional", "leo", "The rhythm holds for now, until you two have talked."),
        ("on_a_break", "leo", "On a break until 26 January 2027"),
        ("account_gone", "maya", "Leo's Slack account is no longer active, so there are no dates"),
        ("carried_on", "maya", "What you wrote stays yours and goes on; I ask once a year"),
        ("closing_half_answered", "maya", "Your answer for after that: another year."),
        ("closing_told", "leo", "The plan for after that: twice a year"),
        ("keeping_in_touch", "leo", "You meet next: Mon 1 Feb, 09:35 (New York)"),
        ("ended", "leo", "With Maya, until 12 January 2027"),
        ("taking_a_break", "leo", "Room for 3 people at most as a mentor."),
    ],
)
def test_each_state_has_its_own_words(life: Life, state: str, handle: str, said: str) -> None:
    STANDS[state](life)
    assert said in words(home(life, handle))


def test_a_closing_tells_no_answer_of_the_other(life: Life) -> None:
    STANDS["closing_half_answered"](life)
    assert "another year" not in words(home(life, "leo")).casefold()


@pytest.mark.parametrize(
    ("state", "handle", "first"),
    [
        ("hello_due", "maya", "You and Leo were to meet"),
        ("past_target", "maya", "It's been quiet between you and Leo."),
        ("closing_half_answered", "leo", "After 12 January 2028, what would you like?"),
        ("account_gone", "maya", "Leo's Slack account is no longer active"),
    ],
)
def test_now_begins_with_the_most_useful_thing(
    life: Life, state: str, handle: str, first: str
) -> None:
    STANDS[state](life)
    _, _, now = words(home(life, handle)).partition("Now\n")
    assert now.startswith(first)
