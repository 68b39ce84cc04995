"""Each is written to before a session, in time, with what there is to know."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot import windows
from tests.life import Life
from tests.preparing import (
    NEXT_THURSDAY,
    agenda,
    book,
    drawn,
    drawn_first,
    forget_the_first,
    goal,
    got,
    meeting,
    met_once,
    said,
    step,
    told,
)


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya and Leo after their first session, with a second one to book."""
    met_once(life)
    return life


@pytest.mark.parametrize(
    "zones",
    [
        ("Europe/London", "America/New_York"),
        ("Asia/Kolkata", "Pacific/Auckland"),
        ("Pacific/Auckland", "America/Los_Angeles"),
    ],
)
@pytest.mark.parametrize("starts_at", [NEXT_THURSDAY, datetime(2027, 1, 25, 3, 0, tzinfo=UTC)])
def test_each_is_asked_their_own_working_days_before_in_their_window(
    pair: Life, zones: tuple[str, str], starts_at: datetime
) -> None:
    for handle, zone in zip(("maya", "leo"), zones, strict=True):
        pair.arrive(handle, zone)
    book(pair, starts_at)
    pair.turn_to(starts_at)
    for handle, kind, days in (("maya", "M4", 2), ("leo", "M5", 1)):
        zone = pair.person(handle).zone
        hours = windows.Hours(zone)
        [at] = got(pair, handle, kind)
        day = windows.local_day(starts_at, zone)
        assert windows.local_day(at, zone) == windows.add_working_days(day, -days, hours)
        assert windows.is_open(at, hours, windows.Pace.SESSION)


def test_a_session_booked_late_is_prepared_in_the_next_window_or_not_at_all(pair: Life) -> None:
    pair.turn_to(datetime(2027, 1, 12, 17, 0, tzinfo=UTC))
    book(pair, datetime(2027, 1, 13, 9, 0, tzinfo=UTC))
    pair.turn(days=3)
    assert got(pair, "maya", "M4") == []
    assert "tomorrow" in said(pair, "leo", "M5")
    book(pair, datetime(2027, 1, 18, 12, 0, tzinfo=UTC))
    pair.turn(days=3)
    [at] = got(pair, "maya", "M4")
    assert at.date() == date(2027, 1, 18)


def test_the_day_is_named_where_it_is_not_tomorrow(pair: Life) -> None:
    book(pair, datetime(2027, 1, 25, 15, 0, tzinfo=UTC))
    pair.turn(days=12)
    assert said(pair, "leo", "M5") == (
        "You meet Maya on Monday 25 January. They'll bring a topic on the day."
    )


def test_looking_good_leaves_the_agenda(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.tap("maya", "M4", "looks_good")
    assert "The agenda stays as it is." in drawn(pair, "maya", "M4")
    assert agenda(pair) == []


@pytest.mark.parametrize(("handle", "kind"), [("maya", "M4"), ("leo", "M5")])
def test_moving_it_opens_the_choice_of_a_move(pair: Life, handle: str, kind: str) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    view = pair.tap(handle, kind, "move_it").view
    assert view is not None
    assert view["callback_id"] == "form:move"
    assert view["private_metadata"] == meeting(pair).id


def test_a_moved_session_is_prepared_for_its_new_time(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    assert len(got(pair, "maya", "M4")) == 1
    book(pair, NEXT_THURSDAY + timedelta(days=7))
    assert "This sorted itself out" in drawn_first(pair, "maya", "M4")
    pair.turn(days=2)
    assert got(pair, "leo", "M5") == []
    pair.turn(days=6, hours=1)
    assert len(got(pair, "maya", "M4")) == 2
    assert len(got(pair, "leo", "M5")) == 1


def test_moved_there_and_back_each_is_asked_once(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    book(pair, NEXT_THURSDAY + timedelta(days=7))
    book(pair, NEXT_THURSDAY)
    pair.turn(days=20)
    assert len(got(pair, "maya", "M4")) == len(got(pair, "leo", "M5")) == 1


@pytest.mark.parametrize(
    ("steps", "goals", "left_off"),
    [
        (2, [("Learn to lead", False)], "Here's where you left off: 2 steps open, Learn to lead."),
        (0, [("Learn to lead", False)], "Here's where you left off: Learn to lead."),
        (1, [], "Here's where you left off: 1 step open."),
        (1, [("Leave this team", True)], "Here's where you left off: 1 step open."),
        (0, [], ""),
    ],
)
def test_where_they_left_off_is_said_as_far_as_there_is_something(
    pair: Life, steps: int, goals: list[tuple[str, bool]], left_off: str
) -> None:
    for number in range(steps):
        step(pair, f"Step {number}")
    for text, private in goals:
        goal(pair, text, private=private)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    sentence = "You meet Leo on Thursday 21 January. What one thing would make it worth it?"
    assert said(pair, "maya", "M4") == f"{sentence} {left_off}".strip()


def test_before_a_first_session_there_is_nothing_left_off(pair: Life) -> None:
    forget_the_first(pair)
    goal(pair, "Learn to lead")
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    assert "left off" not in said(pair, "maya", "M4")


@pytest.mark.parametrize(
    ("shared", "kept", "count"),
    [
        ([], ["did_it"], None),
        (["went_another_way"], [], None),
        (["did_it"], ["tried_it"], "one of your suggestions"),
        (["did_it", "tried_it", "went_another_way"], [], "2 of your suggestions"),
    ],
)
def test_only_what_was_tried_and_shared_is_counted(
    pair: Life, shared: list[str], kept: list[str], count: str | None
) -> None:
    for number, status in enumerate(shared):
        told(pair, f"shared {number}", status)
    for number, status in enumerate(kept):
        told(pair, f"kept {number}", status, shared=False)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    text = said(pair, "leo", "M5")
    assert "They'll bring a topic on the day" in text
    assert (f"since last time they tried {count}." in text) == (count is not None)
    assert ("suggestions" in text) == (count is not None)
