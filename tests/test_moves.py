"""Moving a session, calling it off, and mending one that didn't happen."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import confirmations, moves, prompts
from bot import sessions as verbs
from bot.errors import Correctable
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, NOT_HELD, SKIPPED, TO_BOOK, Meeting, of_relationship
from tests.booking import at, book, meeting, offer, pair, stamp, texts, until
from tests.life import Life

FIRST, OTHER = at(22, 15), at(25, 15)


def sessions(life: Life) -> list[Meeting]:
    """Give all sessions by number."""
    found: list[Meeting] = life.run(lambda tx: of_relationship(tx, life.relationship.id))
    return found


def booked(life: Life) -> None:
    """Let the two have a session on Friday 22 January."""
    pair(life)
    book(life, FIRST)
    until(life, "maya", "booked")


def choose(life: Life, handle: str, kind: str, how: str) -> Any:
    """Tap Move it and choose one of the three ways."""
    view = life.tap(handle, kind, "move_it").view
    return life.submit(handle, view, how=how).view


def call_off(life: Life, handle: str) -> None:
    """Call the current session off from its page."""
    life.act(handle, "call_off", meeting_booked(life).id)


def meeting_booked(life: Life) -> Meeting:
    """Give the session that is booked."""
    return next(row for row in sessions(life) if row.state == BOOKED)


def call_off_again(life: Life, handle: str, when: Any) -> None:
    """Book the newest session for a time and call it off."""
    mine = life.command("maya", "/mentor-book").view
    life.submit("maya", mine, first=stamp(when))
    until(life, "leo", "offered_times", days=20)
    life.tap("leo", "offered_times", "time#0")
    call_off(life, handle)


def missed(life: Life, how: str) -> None:
    """Let Maya say how a session didn't happen."""
    life.turn_to(FIRST + timedelta(hours=2))
    session_id = meeting_booked(life).id

    def say(tx: Any) -> None:
        session = tx.get_one(Meeting, session_id)
        moves.missed(tx, session, life.person("maya", tx), how, life.now)

    life.run(say)
    life.settle()


def test_other_times_go_to_the_other_and_one_taken_moves_the_session(life: Life) -> None:
    booked(life)
    view = choose(life, "leo", "booked_at_once", "two_other_times")
    life.submit("leo", view, first=stamp(OTHER), second=stamp(OTHER + timedelta(hours=1)))
    until(life, "maya", "M9_other")
    [text] = texts(life, "maya", "M9_other")
    assert text.startswith("Leo needs to move your session. Any of these?")
    assert meeting(life).starts_at == FIRST
    life.tap("maya", "M9_other", "time#0")
    assert (meeting(life).starts_at, meeting(life).sequence) == (OTHER, 1)
    assert "moved_at_once" in life.kinds("maya")
    until(life, "leo", "moved")


def test_none_of_the_other_times_leaves_the_session_where_it_was(life: Life) -> None:
    booked(life)
    view = choose(life, "leo", "booked_at_once", "two_other_times")
    life.submit("leo", view, first=stamp(OTHER))
    until(life, "maya", "M9_other")
    life.submit("maya", life.tap("maya", "M9_other", "none_of_these").view)
    assert (meeting(life).state, meeting(life).starts_at) == (BOOKED, FIRST)
    until(life, "leo", "times_declined")


def test_asking_the_other_for_times_brings_theirs_back(life: Life) -> None:
    booked(life)
    choose(life, "maya", "booked", "ask_them_for_times")
    until(life, "leo", "asked_for_times")
    view = life.tap("leo", "asked_for_times", "offer_times").view
    life.submit("leo", view, first=stamp(OTHER))
    until(life, "maya", "times_offered")
    life.tap("maya", "times_offered", "time#0")
    assert meeting(life).starts_at == OTHER


def test_skipping_this_one_tells_the_other_and_asks_again_soon(life: Life) -> None:
    booked(life)
    choose(life, "maya", "booked", "skip_this_one")
    assert [row.state for row in sessions(life)] == [SKIPPED, TO_BOOK]
    assert "cancelled_at_once" in life.kinds("maya")
    until(life, "leo", "cancelled")
    until(life, "maya", "M1")
    assert life.last("maya").at - at(18, 9) < timedelta(days=4)


