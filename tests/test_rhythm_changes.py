"""A rhythm is changed later: lighter at once, fuller with both (PRODUCT 2.4)."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import windows
from bot.errors import Correctable
from store.relationships import Relationship
from store.sessions import BOOKED, Meeting
from tests.agreeing import agenda, answer, begin, drawn, outcome, said
from tests.booking import at
from tests.life import Life, initial


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya in London and Leo in New York, who agreed on the usual rhythm."""
    begin(life)
    answer(life, "maya")
    answer(life, "leo")
    life.turn(days=1, hours=1)
    return life


def propose(life: Life, handle: str, **answers: Any) -> str | None:
    """Fill the form behind /mentor-rhythm in, and give the sentence that comes back."""
    form = life.command(handle, "/mentor-rhythm").view
    return life.submit(handle, form, **answers).sentence


def holds(life: Life) -> tuple[str, int, str]:
    row = life.relationship
    return row.every, row.minutes, str(row.ends_on)


USUAL = ("two_months", 45, "2028-01-12")


def test_the_form_shows_what_holds_now(pair: Life) -> None:
    view = pair.command("maya", "/mentor-rhythm").view
    assert view is not None
    text = json.dumps(view)
    assert "Now it's every 2 months, 45 minutes, until 12 January 2028." in text
    assert initial(view) == {"every": "two_months", "minutes": "45", "until_on": "2028-01-12"}


@pytest.mark.parametrize(
    ("answers", "after"),
    [
        ({"every": "three_months"}, ("three_months", 45, "2028-01-12")),
        ({"minutes": "30"}, ("two_months", 30, "2028-01-12")),
        ({"until_on": "2027-09-01"}, ("two_months", 45, "2027-09-01")),
    ],
)
def test_a_lighter_rhythm_holds_at_once_and_the_other_is_told_in_their_window(
    pair: Life, answers: dict[str, str], after: tuple[str, int, str]
) -> None:
    pair.turn_to(at(13, 21))
    sentence = propose(pair, "maya", **answers)
    assert sentence is not None
    assert sentence.startswith("Your rhythm with Leo is lighter from today: every")
    assert holds(pair) == after
    assert "rhythm_changed" not in pair.kinds("leo")
    pair.turn(days=1)
    assert said(pair, "leo", "rhythm_changed").startswith("Maya chose a lighter rhythm")
    [told] = [message.at for message in pair.sent if "rhythm_changed" in message.kinds]
    assert windows.is_open(told, windows.Hours("America/New_York"), windows.Pace.ORDINARY)


def test_a_fuller_rhythm_waits_for_the_others_yes(pair: Life) -> None:
    sentence = propose(pair, "leo", every="month")
    assert sentence is not None
    assert sentence.startswith("Maya was asked about the new rhythm.")
    assert holds(pair) == USUAL
    pair.turn(days=1)
    assert said(pair, "maya", "rhythm_proposed") == (
        "Leo would like a new rhythm: every month, 45 minutes, until 12 January 2028. "
        "Does that suit you?"
    )
    pair.tap("maya", "rhythm_proposed", "yes_change_it")
    assert holds(pair) == ("month", 45, "2028-01-12")
    assert "You both chose every month" in drawn(pair, "maya", "rhythm_proposed")
    pair.turn(days=7)
    assert said(pair, "leo", "D5").startswith("You both chose every month")


def test_one_part_fuller_is_enough_to_ask(pair: Life) -> None:
    propose(pair, "leo", every="three_months", minutes="60")
    assert holds(pair) == USUAL


def test_keeping_it_as_it_is_is_told_without_a_reason(pair: Life) -> None:
    propose(pair, "leo", every="month")
    pair.turn(days=1)
    pair.tap("maya", "rhythm_proposed", "keep_as_it_is")
    assert holds(pair) == USUAL
    pair.turn(days=7)
    assert said(pair, "leo", "rhythm_kept") == "Your rhythm with Maya stays as it was."


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kolkata", "Pacific/Auckland"])
def test_silence_leaves_it_after_five_working_days(pair: Life, zone: str) -> None:
    pair.arrive("maya", zone)
    propose(pair, "leo", every="month")
    today = windows.local_day(pair.now, zone)
    last_on = windows.add_working_days(today, 5, windows.Hours(zone))
    ends_at = windows.at_local(last_on, time(17), zone)
    pair.turn_to(ends_at - timedelta(minutes=1))
    assert outcome(pair, "maya", "rhythm_proposed") is None
    pair.turn(minutes=1)
    assert "Your rhythm stays as it was." in drawn(pair, "maya", "rhythm_proposed")
    assert holds(pair) == USUAL
    assert "rhythm_kept" not in pair.kinds("leo")


