"""Booking a session: times are offered, one is taken, and both have it in their calendars."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.errors import Correctable
from store.prompts import Prompt
from store.sessions import BOOKED, OFFERED, TO_BOOK, slots
from tests.booking import (
    at,
    book,
    drawn,
    labels,
    meeting,
    meeting_id,
    offer,
    pair,
    refused,
    stamp,
    texts,
    until,
)
from tests.life import Life

FIRST, SECOND = at(20, 15), at(21, 16, 30)


def invite(life: Life) -> Any:
    """Open the form that offers times."""
    return life.command("maya", "/mentor-book").view


def actions(page: Any) -> set[str]:
    """Give the action ids of a page."""
    rows = [block for block in page["blocks"] if block["type"] == "actions"]
    return {element["action_id"] for row in rows for element in row["elements"]}


def test_m1_opens_the_form_and_shows_what_was_offered(life: Life) -> None:
    pair(life)
    until(life, "maya", "M1")
    prompt = life.open("maya", "M1")
    view = life.tap("maya", "M1", "make_invite").view
    life.submit("maya", view, first=stamp(FIRST))
    assert drawn(life, prompt.id).endswith("Offered to Leo: Wed 20 Jan, 15:00 (London).")
    assert meeting(life).state == OFFERED


def test_the_mentor_sees_times_in_both_zones_and_taps_one_in_his_own(life: Life) -> None:
    pair(life)
    offer(life, FIRST, SECOND)
    until(life, "leo", "offered_times")
    [text] = texts(life, "leo", "offered_times")
    assert "Wed 20 Jan, 10:00 (New York), 15:00 (London)" in text
    assert labels(life, "leo", "offered_times")[:3] == [
        "Wed 20 Jan, 10:00",
        "Thu 21 Jan, 11:30",
        "None of these",
    ]


def test_taking_a_time_books_it_and_tells_both(life: Life) -> None:
    pair(life)
    offer(life, FIRST, SECOND)
    until(life, "leo", "offered_times")
    life.tap("leo", "offered_times", "time#1")
    assert (meeting(life).state, meeting(life).starts_at) == (BOOKED, SECOND)
    assert "Thu 21 Jan, 11:30 (New York) for you" in texts(life, "leo", "booked_at_once")[0]
    until(life, "maya", "booked")
    assert "Thu 21 Jan, 16:30 (London) for you" in texts(life, "maya", "booked")[0]
    shown = labels(life, "maya", "booked")
    assert {"Add to Google", "Add to Outlook", "Move it"} <= set(shown)
    assert {slot.state for slot in life.run(lambda tx: slots(tx, meeting_id(life, tx)))} == {
        "taken",
        "withdrawn",
    }


def test_a_session_before_her_next_window_is_told_at_once(life: Life) -> None:
    pair(life)
    life.turn_to(at(13, 14))
    offer(life, at(13, 22))
    until(life, "leo", "offered_times")
    life.turn_to(at(13, 20))
    life.tap("leo", "offered_times", "time#0")
    assert "booked_at_once" in life.kinds("maya")


def test_two_people_in_one_zone_read_one_time(life: Life) -> None:
    life.arrive("leo", "Europe/London")
    pair(life)
    book(life, FIRST)
    assert texts(life, "leo", "booked_at_once") == [
        "You meet Maya: Wed 20 Jan, 15:00 (London). The calendar file is in this thread."
    ]


def test_booked_by_the_other_meanwhile_is_said_at_the_field(life: Life) -> None:
    pair(life)
    mine = invite(life)
    book(life, FIRST)
    sentence, field = refused(life, mine, first=stamp(SECOND))
    assert sentence.startswith("Leo was a moment faster: you meet Wed 20 Jan, 15:00 (London)")
    assert field == "first"


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"first": stamp(at(11, 15))}, "first", "That time has passed"),
        ({"first": stamp(FIRST.replace(year=2028, month=3))}, "first", "further ahead"),
        ({"first": stamp(FIRST), "third": stamp(FIRST)}, "third", "there twice"),
        ({"first": 10**18}, "first", "couldn't read"),
        ({}, "first", "nothing in here"),
        ({"first": stamp(FIRST), "minutes": "600"}, "minutes", "pick one"),
        ({"first": stamp(FIRST), "place": "moon"}, "place", "pick one"),
        ({"first": stamp(FIRST), "link": "javascript:alert(1)"}, "link", "https://"),
        ({"first": stamp(FIRST), "link": "http://call.example.com"}, "link", "https://"),
        ({"first": stamp(FIRST), "link": "https://a.example@evil.example"}, "link", "https://"),
        ({"first": stamp(FIRST), "note": "x" * 1001}, "note", "1000"),
    ],
)
def test_a_mistake_is_said_at_its_field(
    life: Life, answers: dict[str, Any], field: str, words: str
) -> None:
    pair(life)
    sentence, where = refused(life, invite(life), **answers)
    assert (where, words in sentence) == (field, True)
    assert meeting(life).state == TO_BOOK


def test_a_place_in_words_and_an_https_link_are_both_kept(life: Life) -> None:
    pair(life)
    offer(life, FIRST, link="Cafe: by the river")
    assert meeting(life).link == "Cafe: by the river"
    offer(life, FIRST, place="video", link="https://meet.example.com/abc")
    assert meeting(life).link == "https://meet.example.com/abc"


def test_already_booked_keeps_the_date_and_the_mentor_may_put_it_right(life: Life) -> None:
    pair(life)
    until(life, "maya", "M1")
    view = life.tap("maya", "M1", "already_booked").view
    life.submit("maya", view, on="2027-01-20", at="15:00")
    assert meeting(life).starts_at == FIRST
    assert "booked_at_once" in life.kinds("maya")
    until(life, "leo", "booked_elsewhere")
    assert (
        "Wed 20 Jan, 10:00 (New York), 15:00 (London)" in texts(life, "leo", "booked_elsewhere")[0]
    )
    view = life.tap("leo", "booked_elsewhere", "change_it").view
    life.submit("leo", view, on="2027-01-20", at="11:00")
    assert meeting(life).starts_at == at(20, 16)
    until(life, "maya", "booked_elsewhere")
    assert meeting(life).sequence == 1


@pytest.mark.parametrize(
    ("on", "clock", "field", "words"),
    [
        ("2027-01-11", "15:00", "on", "If you two have met"),
        ("2028-06-01", "15:00", "on", "further ahead"),
        ("2027-03-28", "01:30", "at", "clocks go forward"),
        ("soon", "15:00", "on", "couldn't read"),
    ],
)
def test_already_booked_says_what_is_wrong_with_a_date(
    life: Life, on: str, clock: str, field: str, words: str
) -> None:
    pair(life)
    until(life, "maya", "M1")
    view = life.tap("maya", "M1", "already_booked").view
    sentence, where = refused(life, view, on=on, at=clock)
    assert (where, words in sentence) == (field, True)


def test_mentor_book_shows_a_booked_session_with_what_can_be_done(life: Life) -> None:
    pair(life)
    book(life, FIRST)
    page = life.command("leo", "/mentor-book").view
    assert "Wed 20 Jan, 10:00 (New York), 15:00 (London)" in str(page)
    assert {"act:move", "act:call_off", "act:one_pager"} <= actions(page)


def test_mentor_book_shows_times_that_wait_and_takes_one(life: Life) -> None:
    pair(life)
    offer(life, FIRST, SECOND)
    page: Any = life.command("leo", "/mentor-book").view
    rows = [block for block in page["blocks"] if block["type"] == "actions"]
    life.act("leo", "take_time", rows[0]["elements"][1]["value"])
    assert meeting(life).starts_at == SECOND


def test_a_stranger_can_do_nothing_with_a_session(life: Life) -> None:
    pair(life)
    view = invite(life)
    offer(life, FIRST)
    for form in (view, {**view, "callback_id": "form:suggest_times"}):
        assert "belongs to somebody else" in refused(life, form, "ines", first=stamp(SECOND))[0]
    slot = life.run(lambda tx: slots(tx, meeting_id(life, tx))[0].id)
    for act, row in (("take_time", slot), ("move", meeting(life).id), ("call_off", "nowhere")):
        with pytest.raises(Correctable, match="belongs to somebody else"):
            life.act("ines", act, row)
    with pytest.raises(Correctable, match="belongs to somebody else"):
        life.act("maya", "take_time", slot)


def test_the_same_hour_with_another_person_is_refused(life: Life) -> None:
    pair(life)
    book(life, FIRST)
    view = life.command("maya", "/mentor", "ines").view
    life.submit("maya", view, role="mentee")
    until(life, "ines", "A7")
    life.tap("ines", "A7", "yes")
    view = life.command("maya", "/mentor-book", "ines").view
    sentence, field = refused(life, view, first=stamp(FIRST + timedelta(minutes=30)))
    assert (field, "already have a session at that time" in sentence) == ("first", True)


def test_no_words_of_a_note_are_kept_in_a_prompt(life: Life) -> None:
    pair(life)
    offer(life, FIRST, note="A secret line", link="https://meet.example.com/hidden")
    kept = life.run(lambda tx: [str(p.about) for p in tx.exec(select(Prompt)).all()])
    assert not any("secret" in about or "hidden" in about for about in kept)


def test_an_instant_is_kept_to_the_minute(life: Life) -> None:
    pair(life)
    offer(life, datetime(2027, 1, 20, 15, 0, 42, tzinfo=UTC))
    assert life.run(lambda tx: slots(tx, meeting_id(life, tx))[0].starts_at) == FIRST