def test_a_mentor_who_calls_off_offers_times_and_she_has_nothing_to_chase(life: Life) -> None:
    booked(life)
    call_off(life, "leo")
    until(life, "maya", "cancelled")
    assert "there's nothing for you to chase" in texts(life, "maya", "cancelled")[0]
    view = life.tap("leo", "offer_two_times", "offer_times").view
    life.submit("leo", view, first=stamp(at(1, 15, month=2)))
    until(life, "maya", "times_offered")
    assert "M1" not in life.kinds("maya")[life.kinds("maya").index("cancelled") :]
    life.tap("maya", "times_offered", "time#0")
    assert meeting(life).starts_at == at(1, 15, month=2)


def test_cant_this_month_moves_the_date_on_and_says_so(life: Life) -> None:
    booked(life)
    call_off(life, "leo")
    life.tap("leo", "offer_two_times", "cant_this_month")
    assert meeting(life).target_on > date(2027, 2, 15)
    until(life, "maya", "not_this_month")


def test_the_second_in_a_row_brings_something_smaller_to_that_side_alone(life: Life) -> None:
    booked(life)
    call_off(life, "maya")
    assert "M10" not in life.kinds("maya")
    call_off_again(life, "maya", at(4, 15, month=2))
    until(life, "maya", "M10")
    assert "M10" not in life.kinds("leo")
    life.tap("maya", "M10", "25_minutes")
    assert meeting(life).minutes == 25
    until(life, "leo", "shorter_session")


def test_the_third_in_a_row_from_the_mentor_is_private(life: Life) -> None:
    booked(life)
    call_off(life, "leo")
    call_off_again(life, "leo", at(4, 15, month=2))
    call_off_again(life, "leo", at(18, 15, month=2))
    until(life, "leo", "M13")
    assert "M13" not in life.kinds("maya")
    body = str([m.body for m in life.sent if "M13" in m.kinds][-1])
    assert "Fewer people" in body


def test_one_from_each_side_is_not_two_in_a_row(life: Life) -> None:
    booked(life)
    call_off(life, "maya")
    call_off_again(life, "leo", at(4, 15, month=2))
    life.turn(days=3)
    assert "M10" not in [*life.kinds("maya"), *life.kinds("leo")]


def test_moving_counts_as_nothing(life: Life) -> None:
    booked(life)
    view = choose(life, "leo", "booked_at_once", "two_other_times")
    life.submit("leo", view, first=stamp(OTHER))
    until(life, "maya", "M9_other")
    life.tap("maya", "M9_other", "time#0")
    assert (meeting(life).cancellations, meeting(life).cancelled_by_id) == (0, None)


def test_a_session_that_has_begun_is_neither_moved_nor_called_off(life: Life) -> None:
    booked(life)
    life.turn_to(FIRST + timedelta(minutes=1))
    for act in ("move", "call_off"):
        with pytest.raises(Correctable, match="That session is over"):
            life.act("maya", act, meeting(life).id)


def test_the_same_time_again_is_no_move(life: Life) -> None:
    booked(life)
    view = choose(life, "maya", "booked", "two_other_times")
    with pytest.raises(Correctable, match="how it is already") as wrong:
        life.submit("maya", view, first=stamp(FIRST))
    assert wrong.value.field == "first"


def test_both_moving_at_once_leaves_the_first_offer_standing(life: Life) -> None:
    booked(life)
    hers = choose(life, "maya", "booked", "two_other_times")
    his = choose(life, "leo", "booked_at_once", "two_other_times")
    life.submit("leo", his, first=stamp(OTHER))
    with pytest.raises(Correctable, match="Leo was a moment faster and offers"):
        life.submit("maya", hers, first=stamp(OTHER + timedelta(days=1)))


