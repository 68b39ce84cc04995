"""Scenes of the sessions: asking for a date, booking, moving, missing, preparing, wrapping up."""

from datetime import datetime, timedelta
from typing import Any

from bot import moves
from store.sessions import BOOKED, Meeting, of_relationship
from tests.booking import at, held, meeting, offer, pair, stamp
from tests.pairs import booked as booked_for
from tests.pairs import pair as paired
from tests.scenes import Scene

FIRST, OTHER = at(22, 15), at(25, 15)


def book(s: Scene, when: datetime) -> None:
    """Let Maya offer one time and Leo take it."""
    offer(s, when)
    s.until("leo", "offered_times", days=30)
    s.tap("leo", "offered_times", "time#0")


def _goal(s: Scene, text: str = "Learn to lead a project") -> None:
    view = s.act("maya", "goal_add", s.relationship.id).view
    s.submit("maya", view, goal=text)


def offered_and_taken(s: Scene) -> None:
    """Maya offers times from M1; Leo suggests others; she takes one."""
    pair(s)
    s.until("maya", "M1")
    view = s.tap("maya", "M1", "make_invite").view
    s.submit("maya", view, first=stamp(FIRST), second=stamp(OTHER), note="Mornings suit me too")
    s.home("maya", "offered")
    s.until("leo", "offered_times")
    s.home("leo", "asked_for_times")
    s.command("leo", "/mentor-book")
    s.submit("leo", s.tap("leo", "offered_times", "none_of_these").view, first=stamp(at(26, 16)))
    s.until("maya", "times_suggested")
    s.tap("maya", "times_suggested", "time#0")
    s.until("leo", "booked")
    s.home("maya", "booked")
    s.home("leo", "booked")
    page: Any = s.command("maya", "/mentor-book").view
    s.act("maya", "one_pager", s.row(page, "one_pager"))
    s.act("maya", "move", s.row(page, "move"))


def none_of_hers(s: Scene) -> None:
    """None of the times suits Leo, so she may offer others, from its page too."""
    pair(s)
    offer(s, FIRST)
    page: Any = s.command("leo", "/mentor-book").view
    view = s.act("leo", "none_of_these", s.row(page, "none_of_these")).view
    s.submit("leo", view, note="After the 25th is better")
    s.until("maya", "times_declined")
    s.submit("maya", s.tap("maya", "times_declined", "offer_others").view, first=stamp(OTHER))
    page = s.command("leo", "/mentor-book").view
    s.act("leo", "take_time", s.row(page, "take_time"))
    s.act("leo", "call_off", meeting(s).id)


def booked_elsewhere(s: Scene) -> None:
    """They agreed by word, the other puts it right; another pair in one zone."""
    pair(s)
    s.until("maya", "M1")
    view = s.tap("maya", "M1", "already_booked").view
    s.submit("maya", view, on="2027-01-27", at="15:00")
    s.until("leo", "booked_elsewhere")
    view = s.tap("leo", "booked_elsewhere", "change_it").view
    s.submit("leo", view, on="2027-01-27", at="11:00")
    s.until("maya", "booked_elsewhere")
    s.tap("maya", "booked_elsewhere", "looks_right")


def told_at_once(s: Scene) -> None:
    """A session so soon that the other hears of it outside their window."""
    pair(s)
    s.until("maya", "M1")
    view = s.tap("maya", "M1", "already_booked").view
    s.turn_to(at(13, 23))
    s.submit("maya", view, on="2027-01-14", at="09:00")
    s.tap("leo", "booked_elsewhere_at_once", "looks_right")


def one_zone(s: Scene) -> None:
    """Two people in one zone read one time, when it is booked and when it moves."""
    s.arrive("leo", "Europe/London")
    pair(s)
    offer(s, FIRST)
    s.until("leo", "offered_times")
    s.tap("leo", "offered_times", "time#0")
    s.until("maya", "booked")
    view = s.submit("leo", s.tap("leo", "booked_at_once", "move_it").view, how="two_other_times")
    s.submit("leo", view.view, first=stamp(OTHER))
    s.until("maya", "M9_other")
    s.tap("maya", "M9_other", "time#0")
    s.until("leo", "moved")
    s.act("maya", "call_off", _booked(s).id)


