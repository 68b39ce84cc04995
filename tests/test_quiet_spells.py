"""Past the target: both are asked what fits, then told of a pause, and nothing ends by it."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import confirmations, gestures, lifecycle, prompts, sessions
from bot.errors import Correctable
from store.relationships import Relationship
from store.sessions import OFFERED, TO_BOOK, of_relationship
from tests.booking import at, drawn, labels, stamp, texts
from tests.life import Life
from tests.pairs import meeting, pair, to_book
from tests.spells import TARGET, current, days_of, past, spell, still_open
from tests.test_pauses import book, pause

BOTH = ("maya", "leo")


@pytest.mark.parametrize(
    ("terms", "asked", "told", "paused"),
    [
        ({"every": "month"}, 28, 42, 49),
        ({"every": "two_months"}, 28, 42, 49),
        ({"every": "three_months"}, 35, 49, 56),
    ],
)
def test_past_target_asks_both_tells_both_and_pauses(
    life: Life, terms: dict[str, Any], asked: int, told: int, paused: int
) -> None:
    spell(life, **terms)
    past(life, paused - 1)
    for handle in BOTH:
        assert days_of(life, handle, "H1") == [asked]
        assert days_of(life, handle, "H2") == [told]
    assert life.relationship.state == "active"
    past(life, paused)
    assert life.relationship.state == "paused"
    assert life.relationship.paused_until_on == TARGET + timedelta(days=paused + 90)


def test_past_target_the_mentor_gets_three_messages_in_seven_weeks(life: Life) -> None:
    spell(life)
    past(life, 49)
    assert life.kinds("leo") == ["M3", "H1", "H2"]


def test_silence_alone_never_ends_it_at_this_point(life: Life) -> None:
    spell(life)
    past(life, 49 + 60)
    assert life.relationship.state == "paused"
    assert current(life).state == TO_BOOK


def test_the_notice_names_the_day_of_the_pause_and_tells_it_after(life: Life) -> None:
    spell(life)
    past(life, 43)
    notice = life.open("leo", "H2").id
    assert "pause on 16 March 2027 unless one of you books" in texts(life, "leo", "H2")[0]
    past(life, 49)
    assert "Paused since 16 March 2027" in drawn(life, notice)
    assert "H3_other" not in life.kinds("leo")
    assert "H3_other_open" not in life.kinds("leo")


def test_the_first_question_gives_way_to_the_notice(life: Life) -> None:
    spell(life)
    past(life, 30)
    question = life.open("leo", "H1").id
    past(life, 43)
    assert "Another one comes before any pause." in drawn(life, question)
    past(life, 50)
    assert still_open(life, "maya") == still_open(life, "leo") == []


def test_a_notice_nobody_could_read_in_time_moves_the_pause(life: Life) -> None:
    spell(life)
    past(life, 41)

    def mute(tx: Any) -> None:
        life.person("leo", tx).busy_until = life.now + timedelta(days=8)

    life.run(mute)
    past(life, 50)
    assert life.relationship.state == "active"
    assert "pause on 23 March 2027" in drawn(life, life.open("maya", "H2").id)
    past(life, 56)
    assert life.relationship.state == "paused"
    assert days_of(life, "leo", "H2") == [50]


def test_in_a_sprint_both_are_asked_at_14_and_the_ordinary_rhythm_is_back_at_21(
    life: Life,
) -> None:
    spell(life, every="month", sprint_until_on=date(2027, 4, 1))
    past(life, 20)
    assert days_of(life, "leo", "M3") == [7]
    assert days_of(life, "maya", "H1") == days_of(life, "leo", "H1") == [14]
    assert life.relationship.sprint_until_on == date(2027, 4, 1)
    past(life, 24)
    assert life.relationship.state == "active"
    assert life.relationship.sprint_until_on is None
    assert life.relationship.every == "month"
    for handle in BOTH:
        assert life.kinds(handle).count("sprint_rested") == 1
        assert "H2" not in life.kinds(handle)
    assert current(life).target_on > life.now.date()


@pytest.mark.parametrize("state", ["booked", "offered"])
def test_what_is_booked_or_offered_is_no_quiet(life: Life, state: str) -> None:
    spell(life)
    past(life, 24)
    if state == "booked":
        book(life, days=30)
    else:
        view = life.command("maya", "/mentor-book").view
        life.submit("maya", view, first=stamp(at(25, 15, month=3)))
    past(life, 33)
    assert "H1" not in life.kinds("maya")
    assert "H1" not in life.kinds("leo")


def test_booking_closes_the_question_for_both(life: Life) -> None:
    spell(life)
    past(life, 30)
    book(life, days=8)
    for handle in BOTH:
        assert "H1" not in still_open(life, handle)
    past(life, 36)
    assert "H2" not in life.kinds("maya")


def test_times_that_were_offered_and_lapsed_let_the_ladder_go_on(life: Life) -> None:
    spell(life)
    past(life, 30)
    view = life.tap("leo", "H1", "book_time").view
    life.submit("leo", view, first=stamp(at(4, 15, month=3)))
    assert current(life).state == OFFERED
    assert "H1" not in still_open(life, "maya")
    past(life, 43)
    assert current(life).target_on == TARGET + timedelta(days=42 + 14)
    past(life, 140)
    assert life.relationship.state == "paused"


def test_another_week_closes_the_question_and_begins_the_ladder_anew(life: Life) -> None:
    relationship = spell(life)
    past(life, 30)
    week = life.act("maya", "book", relationship.id)
    assert week.view is not None
    assert life.open("leo", "H1")

    def aim(tx: Any) -> None:
        session = sessions.current(tx, tx.get_one(Relationship, relationship.id))
        assert session is not None
        sessions.aim(tx, session, TARGET + timedelta(days=40), life.now)

    life.run(aim)
    assert "H1" not in still_open(life, "leo")
    past(life, 67)
    assert days_of(life, "leo", "H1") == [28]
    past(life, 70)
    assert days_of(life, "leo", "H1")[1:] == [70]


def test_less_often_is_one_step_lighter_at_once_and_told(life: Life) -> None:
    spell(life)
    past(life, 30)
    question = life.open("leo", "H1").id
    life.tap("maya", "H1", "meet_less_often")
    assert life.relationship.every == "three_months"
    assert current(life).target_on == date(2027, 4, 6)
    assert "You meet Maya less often from now on." in drawn(life, question)
    life.turn(days=5)
    [told] = texts(life, "leo", "H1_lighter")
    assert "every 3 months, 45 minutes" in told
    assert "Maya" in told
    life.tap("leo", "H1_lighter", "thats_fine")
    assert life.relationship.state == "active"


def test_less_often_in_a_sprint_ends_the_sprint(life: Life) -> None:
    spell(life, every="month", sprint_until_on=date(2027, 4, 1))
    past(life, 15)
    life.tap("leo", "H1", "meet_less_often")
    assert (life.relationship.every, life.relationship.sprint_until_on) == ("month", None)


def test_the_lightest_rhythm_offers_no_lighter_one(life: Life) -> None:
    spell(life, every="three_months")
    past(life, 30)
    life.command("maya", "/mentor")
    past(life, 37)
    assert labels(life, "maya", "H1")[:3] == ["Book a time", "Pause us", "Wrap it up"]


@pytest.mark.parametrize("handle", BOTH)
def test_booking_opens_the_times_for_either_of_them(life: Life, handle: str) -> None:
    spell(life)
    past(life, 30)
    view = life.tap(handle, "H1", "book_time").view
    assert view is not None
    assert view["callback_id"] == "form:invite"


def test_ones_yes_to_booking_is_not_seen_by_the_other(life: Life) -> None:
    spell(life)
    past(life, 30)
    before = drawn(life, life.open("leo", "H1").id)
    life.tap("maya", "H1", "book_time")
    assert drawn(life, life.open("leo", "H1").id) == before


@pytest.mark.parametrize(
    ("first", "second"), [("book_time", "pause_us"), ("meet_less_often", "pause_us")]
)
def test_different_taps_come_to_the_gentlest(life: Life, first: str, second: str) -> None:
    spell(life)
    past(life, 30)
    life.tap("maya", "H1", first)
    if first == "meet_less_often":
        life.turn(days=5)
    view = life.tap("leo", "H1" if first == "book_time" else "H1_lighter", second).view
    life.submit("leo", view, until="month")
    assert life.relationship.state == "paused"
    assert still_open(life, "maya") == still_open(life, "leo") == []


def test_less_often_is_gentler_than_booking(life: Life) -> None:
    spell(life)
    past(life, 30)
    view = life.tap("maya", "H1", "book_time").view
    life.tap("leo", "H1", "meet_less_often")
    assert life.relationship.every == "three_months"
    life.submit("maya", view, first=stamp(at(4, 15, month=3)))
    assert current(life).state == OFFERED


def test_a_pause_of_one_closes_the_question_of_the_other_with_its_date(life: Life) -> None:
    spell(life)
    past(life, 30)
    question = life.open("leo", "H1").id
    life.submit("maya", life.tap("maya", "H1", "pause_us").view, until="2_weeks")
    assert "Paused until 11 March 2027. Nothing is lost." in drawn(life, question)
    life.turn(days=4)
    assert "H3_other" in life.kinds("leo")


def test_a_slow_finger_books_after_the_pause_and_hears_it(life: Life) -> None:
    spell(life)
    past(life, 30)
    view = life.tap("leo", "H1", "book_time").view
    pause(life, "maya")
    with pytest.raises(Correctable) as wrong:
        life.submit("leo", view, first=stamp(at(4, 15, month=3)))
    assert wrong.value.field == "first"
    assert life.relationship.state == "paused"


def test_wrap_it_up_from_one_ends_it_and_the_other_is_told_kindly(life: Life) -> None:
    spell(life)
    past(life, 30)
    life.tap("leo", "H1", "wrap_it_up")
    assert life.relationship.state == "ended"
    life.turn(days=5)
    assert "H9" in life.kinds("maya")
    assert "H1" not in still_open(life, "maya")


def test_who_would_book_is_asked_again_instead_of_a_pause(life: Life) -> None:
    spell(life)
    past(life, 30)
    life.tap("maya", "H1", "book_time")
    past(life, 43)
    assert "H2" not in life.kinds("leo")
    assert current(life).target_on == TARGET + timedelta(days=42 + 14)
    asked = life.kinds("maya").count("M1")
    past(life, 52)
    assert life.kinds("maya").count("M1") == asked + 1
    assert life.relationship.state == "active"


def test_one_yes_to_booking_takes_the_pause_back_for_both(life: Life) -> None:
    spell(life)
    past(life, 44)
    notice = life.open("maya", "H2").id
    view = life.tap("leo", "H2", "book_time").view
    assert view is not None
    assert "the pause is off" in drawn(life, notice)
    past(life, 56)
    assert life.relationship.state == "active"


def test_a_pause_that_is_fine_begins_at_once(life: Life) -> None:
    spell(life)
    past(life, 44)
    notice = life.open("leo", "H2").id
    life.tap("maya", "H2", "pause_is_fine")
    assert life.relationship.state == "paused"
    assert "Paused since 11 March 2027" in drawn(life, notice)
    life.turn(days=3)
    assert "H3_other" not in life.kinds("leo")


def test_a_last_step_tapped_twice_stands_once(life: Life) -> None:
    spell(life)
    past(life, 44)
    prompt = life.open("leo", "H2")
    life.tap("maya", "H2", "pause_is_fine")
    until = life.relationship.paused_until_on
    answer = life.run(
        lambda tx: gestures.tap(tx, life.who("leo"), prompt.id, "pause_is_fine", life.now)
    )
    assert answer.sentence is not None
    assert life.relationship.paused_until_on == until


def miss(life: Life) -> None:
    """Let the session that is open be booked, and not happen."""
    book(life, days=2)
    life.turn(days=2, hours=2)

    def not_held(tx: Any) -> None:
        session = sessions.current(tx, tx.get_one(Relationship, life.relationship.id))
        assert session is not None
        sessions.not_held(tx, session, life.person("leo", tx), life.now)

    life.run(not_held)
    life.turn(days=6)


def met_once(life: Life) -> Relationship:
    relationship = pair(life, rhythm_state="agreed")
    meeting(life, relationship)
    to_book(life, relationship, TARGET)
    return relationship


def test_two_not_held_in_a_row_asks_both_early(life: Life) -> None:
    met_once(life)
    miss(life)
    miss(life)
    assert days_of(life, "maya", "H1")[0] < 28
    assert life.kinds("maya").count("H1") == life.kinds("leo").count("H1") == 1


def test_one_not_held_asks_nobody(life: Life) -> None:
    met_once(life)
    miss(life)
    assert "H1" not in life.kinds("maya")
    assert "H1" not in life.kinds("leo")


def test_a_held_one_between_begins_the_count_again(life: Life) -> None:
    relationship = met_once(life)
    miss(life)

    def hold(tx: Any) -> None:
        row = of_relationship(tx, relationship.id)[-1]
        row.state, row.starts_at = "booked", life.now
        confirmations.confirm(tx, row, life.person("maya", tx), life.now)

    life.run(hold)
    miss(life)
    assert "H1" not in life.kinds("leo")


def test_a_round_that_closes_is_not_asked_what_fits(life: Life) -> None:
    relationship = spell(life)
    past(life, 20)

    def close(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        lifecycle.move(row, lifecycle.State.CLOSING, life.now)

    life.run(close)
    past(life, 60)
    assert "H1" not in life.kinds("maya")
    assert "H1" not in life.kinds("leo")
    assert life.relationship.state == "closing"


def test_a_notice_left_open_closes_when_the_round_does(life: Life) -> None:
    relationship = spell(life)
    past(life, 44)

    def close(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        lifecycle.move(row, lifecycle.State.CLOSING, life.now)

    life.run(close)
    past(life, 50)
    assert "H2" not in still_open(life, "maya")
    assert life.relationship.state == "closing"


def test_no_pause_comes_that_nobody_was_told_of(life: Life) -> None:
    relationship = spell(life)
    past(life, 44)

    def stop(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id, with_for_update=True)
        prompts.close(tx, ("H2",), row, None, "passed", life.now)

    life.run(stop)
    past(life, 52)
    assert life.relationship.state == "active"
    assert current(life).target_on == TARGET + timedelta(days=49 + 14)
