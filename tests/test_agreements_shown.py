"""Two answers about a rhythm are shown together: equal, close, or two steps apart."""

import json
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from bot import agreements
from store.relationships import Relationship
from store.sessions import HELD, Meeting
from tests.agreeing import agenda, answer, begin, drawn, outcome, said
from tests.life import Life


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya in London and Leo in New York."""
    begin(life)
    return life


def test_equal_answers_set_the_rhythm_and_are_shown_together(pair: Life) -> None:
    answer(pair, "maya")
    answer(pair, "leo")
    text = "You both chose every 2 months, 45 minutes, until 12 January 2028. "
    assert said(pair, "leo", "D5_now") == text + "You can change it whenever life does."
    pair.turn(days=1)
    assert said(pair, "maya", "D5").startswith(text)
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.ends_on == date(2028, 1, 12)
    assert pair.relationship.starts_on == date(2027, 1, 12)
    assert "rhythm" not in agenda(pair)
    pair.tap("leo", "D5_now", "great")
    assert outcome(pair, "leo", "D5_now") == "great"


def test_a_sprint_both_would_like_is_said_and_ends_in_twelve_weeks(pair: Life) -> None:
    answer(pair, "maya", sprint=["sprint"])
    answer(pair, "leo", sprint=["sprint"])
    assert "every 3 weeks for 3 months, then every 2 months" in said(pair, "leo", "D5_now")
    assert pair.relationship.sprint_until_on == date(2027, 1, 12) + timedelta(days=84)


def test_a_sprint_only_one_would_like_is_left_out(pair: Life) -> None:
    answer(pair, "maya", sprint=["sprint"])
    answer(pair, "leo")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.sprint_until_on is None
    assert "3 weeks" not in said(pair, "leo", "D5_now")


@pytest.mark.parametrize(
    ("maya", "leo", "a", "b", "held"),
    [
        ({"every": "month"}, {}, "every month", "every 2 months", ("two_months", 45)),
        ({"minutes": "60"}, {}, "60 minutes", "45 minutes", ("two_months", 45)),
        (
            {"every": "three_months"},
            {"minutes": "30"},
            "every 2 months for 30 minutes",
            "every 3 months for 45 minutes",
            ("three_months", 30),
        ),
    ],
)
def test_different_answers_begin_with_the_lighter_one(
    pair: Life, maya: dict[str, str], leo: dict[str, str], a: str, b: str, held: tuple[str, int]
) -> None:
    answer(pair, "maya", **maya)
    answer(pair, "leo", **leo)
    assert said(pair, "leo", "D6_now").startswith(
        f"You're close: one of you said {a}, the other {b}. I've started with the lighter one"
    )
    assert (pair.relationship.every, pair.relationship.minutes) == held
    assert pair.relationship.rhythm_state == "provisional"
    assert agenda(pair)[0] == "rhythm"
    pair.turn(days=1)
    assert said(pair, "maya", "D6") == said(pair, "leo", "D6_now")


def test_different_ends_are_named_by_their_dates(pair: Life) -> None:
    answer(pair, "maya", until="6_months")
    answer(pair, "leo", until="date", until_on="2027-10-01")
    said_to_leo = said(pair, "leo", "D6_now")
    assert "until 12 July 2027" in said_to_leo
    assert "until 1 October 2027" in said_to_leo
    assert pair.relationship.ends_on == date(2027, 7, 12)


@pytest.mark.parametrize("button", ["fine_for_now", "lets_talk_first"])
def test_a_different_answer_stays_on_the_agenda_whatever_is_tapped(pair: Life, button: str) -> None:
    answer(pair, "maya", every="month")
    answer(pair, "leo")
    pair.tap("leo", "D6_now", button)
    assert outcome(pair, "leo", "D6_now") == button
    assert pair.relationship.rhythm_state == "provisional"
    assert agenda(pair)[0] == "rhythm"


def two_steps(life: Life) -> None:
    answer(life, "maya", every="month")
    answer(life, "leo", every="three_months")
    life.turn(days=1)


def test_two_steps_apart_offers_the_middle_with_its_own_buttons(pair: Life) -> None:
    two_steps(pair)
    assert said(pair, "leo", "D6_now") == (
        "You see this differently: every month and every 3 months. "
        "Try every 2 months for three sessions, then choose again?"
    )
    assert said(pair, "maya", "D6") == said(pair, "leo", "D6_now")
    shown = json.dumps(pair.last("maya").body)
    assert "Try it" in shown
    assert "Fine for now" not in shown
    assert pair.relationship.every == "three_months"


def test_the_middle_is_tried_when_both_say_so(pair: Life) -> None:
    two_steps(pair)
    pair.tap("leo", "D6_now", "try_it")
    assert outcome(pair, "leo", "D6_now") == "waiting"
    assert pair.relationship.every == "three_months"
    pair.tap("maya", "D6", "try_it")
    assert (pair.relationship.every, pair.relationship.rhythm_state) == ("two_months", "trial")
    result = "You're trying every 2 months for three sessions. I'll ask again after that."
    assert result in drawn(pair, "leo", "D6_now")
    assert result in drawn(pair, "maya", "D6")
    assert "rhythm" not in agenda(pair)
    pair.turn(days=14)
    assert pair.relationship.rhythm_state == "trial"


@pytest.mark.parametrize("first", ["leo", "maya"])
def test_one_who_would_talk_first_keeps_the_lighter_rhythm(pair: Life, first: str) -> None:
    two_steps(pair)
    kinds = {"leo": "D6_now", "maya": "D6"}
    second = "maya" if first == "leo" else "leo"
    pair.tap(first, kinds[first], "try_it")
    pair.tap(second, kinds[second], "lets_talk_first")
    assert (pair.relationship.every, pair.relationship.rhythm_state) == (
        "three_months",
        "provisional",
    )
    assert "The lighter rhythm stands for now." in drawn(pair, first, kinds[first])
    assert agenda(pair)[0] == "rhythm"


def test_a_wish_to_talk_first_is_not_seen_before_the_other_has_tapped(pair: Life) -> None:
    two_steps(pair)
    before = drawn(pair, "maya", "D6"), agenda(pair), len(pair.sent)
    pair.tap("leo", "D6_now", "lets_talk_first")
    assert (drawn(pair, "maya", "D6"), agenda(pair), len(pair.sent)) == before
    pair.tap("maya", "D6", "try_it")
    assert "The lighter rhythm stands for now." in drawn(pair, "maya", "D6")
    assert pair.relationship.every == "three_months"


def test_nobody_saying_anything_about_the_middle_leaves_the_lighter(pair: Life) -> None:
    two_steps(pair)
    pair.tap("leo", "D6_now", "try_it")
    pair.turn(days=9)
    assert pair.relationship.rhythm_state == "provisional"
    assert pair.relationship.every == "three_months"
    for handle, kind in (("maya", "D6"), ("leo", "D6_now")):
        assert "The lighter rhythm stands for now." in drawn(pair, handle, kind)


def hold_one(life: Life) -> None:
    """Let a session be held a month on."""
    life.turn(days=30)
    relationship_id = life.relationship.id

    def work(tx: Session) -> None:
        meeting = Meeting(
            relationship_id=relationship_id,
            number=len(tx.exec(select(Meeting)).all()) + 1,
            state=HELD,
            target_on=life.now.date(),
            settled_at=life.now,
        )
        tx.add(meeting)
        tx.flush()
        relationship = tx.get_one(Relationship, relationship_id)
        agreements.after_session(tx, relationship, life.now)

    life.run(work)
    life.settle()


def trial(life: Life) -> None:
    two_steps(life)
    life.tap("leo", "D6_now", "try_it")
    life.tap("maya", "D6", "try_it")


def test_both_are_asked_again_after_three_sessions(pair: Life) -> None:
    trial(pair)
    hold_one(pair)
    hold_one(pair)
    pair.turn(days=7)
    assert "rhythm_again" not in pair.kinds("maya") + pair.kinds("leo")
    hold_one(pair)
    pair.turn(days=7)
    for handle in ("maya", "leo"):
        assert pair.kinds(handle).count("rhythm_again") == 1
    answer(pair, "leo", "rhythm_again", every="month")
    assert pair.relationship.every == "two_months"
    answer(pair, "maya", "rhythm_again", every="month")
    assert pair.relationship.every == "month"
    assert pair.relationship.rhythm_state == "agreed"
    assert "You both chose every month" in said(pair, "maya", "D5_now")


def test_asked_again_they_may_rather_talk(pair: Life) -> None:
    trial(pair)
    for _ in range(3):
        hold_one(pair)
    pair.turn(days=7)
    answer(pair, "leo", "rhythm_again", every="month")
    pair.tap("maya", "rhythm_again", "lets_talk_first")
    assert pair.relationship.every == "two_months"
    assert pair.relationship.rhythm_state == "provisional"
    result = "It's first on your agenda. The rhythm holds until then."
    assert result in drawn(pair, "maya", "rhythm_again")
    assert result in drawn(pair, "leo", "rhythm_again")