def test_a_time_after_a_clock_change_is_said_as_it_will_be_then(life: Life) -> None:
    life.arrive("leo", "Asia/Kolkata")
    pair(life)
    life.turn_to(at(8, 12, month=3))
    book(life, at(30, 14, month=3))
    page = str(life.command("maya", "/mentor-book").view)
    assert "Tue 30 Mar, 15:00 (London), 19:30 (Kolkata)" in page


def test_a_missed_session_is_mended_with_a_line_and_two_times(life: Life) -> None:
    booked(life)
    missed(life, "i_missed_it")
    assert [row.state for row in sessions(life)] == [NOT_HELD, TO_BOOK]
    view: Any = life.tap("maya", "M11", "send_draft").view
    assert "I missed our session, Leo, and I'm sorry" in str(view)
    life.submit("maya", view)
    until(life, "leo", "offered_times")
    assert "I missed our session, Leo" in texts(life, "leo", "offered_times")[-1]


def test_when_the_mentor_didnt_come_he_is_asked_for_times_without_a_fuss(life: Life) -> None:
    booked(life)
    missed(life, "they_didnt_come")
    life.tap("maya", "M12", "yes_ask")
    until(life, "leo", "M12_mentor")
    [text] = texts(life, "leo", "M12_mentor")
    assert text.startswith("Your session with Maya didn't happen. Want to offer two times?")
    row = sessions(life)[0]
    assert (row.cancelled_by_id, row.mentor_met) == (None, None)


def test_differing_stories_are_asked_once_and_of_the_mentee_alone(life: Life) -> None:
    booked(life)
    missed(life, "they_didnt_come")

    def told(tx: Any) -> None:
        session = of_relationship(tx, life.relationship.id)[0]
        confirmations.confirm(tx, session, life.person("leo", tx), life.now)

    life.run(told)
    until(life, "maya", "M14")
    assert "M14" not in life.kinds("leo")
    life.tap("maya", "M14", "yes")
    rows = sessions(life)
    assert (rows[0].state, len(rows)) == (HELD, 2)
    assert rows[1].target_on == date(2027, 1, 22) + timedelta(days=28)


def test_no_leaves_it_uncounted_and_tells_nobody(life: Life) -> None:
    booked(life)
    missed(life, "they_didnt_come")

    def told(tx: Any) -> None:
        session = of_relationship(tx, life.relationship.id)[0]
        confirmations.confirm(tx, session, life.person("leo", tx), life.now)

    life.run(told)
    until(life, "maya", "M14")
    before = len(life.kinds("leo"))
    life.tap("maya", "M14", "no")
    assert sessions(life)[0].state == NOT_HELD
    assert len(life.kinds("leo")) == before


def test_a_no_after_the_mentors_yes_counts_towards_two_not_held_in_a_row(life: Life) -> None:
    booked(life)
    missed(life, "they_didnt_come")

    def differ(tx: Any) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        first, second = of_relationship(tx, relationship.id)
        assert first.state == NOT_HELD
        second.starts_at, second.state, second.mentor_met = life.now, HELD, True
        second.mentee_met = False
        about = {"session": second.id}
        prompts.say(tx, life.person("maya", tx), "M14", second.id, life.now,
                    relationship=relationship, about=about)  # fmt: skip
        verbs.next_cycle(tx, relationship, second, life.now)

    life.run(differ)
    life.settle()
    until(life, "maya", "M14")
    life.tap("maya", "M14", "no")
    until(life, "leo", "H1", days=4)


def test_who_called_off_is_forgotten_once_they_have_met(life: Life) -> None:
    booked(life)
    call_off(life, "maya")
    offer(life, at(4, 15, month=2))
    until(life, "leo", "offered_times", days=20)
    life.tap("leo", "offered_times", "time#0")
    life.turn_to(at(4, 17, month=2))

    def hold(tx: Any) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        row = of_relationship(tx, relationship.id)[-1]
        verbs.held(tx, row, life.person("leo", tx), life.now)

    life.run(hold)
    assert {row.cancelled_by_id for row in sessions(life)} == {None}