def other_answers_to_m1(s: Scene) -> None:
    """Another week, not this week, not this time, and a draft to send (M1, M2)."""
    pair(s)
    s.until("maya", "M1")
    s.submit("maya", s.tap("maya", "M1", "pick_another_week").view, week_on="2027-02-10")
    s.until("maya", "M1", days=30)
    s.tap("maya", "M1", "not_this_week")
    s.until("maya", "M2", days=40)
    s.tap("maya", "M2", "copy_it")
    s.until("leo", "M3", days=60)
    s.submit("leo", s.tap("leo", "M3", "send_hello").view)
    s.until("maya", "note_relayed")


def from_the_second_on(s: Scene) -> None:
    """The same questions once they have met: M1, M2 and M3, and skipping one."""
    pair(s)
    _goal(s)
    book(s, FIRST)
    s.turn_to(at(22, 16))
    held(s, FIRST)
    s.until("maya", "M1", days=40)
    s.tap("maya", "M1", "not_this_time")
    s.tap("maya", "M1_not_this_time", "pause_us")
    s.until("maya", "M2", days=40)
    s.submit("maya", s.tap("maya", "M2", "send_note").view)
    s.until("leo", "offered_times", days=20)
    s.submit("leo", s.tap("leo", "offered_times", "none_of_these").view)
    s.until("leo", "M3", days=120)
    s.tap("leo", "M3", "leave_it_with_them")
    s.tap("maya", "M1_not_this_time", "skip_one")


def moved(s: Scene) -> None:
    """Leo moves a session by other times; Maya asks him for some."""
    pair(s)
    book(s, FIRST)
    s.until("maya", "booked")
    s.tap("maya", "booked", "move_it")
    view = s.submit("leo", s.tap("leo", "booked_at_once", "move_it").view, how="two_other_times")
    s.submit("leo", view.view, first=stamp(OTHER), second=stamp(OTHER + timedelta(hours=1)))
    s.until("maya", "M9_other")
    s.tap("maya", "M9_other", "time#0")
    s.until("leo", "moved")
    s.submit("maya", s.tap("maya", "moved_at_once", "move_it").view, how="ask_them_for_times")
    s.until("leo", "asked_for_times")
    view = s.tap("leo", "asked_for_times", "offer_times")
    s.submit("leo", view.view, first=stamp(at(27, 15)))
    s.until("maya", "times_offered")
    s.tap("maya", "times_offered", "time#0")


def called_off_by_her(s: Scene) -> None:
    """Maya calls off two in a row and makes the next one shorter (M10)."""
    pair(s)
    book(s, FIRST)
    s.until("maya", "booked")
    s.submit("maya", s.tap("maya", "booked", "move_it").view, how="skip_this_one")
    s.until("leo", "cancelled")
    book(s, at(4, 15, month=2))
    s.act("maya", "call_off", _booked(s).id)
    s.until("maya", "M10")
    s.tap("maya", "M10", "25_minutes")
    s.until("leo", "shorter_session")


def called_off_by_him(s: Scene) -> None:
    """Leo calls off three in a row (M13), and can't this month."""
    pair(s)
    book(s, FIRST)
    s.act("leo", "call_off", _booked(s).id)
    s.until("maya", "cancelled")
    s.tap("leo", "offer_two_times", "cant_this_month")
    s.until("maya", "not_this_month")
    for when in (at(4, 15, month=3), at(18, 15, month=3)):
        book(s, when)
        s.act("leo", "call_off", _booked(s).id)
    s.until("leo", "M13", days=20)
    s.tap("leo", "M13", "its_fine")


