"""The closing opens six weeks before the end, and the session cycle goes on in it (I3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import alarms, courses, lifecycle, prompts, sessions
from bot.lifecycle import State
from bot.rhythms import Every
from store.relationships import Relationship
from store.sessions import HELD, OFFERED, SKIPPED, TO_BOOK
from tests.booking import at, labels, stamp, texts, until
from tests.closing import BOTH, ENDS_ON, closing, hold, meetings, near_the_end, outcomes, say, sent
from tests.life import Life
from tests.pairs import booked


def test_six_weeks_before_the_end_both_are_asked_in_one_message(life: Life) -> None:
    near_the_end(life)
    life.turn_to(at(30, 23, month=11))
    assert life.relationship.state == "active"
    life.turn_to(at(1, 16, month=12))
    assert life.relationship.state == "closing"
    assert [message.kinds for message in life.sent] == [["I3", "I4"], ["I3_mentor", "I4"]]
    assert texts(life, "maya", "I3") == [
        "Your agreed time with Leo ends on 12 January 2028. "
        "Shall we book a last session of this round, to look back properly?\n"
        "After 12 January 2028, what would you like? "
        "Your answer stays with me until you've both replied."
    ]
    assert labels(life, "leo", "I3_mentor")[0] == "OK"


def test_the_invite_for_the_last_session_is_made_from_the_question(life: Life) -> None:
    closing(life)
    form = life.tap("maya", "I3", "make_invite").view
    life.submit("maya", form, first=stamp(at(5, 15, year=2028)))
    assert outcomes(life, "maya", "I3") == [("answered", "make_invite")]
    until(life, "leo", "offered_times")
    life.tap("leo", "offered_times", "time#0")
    life.turn_to(at(4, 18, year=2028))
    assert "M4" in life.kinds("maya")
    assert "M5" in life.kinds("leo")
    life.turn_to(at(6, 10, year=2028))
    life.tap("maya", "M6", "yes_note_it")
    assert meetings(life)[-1].state == HELD
    life.turn(days=5)
    assert "G1" in life.kinds("maya")


def test_talking_about_whats_next_puts_it_on_the_agenda_of_both(life: Life) -> None:
    closing(life)
    life.tap("maya", "I3", "talk_about_whats_next")
    booked_at = at(5, 15, year=2028)
    form = life.command("maya", "/mentor-book").view
    life.submit("maya", form, first=stamp(booked_at))
    until(life, "leo", "offered_times")
    life.tap("leo", "offered_times", "time#0")
    life.turn_to(at(4, 20, year=2028))
    for handle in BOTH:
        page = life.act(handle, "one_pager", meetings(life)[-1].id).view
        assert "What comes after this round" in str(page)


def test_with_a_session_booked_nobody_is_asked_to_book_one(life: Life) -> None:
    found = near_the_end(life)
    booked(life, found, at(4, 15, year=2028), number=9)
    life.turn_to(at(1, 18, month=12))
    for handle in BOTH:
        [words] = texts(life, handle, "I4")
        assert "Your next session can be the last of this round" in words
    life.tap("maya", "I3", "ok")
    assert outcomes(life, "maya", "I3") == [("answered", "ok")]


def test_the_mentors_ok_ends_only_the_mentors_question(life: Life) -> None:
    closing(life)
    life.tap("leo", "I3_mentor", "ok")
    assert outcomes(life, "leo", "I3_mentor") == [("answered", "ok")]
    assert outcomes(life, "maya", "I3") == [("sent", None)]


def test_an_end_moved_later_before_the_closing_moves_the_closing(life: Life) -> None:
    near_the_end(life)
    hold(life, Every.TWO_MONTHS, date(2028, 2, 12))
    life.turn_to(at(31, 18, month=12))
    assert life.relationship.state == "active"
    life.turn_to(at(1, 18, year=2028))
    assert life.relationship.state == "closing"


def test_an_end_moved_there_and_back_opens_the_closing_once(life: Life) -> None:
    near_the_end(life)
    hold(life, Every.TWO_MONTHS, date(2028, 4, 12))
    hold(life, Every.TWO_MONTHS, ENDS_ON)
    life.turn_to(at(2, 18, month=12))
    assert life.relationship.state == "closing"
    assert sent(life, "maya", "I3") == 1


def test_an_end_moved_sooner_opens_the_closing_at_once(life: Life) -> None:
    near_the_end(life)
    hold(life, Every.TWO_MONTHS, date(2027, 12, 20))
    assert life.relationship.state == "closing"
    planned = [row.target_on for row in meetings(life) if row.state == TO_BOOK]
    assert all(on <= date(2027, 12, 20) for on in planned)


def test_both_moving_the_end_later_in_the_closing_opens_the_round_again(life: Life) -> None:
    closing(life)
    say(life, "finish_well", None)
    form = life.command("maya", "/mentor-rhythm").view
    life.submit("maya", form, until_on="2028-02-12")
    until(life, "leo", "rhythm_proposed")
    life.tap("leo", "rhythm_proposed", "yes_change_it")
    row = life.relationship
    assert (row.state, row.round, row.ends_on) == ("active", 1, date(2028, 2, 12))
    assert ("answered", "passed") in outcomes(life, "leo", "I4")
    life.turn_to(at(31, 18, month=12))
    assert life.relationship.state == "active"
    life.turn_to(at(5, 18, year=2028))
    assert life.relationship.state == "closing"
    assert sent(life, "maya", "I4") == 2
    life.tap("leo", "I4", "finish_well")
    assert "I5" not in life.kinds("maya") + life.kinds("leo")


def test_a_rhythm_changed_in_the_closing_leaves_it_closing(life: Life) -> None:
    closing(life)
    hold(life, Every.THREE_MONTHS, ENDS_ON)
    assert life.relationship.state == "closing"
    assert sent(life, "maya", "I4") == 1


def test_an_end_moved_a_little_in_the_closing_goes_on_towards_it(life: Life) -> None:
    closing(life)
    hold(life, Every.TWO_MONTHS, date(2028, 1, 14))
    assert life.relationship.state == "closing"
    say(life, "finish_well", "finish_well")
    life.turn_to(at(13, 18, year=2028))
    assert life.relationship.state == "closing"
    life.turn_to(at(14, 18, year=2028))
    assert life.relationship.state == "ended"


@pytest.mark.parametrize(("days", "opens_after"), [(28, 14), (49, 24), (70, 35), (90, 48)])
def test_a_short_term_closes_half_way_at_the_soonest(
    life: Life, days: int, opens_after: int
) -> None:
    starts_on = date(2027, 11, 24)
    near_the_end(life)

    def shorten(tx: Session) -> None:
        row = tx.get_one(Relationship, life.relationship.id)
        row.starts_on, row.ends_on = starts_on, starts_on + timedelta(days=days)
        courses.chart(tx, row, life.now)

    life.run(shorten)
    opens_at = at(24, 0, month=11) + timedelta(days=opens_after)
    life.turn_to(opens_at - timedelta(hours=1))
    assert life.relationship.state == "active"
    life.turn_to(opens_at + timedelta(hours=1))
    assert life.relationship.state == "closing"


def pause_until(life: Life, on: date) -> None:
    def rest(tx: Session) -> None:
        row = tx.get_one(Relationship, life.relationship.id)
        lifecycle.move(row, State.PAUSED, life.now)
        row.paused_until_on = on

    life.run(rest)


def come_back(life: Life) -> None:
    life.act("maya", "come_back", life.relationship.id)


def test_a_break_holds_the_closing_back(life: Life) -> None:
    near_the_end(life)
    pause_until(life, date(2027, 12, 15))
    life.turn_to(at(8, 12, month=12))
    assert life.relationship.state == "paused"
    assert "I3" not in life.kinds("maya")
    come_back(life)
    life.turn(days=2)
    assert life.relationship.state == "closing"
    assert life.relationship.ends_on == ENDS_ON


def test_a_break_past_the_end_gives_the_closing_its_six_weeks(life: Life) -> None:
    near_the_end(life)
    pause_until(life, date(2028, 2, 20))
    life.turn_to(at(1, 12, month=2, year=2028))
    assert life.relationship.state == "paused"
    come_back(life)
    life.turn(days=3)
    row = life.relationship
    assert row.state == "closing"
    assert row.ends_on is not None
    assert date(2028, 3, 13) <= row.ends_on <= date(2028, 3, 16)
    assert "I4" in life.kinds("maya")


@pytest.mark.parametrize("state", [State.ENDED, State.PAUSED])
def test_an_old_question_changes_nothing_in_another_state(life: Life, state: State) -> None:
    closing(life)

    def away(tx: Session) -> None:
        lifecycle.move(tx.get_one(Relationship, life.relationship.id), state, life.now)

    life.run(away)
    life.tap("maya", "I3", "make_invite")
    life.tap("leo", "I4", "another_year")
    assert outcomes(life, "maya", "I3") == [("answered", "passed")]
    assert outcomes(life, "leo", "I4")[0] == ("answered", "expired")


def test_no_session_is_planned_beyond_the_end(life: Life) -> None:
    closing(life)

    def meet(tx: Session) -> Any:
        row = tx.get_one(Relationship, life.relationship.id)
        session = sessions.current(tx, row)
        assert session is not None
        session.starts_at = at(20, 15, month=12)
        sessions.settle(tx, row, session, HELD, life.now)
        return sessions.next_cycle(tx, row, session, life.now)

    life.turn_to(at(21, 12, month=12))
    assert life.run(meet) is None
    assert [row for row in meetings(life) if row.state in (TO_BOOK, OFFERED)] == []


def test_a_week_beyond_the_end_is_sent_back_with_the_date(life: Life) -> None:
    closing(life)
    session = meetings(life)[-1]
    answer: Any = life.act("maya", "book", life.relationship.id).view
    assert answer["private_metadata"] == session.id
    view = dict(answer, callback_id="form:another_week")
    with pytest.raises(Exception, match="agreed until 12 January 2028"):
        life.submit("maya", view, week_on="2028-02-01")


def test_a_pair_without_a_date_is_given_one_to_look_back_on(life: Life) -> None:
    near_the_end(life)

    def let_go(tx: Session) -> None:
        row = tx.get_one(Relationship, life.relationship.id)
        session = sessions.current(tx, row)
        assert session is not None
        session.state = SKIPPED
        prompts.close(tx, sessions.BOOKING, row, None, "passed", life.now)

    life.run(let_go)
    life.turn_to(at(1, 18, month=12))
    assert (meetings(life)[-1].state, meetings(life)[-1].target_on) == (TO_BOOK, date(2028, 1, 5))
    assert life.tap("maya", "I3", "make_invite").view is not None


def test_the_alarms_of_an_ended_pair_open_nothing(life: Life) -> None:
    near_the_end(life)

    def end(tx: Session) -> None:
        row = tx.get_one(Relationship, life.relationship.id)
        lifecycle.move(row, State.ENDED, life.now)
        assert alarms.waiting(tx, (courses.CLOSING,), row)

    life.run(end)
    life.turn_to(at(3, 18, month=12))
    assert life.relationship.state == "ended"
    assert "I3" not in life.kinds("maya")
