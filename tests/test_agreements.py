"""Both say privately which rhythm suits them, at their own pace; silence has a gentle default."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import gestures, windows
from bot.errors import Correctable
from store.sessions import Meeting
from tests.agreeing import agenda, answer, begin, default_at_ten_days, drawn, outcome
from tests.life import Life, initial


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya in London and Leo in New York."""
    begin(life)
    return life


def test_twelve_months_is_one_date_on_whichever_day_each_answers(pair: Life) -> None:
    answer(pair, "maya", until="6_months")
    pair.turn(days=3)
    answer(pair, "leo", until="6_months")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.ends_on == date(2027, 7, 12)


@pytest.mark.parametrize(
    ("wish", "every", "minutes"),
    [
        ({"every": "three_months", "minutes": "30"}, "three_months", 30),
        ({}, "two_months", 45),
        ({"every": "month", "minutes": "60", "sprint": ["sprint"]}, "two_months", 45),
        ({"every": "month", "minutes": "30"}, "two_months", 30),
    ],
)
def test_one_silent_lets_the_other_stand_where_it_asks_no_more_than_the_usual(
    pair: Life, wish: dict[str, Any], every: str, minutes: int
) -> None:
    answer(pair, "maya", **wish)
    pair.turn(days=6)
    assert pair.relationship.rhythm_state == "default"
    pair.turn(days=3)
    assert pair.relationship.rhythm_state == "provisional"
    assert (pair.relationship.every, pair.relationship.minutes) == (every, minutes)
    assert pair.relationship.sprint_until_on is None
    for handle in ("maya", "leo"):
        assert "minutes, until 12 January 2028 for now." in drawn(pair, handle, "D4")
    assert agenda(pair)[0] == "rhythm"


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_an_answer_is_waited_for_five_working_days_of_the_silent_one(life: Life, zone: str) -> None:
    life.arrive("leo", zone)
    begin(life)
    answer(life, "maya")
    today = windows.local_day(life.now, zone)
    last_on = windows.add_working_days(today, 5, windows.Hours(zone))
    ends_at = windows.at_local(last_on, time(17), zone)
    life.turn_to(ends_at - timedelta(minutes=1))
    assert life.relationship.rhythm_state == "default"
    life.turn(minutes=1)
    assert life.relationship.rhythm_state == "provisional"


def test_a_late_answer_hears_that_the_question_has_closed(pair: Life) -> None:
    form = pair.tap("leo", "D4", "answer").view
    answer(pair, "maya")
    pair.turn(days=9)
    with pytest.raises(Correctable, match="That question has closed"):
        pair.submit("leo", form)


def test_nobody_answering_leaves_the_usual_rhythm_for_now(pair: Life) -> None:
    default_at_ten_days(pair)
    assert pair.relationship.rhythm_state == "provisional"
    assert pair.relationship.ends_on == date(2028, 1, 12)
    assert agenda(pair)[0] == "rhythm"
    result = "The rhythm is every 2 months, 45 minutes, until 12 January 2028 for now."
    assert result in drawn(pair, "leo", "D4")
    default_at_ten_days(pair)
    assert agenda(pair).count("rhythm") == 1


def test_the_usual_rhythm_does_not_cut_short_the_wait_for_the_second(pair: Life) -> None:
    answer(pair, "maya", every="month")
    default_at_ten_days(pair)
    assert pair.relationship.ends_on == date(2028, 1, 12)
    answer(pair, "leo", every="month")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.every == "month"


def test_what_is_agreed_is_not_replaced_by_the_usual(pair: Life) -> None:
    answer(pair, "maya", every="month")
    answer(pair, "leo", every="month")
    default_at_ten_days(pair)
    assert pair.relationship.every == "month"


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"until": "date"}, "until_on", "Please pick the date"),
        ({"until": "date", "until_on": "2027-01-11"}, "until_on", "That date has passed"),
        ({"until": "date", "until_on": "2027-01-26"}, "until_on", "That ends before"),
        ({"until": "date", "until_on": "2037-01-13"}, "until_on", "further ahead"),
        ({"until": "date", "until_on": "9999-12-31"}, "until_on", "further ahead"),
        ({"until": "date", "until_on": "2027-02-30"}, "until_on", "couldn't read that"),
        ({"until": "12_months", "until_on": "2027-06-01"}, "until_on", "There's a date here too"),
        ({"every": "day"}, "every", "Please pick one"),
        ({"minutes": "5"}, "minutes", "Please pick one"),
        ({"minutes": "4²"}, "minutes", "Please pick one"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    pair: Life, answers: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Correctable, match=sentence) as wrong:
        answer(pair, "maya", **answers)
    assert wrong.value.field == field
    assert outcome(pair, "maya", "D4") is None


def test_today_is_the_day_on_the_wall_of_who_answers(life: Life) -> None:
    life.now = datetime(2027, 1, 12, 20, 0, tzinfo=UTC)
    begin(life, "ines")

    def no_session(tx: Session) -> None:
        tx.exec(select(Meeting)).one().target_on = date(2027, 1, 1)

    life.run(no_session)
    with pytest.raises(Correctable, match="That date has passed"):
        answer(life, "ines", until="date", until_on="2027-01-12")
    answer(life, "maya", until="date", until_on="2027-01-12")


def test_an_answer_can_be_changed_until_the_other_is_in(pair: Life) -> None:
    answer(pair, "maya", every="month", until="date", until_on="2027-11-01")
    form = pair.command("maya", "/mentor-rhythm").view
    assert form is not None
    assert form["callback_id"] == "form:rhythm"
    pair.submit("maya", form, every="two_months")
    answer(pair, "leo", until="date", until_on="2027-11-01")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.ends_on == date(2027, 11, 1)


def test_a_form_sent_twice_changes_nothing(pair: Life) -> None:
    answer(pair, "maya")
    form = pair.tap("leo", "D4", "answer").view
    pair.submit("leo", form)
    with pytest.raises(Correctable, match="That question has closed"):
        pair.submit("leo", form, every="month")
    assert pair.relationship.every == "two_months"
    assert pair.kinds("leo").count("D5_now") == 1


def test_the_thread_asks_the_same_questions(pair: Life) -> None:
    answer(pair, "maya", every="month", minutes="60")
    pair.reply("leo", "D4", "answer")
    for line in ("Month", "60 minutes", "12 months from now"):
        pair.reply("leo", "D4", line)
    assert pair.relationship.rhythm_state == "agreed"
    assert (pair.relationship.every, pair.relationship.minutes) == ("month", 60)


def test_a_stranger_opens_and_answers_nothing(pair: Life) -> None:
    form = pair.tap("leo", "D4", "answer").view
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.submit("ines", form)


def test_two_answers_at_one_moment_settle_once(pair: Life) -> None:
    forms = {handle: pair.tap(handle, "D4", "answer").view for handle in ("maya", "leo")}

    def send(handle: str) -> None:
        raw, row_id = initial(forms[handle] or {}), pair_id
        who = pair.who(handle)
        pair.run(lambda tx: gestures.submit(tx, who, "rhythm", row_id, raw, pair.now))

    pair_id = pair.relationship.id
    with ThreadPoolExecutor(2) as both:
        list(both.map(send, ("maya", "leo")))
    pair.turn(days=1, hours=1)
    shown = [kind for each in ("maya", "leo") for kind in pair.kinds(each) if kind.startswith("D5")]
    assert sorted(shown) == ["D5", "D5_now"]
    assert pair.relationship.rhythm_state == "agreed"