def _booked(s: Scene) -> Meeting:
    rows: list[Meeting] = s.run(lambda tx: of_relationship(tx, s.relationship.id))
    return next(row for row in rows if row.state == BOOKED)


def she_missed_it(s: Scene) -> None:
    """It didn't happen, because Maya missed it: a line and two times (M11)."""
    _over(s)
    s.tap("maya", "M6", "it_didnt_happen")
    s.tap("maya", "M6_didnt_happen", "i_missed_it")
    s.submit("maya", s.tap("maya", "M11", "send_draft").view)


def he_didnt_come(s: Scene) -> None:
    """It didn't happen, because Leo didn't come; he thinks it did (M12, M14)."""
    _over(s)
    s.tap("maya", "M6", "it_didnt_happen")
    s.tap("maya", "M6_didnt_happen", "they_didnt_come")
    s.tap("maya", "M12", "yes_ask")
    s.until("leo", "M12_mentor")
    s.tap("leo", "M12_mentor", "cant_this_month")


def stories_differ(s: Scene) -> None:
    """Leo's promise says they met, Maya said they didn't."""
    _over(s)
    session = _booked(s)

    def say(tx: Any) -> None:
        row = tx.get_one(Meeting, session.id)
        moves.missed(tx, row, s.person("maya", tx), "they_didnt_come", s.now)

    s.until("leo", "M7")
    s.run(say)
    s.submit("leo", s.tap("leo", "M7", "add_it").view, promise="Introduce you to Dana")
    s.until("maya", "M14", days=20)
    s.tap("maya", "M14", "yes")


def _over(s: Scene) -> None:
    pair(s)
    book(s, FIRST)
    s.turn_to(FIRST)
    s.home("maya", "on_the_day")
    s.until("maya", "M6")


def wrapped_up(s: Scene) -> None:
    """They met: later today, then advice, steps and a promise; the second date (M6-M8)."""
    pair(s)
    _goal(s)
    book(s, FIRST)
    s.until("maya", "M4", days=12)
    view = s.tap("maya", "M4", "add_topic").view
    s.submit("maya", view, topic="Should I ask to lead the data move?")
    s.until("leo", "M5", days=12)
    s.tap("leo", "M5", "see_one_pager")
    s.until("maya", "M6")
    s.tap("maya", "M6", "later_today")
    s.turn(days=4)
    s.home("maya", "after_session")
    view = s.act("maya", "met", meeting(s).id).view
    s.submit(
        "maya",
        view,
        first="Ask for the brief first",
        moment_1="the project starts",
        step_1="ask for the brief",
        moment_2="a meeting has no notes",
        step_2="write three lines",
        share=["first", "step_1"],
    )
    s.until("leo", "M7")
    s.submit("leo", s.tap("leo", "M7", "add_it").view, promise="Introduce you to Dana")
    s.until("maya", "M8")
    s.tap("maya", "M8", "change_date")
    s.tap("maya", "M8", "keep_it")
    s.home("maya", "met_once")
    s.home("leo", "met_once")
    s.act("maya", "more", s.relationship.id)
    s.act("leo", "more", s.relationship.id)
    s.turn(days=4)
    s.until("leo", "promise_reminder", days=20)
    s.tap("leo", "promise_reminder", "still_to_come")
    book(s, at(18, 15, month=2))
    s.until("leo", "M5", days=25)
    s.tap("leo", "M5", "see_one_pager")


def nobody_says(s: Scene) -> None:
    """A session that nobody speaks of afterwards is unconfirmed."""
    relationship = paired(s)
    booked_for(s, relationship, FIRST)
    s.turn_to(at(23, 15))
    s.home("maya", "unconfirmed")


SCENES = (
    offered_and_taken,
    none_of_hers,
    booked_elsewhere,
    told_at_once,
    one_zone,
    other_answers_to_m1,
    from_the_second_on,
    moved,
    called_off_by_her,
    called_off_by_him,
    she_missed_it,
    he_didnt_come,
    stories_differ,
    wrapped_up,
    nobody_says,
)