def test_the_same_rhythm_says_so(pair: Life) -> None:
    with pytest.raises(Correctable, match="That's how it is already"):
        propose(pair, "maya")


@pytest.mark.parametrize(
    ("until_on", "sentence"),
    [
        ("2027-01-12", "That date has passed"),
        ("2037-02-01", "further ahead"),
        ("2027-02-31", "couldn't read that"),
    ],
)
def test_an_end_that_cannot_be_is_said_at_its_field(
    pair: Life, until_on: str, sentence: str
) -> None:
    with pytest.raises(Correctable, match=sentence) as wrong:
        propose(pair, "maya", until_on=until_on)
    assert wrong.value.field == "until_on"


def test_asking_for_the_same_twice_asks_once(pair: Life) -> None:
    for _ in range(2):
        propose(pair, "leo", every="month")
    pair.turn(days=7)
    assert pair.kinds("maya").count("rhythm_proposed") == 1


def test_two_who_ask_each_other_for_the_same_agree(pair: Life) -> None:
    propose(pair, "leo", every="month")
    propose(pair, "maya", every="month")
    assert holds(pair) == ("month", 45, "2028-01-12")
    pair.turn(days=7)
    assert "rhythm_proposed" not in pair.kinds("leo")


def test_a_newer_question_takes_the_place_of_the_older(pair: Life) -> None:
    propose(pair, "leo", every="month")
    pair.turn(days=1)
    propose(pair, "leo", minutes="60")
    with pytest.raises(AssertionError, match="has no open rhythm_proposed"):
        pair.open("maya", "rhythm_proposed")
    pair.turn(days=5)
    pair.tap("maya", "rhythm_proposed", "yes_change_it")
    assert holds(pair) == ("two_months", 60, "2028-01-12")


def test_a_lighter_rhythm_ends_the_question_for_a_fuller_one(pair: Life) -> None:
    propose(pair, "leo", every="month")
    pair.turn(days=1)
    propose(pair, "maya", every="three_months")
    assert outcome(pair, "maya", "rhythm_proposed") == "passed"
    assert holds(pair) == ("three_months", 45, "2028-01-12")


def test_agreeing_takes_the_rhythm_off_the_agenda(life: Life) -> None:
    begin(life)
    answer(life, "maya", every="month")
    answer(life, "leo")
    assert "rhythm" in agenda(life)
    propose(life, "maya", every="month")
    life.turn(days=2)
    life.tap("leo", "rhythm_proposed", "yes_change_it")
    assert "rhythm" not in agenda(life)
    assert life.relationship.rhythm_state == "agreed"


def test_a_stranger_changes_nothing(pair: Life) -> None:
    form = pair.command("maya", "/mentor-rhythm").view
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.submit("ines", form, every="month")
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.act("ines", "rhythm", pair.relationship.id)
    sentence = pair.command("ines", "/mentor-rhythm").sentence
    assert sentence is not None
    assert "You aren't set up with anyone yet." in sentence


def test_a_closed_relationship_keeps_its_rhythm(pair: Life) -> None:
    form = pair.command("maya", "/mentor-rhythm").view
    relationship_id = pair.relationship.id

    def end(tx: Session) -> None:
        tx.get_one(Relationship, relationship_id).state = "ended"

    pair.run(end)
    with pytest.raises(Correctable, match="come to a close"):
        pair.submit("maya", form, every="three_months")


def test_a_settled_length_holds_for_the_session_to_book_and_no_booked_one(pair: Life) -> None:
    def meeting() -> Meeting:
        found: Meeting = pair.run(lambda tx: tx.exec(select(Meeting)).one())
        return found

    propose(pair, "maya", minutes="60")
    pair.turn(days=2)
    pair.tap("leo", "rhythm_proposed", "yes_change_it")
    assert meeting().minutes == 60

    def book(tx: Session) -> None:
        row = tx.exec(select(Meeting)).one()
        row.state, row.starts_at = BOOKED, pair.now + timedelta(days=9)

    pair.run(book)
    form = pair.command("leo", "/mentor-rhythm").view
    pair.submit("leo", form, minutes="30")
    assert pair.relationship.minutes == 30
    assert meeting().minutes == 60


def test_a_prompt_of_a_rhythm_that_has_changed_is_not_sent(life: Life) -> None:
    begin(life)
    life.turn(hours=4)
    answer(life, "maya")
    answer(life, "leo")
    propose(life, "leo", every="three_months")
    life.turn(days=2)
    assert "D5" not in life.kinds("maya")
    assert "rhythm_changed" in life.kinds("maya")
