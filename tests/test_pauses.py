"""Two people take a break from sessions; what waited goes on when they come back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import bookings, sessions
from bot.errors import Correctable
from store.prompts import PLANNED, Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, Meeting
from tests.life import Life
from tests.test_hub import begin, buttons, texts
from tests.test_invitations import invite


def pause(life: Life, handle: str = "maya", until: str = "2_weeks") -> Any:
    answer = life.command(handle, "/mentor-pause")
    return life.submit(handle, answer.view, until=until)


def session(life: Life) -> Meeting:
    def find(tx: Session) -> Meeting:
        found = sessions.current(tx, tx.get_one(Relationship, life.relationship.id))
        assert found is not None
        return found

    meeting: Meeting = life.run(find)
    return meeting


def book(life: Life, **ahead: float) -> None:
    def work(tx: Session) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        meeting = sessions.current(tx, relationship)
        assert meeting is not None
        at = life.now + timedelta(**ahead)
        bookings.book(tx, relationship, meeting, at, life.person("maya", tx), life.now)

    life.run(work)
    life.settle()


@pytest.mark.parametrize(
    ("until", "days"), [("2_weeks", 14), ("month", 30), ("3_months", 90), ("ill_come_back", 90)]
)
def test_a_break_lasts_as_long_as_was_chosen(life: Life, until: str, days: int) -> None:
    begin(life)
    today = life.now.date()
    answer = pause(life, until=until)
    assert answer.sentence is not None
    assert answer.sentence.startswith("Paused until")
    assert life.relationship.state == "paused"
    assert life.relationship.paused_until_on == today + timedelta(days=days)


def test_the_other_hears_the_date_and_no_reason(life: Life) -> None:
    begin(life)
    pause(life)
    life.turn(days=3)
    told = [m for m in life.sent if m.person == "leo" and "H3_other" in m.kinds]
    assert len(told) == 1
    assert "Maya is taking a break from sessions until 26 January 2027." in told[0].body["text"]


def test_without_a_date_the_other_hears_none(life: Life) -> None:
    begin(life)
    pause(life, until="ill_come_back")
    life.turn(days=3)
    [told] = [m for m in life.sent if m.person == "leo" and "H3_other_open" in m.kinds]
    assert "in their own time" in told.body["text"]
    assert "2027" not in told.body["text"]


def test_nothing_that_begins_something_goes_out_during_a_break(life: Life) -> None:
    begin(life)
    before = len(life.kinds("maya"))
    pause(life, until="3_months")
    life.turn(days=80)
    new = set(life.kinds("maya")[before:])
    assert not new & {"M1", "M2", "M3", "setup_reminder", "setup_reminder_last", "B11"}


def test_both_are_asked_when_it_is_over_and_only_once(life: Life) -> None:
    begin(life)
    pause(life)
    life.turn(days=30)
    assert life.kinds("maya").count("H4") == 1
    assert life.kinds("leo").count("H4") == 1
    [message] = [m for m in life.sent if m.person == "maya" and "H4" in m.kinds]
    assert message.at >= datetime(2027, 1, 26, tzinfo=UTC)
    assert [b for b in buttons(message.body) if b.startswith("tap:")][:3] == [
        "tap:book_time",
        "tap:change_rhythm",
        "tap:stay_paused",
    ]
    assert life.relationship.state == "paused"


def test_booking_a_time_ends_the_break_for_both(life: Life) -> None:
    begin(life)
    pause(life)
    life.turn(days=16)
    answer = life.tap("maya", "H4", "book_time")
    assert answer.view is not None
    assert answer.view["callback_id"] == "form:invite"
    assert life.relationship.state == "active"
    assert life.relationship.paused_until_on is None
    with pytest.raises(AssertionError):
        life.open("leo", "H4")
    life.turn(days=3)
    assert "resumed" in life.kinds("leo")
    assert {"M1"} & set(life.kinds("maya"))


def test_changing_the_rhythm_ends_the_break_too(life: Life) -> None:
    begin(life)
    pause(life)
    life.turn(days=16)
    answer = life.tap("leo", "H4", "change_rhythm")
    assert answer.view is not None
    assert answer.view["callback_id"] in ("form:rhythm", "form:rhythm_change")
    assert life.relationship.state == "active"


def test_staying_paused_asks_again_in_ninety_days(life: Life) -> None:
    begin(life)
    pause(life)
    life.turn(days=16)
    on = life.now.date()
    life.tap("maya", "H4", "stay_paused")
    assert life.relationship.paused_until_on == on + timedelta(days=90)
    assert life.open("leo", "H4")
    life.turn(days=80)
    assert life.kinds("maya").count("H4") == 1
    life.turn(days=20)
    assert life.kinds("maya").count("H4") == 2


def test_coming_back_early_is_one_tap_and_brings_what_waited(life: Life) -> None:
    begin(life)
    pause(life, until="3_months")
    life.turn(days=20)
    answer = life.command("leo", "/mentor-pause")
    assert "You and Maya are on a break until" in texts(answer.view)
    assert buttons(answer.view) == ["act:come_back"]
    answer = life.act("leo", "come_back", life.relationship.id)
    assert "You're back with Maya" in texts(answer.view)
    assert life.relationship.state == "active"
    target = session(life).target_on
    assert target == life.now.date() + timedelta(days=14)
    life.turn(days=4)
    assert "M1" in life.kinds("maya")
    life.turn(days=90)
    assert "H4" not in life.kinds("maya")


def test_a_setup_that_slept_through_its_end_settles_on_return(life: Life) -> None:
    begin(life)
    pause(life, until="3_months")
    life.turn(days=40)
    assert life.relationship.state == "paused"
    life.act("maya", "come_back", life.relationship.id)
    assert life.relationship.state == "active"


def test_a_second_tap_finds_the_break_over(life: Life) -> None:
    begin(life)
    pause(life)
    life.act("maya", "come_back", life.relationship.id)
    life.act("leo", "come_back", life.relationship.id)
    assert life.relationship.state == "setting_up"
    life.turn(days=5)
    assert "resumed" not in life.kinds("maya")


def test_a_booked_session_stays_and_the_page_says_so(life: Life) -> None:
    begin(life)
    book(life, days=6)
    answer = pause(life)
    assert "Your session stays where it is: Mon 18 Jan, 14:35 (London)" in texts(answer.view)
    assert buttons(answer.view) == ["act:book"]
    assert session(life).state == BOOKED
    life.turn(days=8)
    assert "M6" in life.kinds("maya")


def test_a_break_that_holds_can_not_be_begun_again(life: Life) -> None:
    begin(life)
    view = life.command("leo", "/mentor-pause").view
    pause(life)
    with pytest.raises(Correctable) as wrong:
        life.submit("leo", view, until="month")
    assert wrong.value.field == "until"


def test_an_unknown_length_is_sent_back(life: Life) -> None:
    begin(life)
    with pytest.raises(Correctable):
        pause(life, until="forever")
    assert life.relationship.state == "setting_up"


def test_a_stranger_can_neither_pause_nor_come_back(life: Life) -> None:
    begin(life)
    view = life.command("maya", "/mentor-pause").view
    with pytest.raises(Correctable):
        life.submit("ines", view, until="month")
    pause(life)
    with pytest.raises(Correctable):
        life.act("ines", "come_back", life.relationship.id)
    assert life.relationship.state == "paused"


def test_an_invited_pair_has_nothing_to_pause(life: Life) -> None:
    invite(life)
    answer = life.command("maya", "/mentor-pause")
    assert answer.sentence is not None
    assert "You aren't set up with anyone yet." in answer.sentence


def test_somebody_with_several_can_be_away_from_everyone(life: Life) -> None:
    begin(life)
    life.turn(minutes=1)
    life.arrive("ola")
    life.submit("maya", life.command("maya", "/mentor", "ola").view, role="mentee")
    life.turn(days=1)
    life.tap("ola", "A7", "yes")
    answer = life.command("maya", "/mentor-pause")
    assert answer.blocks is not None
    labels = [each["text"]["text"] for each in answer.blocks[1]["elements"]]
    assert labels == ["Leo", "Ola", "Everyone"]
    opened = life.act("maya", "pause", answer.blocks[1]["elements"][2]["value"])
    assert opened.view is not None
    assert opened.view["callback_id"] == "form:away"


def test_a_break_closes_the_open_questions_for_a_date(life: Life) -> None:
    begin(life)
    life.turn(days=2)
    assert life.open("maya", "M1")
    pause(life)
    with pytest.raises(AssertionError):
        life.open("maya", "M1")
    rows = life.run(lambda tx: tx.exec(select(Prompt).where(Prompt.kind == "M2")).all())
    assert [row for row in rows if row.state == PLANNED] == []
