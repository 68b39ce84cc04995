"""What comes next is answered alone, and told to both at once (I4, I5, I6)."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from bot.errors import Correctable
from bot.renewals import Plan, both_chose, outcome
from tests.booking import at, texts
from tests.closing import BOTH, closing, meetings, near_the_end, outcomes, say, sent, to_the_end
from tests.life import Life
from tests.pairs import everything_for

CHOICES = ("another_year", "twice_year", "finish_well", "not_sure_talk")
SAID = {
    Plan.ANOTHER_YEAR: "another year",
    Plan.TWICE_YEAR: "twice a year",
    Plan.FINISH_WELL: "to finish well",
}
AFTER = {
    Plan.ANOTHER_YEAR: "active",
    Plan.TWICE_YEAR: "in_touch",
    Plan.FINISH_WELL: "ended",
}


def meant(answer: str | None) -> str | None:
    return "not_sure" if answer == "not_sure_talk" else answer


# Both not sure is a story of its own, below.
PAIRS = [pair for pair in product(CHOICES, CHOICES) if pair != ("not_sure_talk", "not_sure_talk")]


@pytest.mark.parametrize("kind", ["workplace", "career"])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_answers_are_told_to_both_and_hold_on_the_end_date(
    life: Life, kind: str, one: str, other: str
) -> None:
    closing(life, kind)
    say(life, one, other)
    life.turn_to(at(10, 18, month=12))
    plan = outcome(kind, meant(one), meant(other))
    told = "I5" if both_chose(one, other) else "I6"
    for handle in BOTH:
        assert sent(life, handle, told) == 1
        assert SAID[plan] in texts(life, handle, told)[0]
    to_the_end(life)
    assert life.relationship.state == AFTER[plan]
    assert sent(life, "maya", "I5") + sent(life, "maya", "I6") == 1
    assert sent(life, "maya", "I4") == 1
    assert sent(life, "maya", "I10") == sent(life, "leo", "I10_mentor") == 1


@pytest.mark.parametrize("kind", ["workplace", "career"])
@pytest.mark.parametrize("answer", [None, *CHOICES])
def test_a_missing_answer_is_the_kinds_usual_ending_two_weeks_before_the_end(
    life: Life, kind: str, answer: str | None
) -> None:
    closing(life, kind)
    say(life, answer, None)
    life.turn_to(at(28, 23, month=12))
    assert "I6" not in life.kinds("maya") + life.kinds("leo")
    assert sent(life, "leo", "I4") == 2
    life.turn_to(at(30, 23, month=12))
    plan = outcome(kind, meant(answer), None)
    for handle in BOTH:
        assert f"the plan for now is {SAID[plan]}" in texts(life, handle, "I6")[0]
    assert all(state != "sent" for state, _ in outcomes(life, "leo", "I4"))
    to_the_end(life)
    assert life.relationship.state == AFTER[plan]
    assert sent(life, "leo", "I4") == 2


@pytest.mark.parametrize("answer", CHOICES)
def test_nothing_tells_one_persons_answer_before_both_are_in(life: Life, answer: str) -> None:
    closing(life)
    shown = str(life.act("leo", "renewal", life.relationship.id).view)
    before = everything_for(life, "leo"), life.kinds("leo")
    say(life, answer, None)
    assert str(life.act("leo", "renewal", life.relationship.id).view) == shown
    assert (everything_for(life, "leo"), life.kinds("leo")) == before


def test_before_the_plan_one_side_sees_only_the_plan(life: Life) -> None:
    closing(life, "workplace")
    say(life, "another_year", None)
    life.turn_to(at(30, 23, month=12))
    words = everything_for(life, "leo").casefold()
    assert "another year" not in words.replace('"another year"', "").replace("another year'", "")


def test_one_reminder_comes_half_way_and_only_to_who_has_not_answered(life: Life) -> None:
    closing(life)
    say(life, "twice_year", None)
    life.turn_to(at(14, 12, month=12))
    assert sent(life, "leo", "I4") == 1
    life.turn_to(at(16, 18, month=12))
    assert sent(life, "leo", "I4") == 2
    assert sent(life, "maya", "I4") == 1


def test_both_not_sure_have_thirty_more_days_once(life: Life) -> None:
    closing(life)
    say(life, "not_sure_talk", "not_sure_talk")
    life.turn(days=6)
    assert life.relationship.ends_on == date(2028, 2, 11)
    for handle in BOTH:
        [words] = texts(life, handle, "thirty_more_days")
        assert "now runs until 11 February 2028" in words
    life.turn_to(at(6, 18, year=2028))
    assert life.relationship.state == "closing"
    assert sent(life, "maya", "I4") == sent(life, "leo", "I4") == 2
    say(life, "not_sure_talk", "not_sure_talk")
    life.turn(days=7)
    assert life.relationship.ends_on == date(2028, 2, 11)
    assert "twice a year" in texts(life, "maya", "I6")[-1]
    assert sent(life, "maya", "thirty_more_days") == 1
    to_the_end(life)
    assert life.relationship.state == "in_touch"


def test_after_thirty_days_the_new_answers_count(life: Life) -> None:
    closing(life)
    say(life, "not_sure_talk", "not_sure_talk")
    life.turn_to(at(6, 18, year=2028))
    say(life, "another_year", "another_year")
    to_the_end(life)
    row = life.relationship
    assert (row.state, row.round, row.starts_on) == ("active", 2, date(2028, 2, 11))
    assert row.extended_on is None


def test_a_changed_answer_that_now_agrees_is_told_to_both(life: Life) -> None:
    closing(life)
    say(life, "another_year", "finish_well")
    life.turn(days=7)
    view = life.tap("leo", "I6", "change_my_answer").view
    life.submit("leo", view, answer="another_year")
    assert outcomes(life, "leo", "I6") == [("answered", "change_my_answer")]
    life.turn(days=6)
    for handle in BOTH:
        assert "You both chose another year" in texts(life, handle, "I5")[0]
    to_the_end(life)
    assert life.relationship.state == "active"


def test_a_changed_answer_that_changes_nothing_says_nothing(life: Life) -> None:
    closing(life)
    say(life, "another_year", "finish_well")
    life.turn(days=7)
    before = life.kinds("leo")
    view: Any = life.act("maya", "renewal", life.relationship.id).view
    life.submit("maya", view, answer="twice_year")
    life.turn(days=2)
    assert life.kinds("leo") == before
    assert sent(life, "maya", "I6") == 1


def test_who_was_silent_may_still_answer_until_the_end(life: Life) -> None:
    closing(life, "career")
    say(life, "another_year", None)
    life.turn_to(at(3, 18, year=2028))
    assert sent(life, "leo", "I6") == 1
    view = life.tap("leo", "I6", "change_my_answer").view
    life.submit("leo", view, answer="another_year")
    life.turn(days=3)
    assert sent(life, "maya", "I5") == sent(life, "leo", "I5") == 1
    to_the_end(life)
    assert life.relationship.round == 2


def test_a_lighter_second_thought_is_told_before_it_holds(life: Life) -> None:
    closing(life)
    say(life, "another_year", "twice_year")
    life.turn(days=7)
    view: Any = life.act("maya", "renewal", life.relationship.id).view
    life.submit("maya", view, answer="finish_well")
    life.turn(days=6)
    assert "to finish well" in texts(life, "leo", "I6")[-1]
    to_the_end(life)
    assert life.relationship.state == "ended"


def test_home_shows_ones_own_answer_and_the_plan_both_were_told(life: Life) -> None:
    closing(life)
    say(life, "another_year", None)
    assert "Your answer for after that: another year" in everything_for(life, "maya")
    assert "Your answer for after that" not in everything_for(life, "leo")
    say(life, None, "twice_year")
    for handle in BOTH:
        assert "The plan for after that: twice a year" in everything_for(life, handle)


def test_a_reply_in_the_thread_answers_too(life: Life) -> None:
    closing(life)
    life.reply("leo", "I4", "Finish well")
    assert outcomes(life, "leo", "I4")[0] == ("answered", "finish_well")


def test_only_the_two_answer_and_only_while_it_closes(life: Life) -> None:
    found = near_the_end(life)
    with pytest.raises(Correctable, match="has closed"):
        life.act("maya", "renewal", found.id)
    life.turn_to(at(3, 18, month=12))
    view = life.act("maya", "renewal", found.id).view
    with pytest.raises(Correctable, match="somebody else"):
        life.submit("ines", view, answer="finish_well")
    to_the_end(life)
    with pytest.raises(Correctable, match="has closed"):
        life.submit("maya", view, answer="another_year")
    assert meetings(life)
