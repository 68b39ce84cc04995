"""After a session: did you meet, what was suggested and promised, and when is the next one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import bookings, sessions, steps
from bot.errors import Correctable
from store import advice
from store.advice import Advice, Promise, Step
from store.people import Person
from store.relationships import Relationship
from store.sessions import (
    BOOKED,
    HELD,
    NOT_HELD,
    TO_BOOK,
    UNCONFIRMED,
    Meeting,
    of_relationship,
)
from store.trades import Trade
from tests.life import Life
from tests.pairs import everything_for, open_kinds, pair, rows, step, to_book

WEDNESDAY = datetime(2027, 1, 20, 14, 0, tzinfo=UTC)


@pytest.fixture
def met(life: Life) -> Callable[..., Meeting]:
    """Book a first session for a Wednesday and turn to the minute after its end."""

    def book(at: datetime = WEDNESDAY) -> Meeting:
        relationship = pair(life)
        session = to_book(life, relationship, at.date(), number=1)
        rebook(life, session, at)
        life.turn_to(at + timedelta(minutes=46))
        return session

    return book


def rebook(life: Life, session: Meeting, at: datetime, by: str = "maya") -> None:
    def work(tx: Any) -> None:
        relationship = tx.get_one(Relationship, session.relationship_id)
        person = life.person(by, tx)
        bookings.book(tx, relationship, tx.get_one(Meeting, session.id), at, person, life.now)

    life.run(work)


def now_is(life: Life, session: Meeting) -> Meeting:
    found: Meeting = life.run(lambda tx: tx.get_one(Meeting, session.id))
    return found


def all_sessions(life: Life) -> list[Meeting]:
    found: list[Meeting] = life.run(lambda tx: of_relationship(tx, life.relationship.id))
    return found


def count(life: Life, handle: str, kind: str) -> int:
    return life.kinds(handle).count(kind)


@pytest.mark.parametrize(
    ("starts_at", "asked_at"),
    [
        (datetime(2027, 1, 20, 14, 0, tzinfo=UTC), datetime(2027, 1, 20, 15, 0, tzinfo=UTC)),
        (datetime(2027, 1, 20, 15, 0, tzinfo=UTC), datetime(2027, 1, 21, 9, 30, tzinfo=UTC)),
        (datetime(2027, 1, 22, 15, 0, tzinfo=UTC), datetime(2027, 1, 25, 9, 30, tzinfo=UTC)),
    ],
)
def test_the_mentee_is_asked_soon_after_or_next_morning(
    life: Life, met: Callable[..., Meeting], starts_at: datetime, asked_at: datetime
) -> None:
    met(starts_at)
    life.turn(days=4)
    [message] = [m for m in life.sent if m.person == "maya" and "M6" in m.kinds]
    assert message.at == asked_at


def test_yes_counts_at_once_even_if_the_form_is_closed_again(
    life: Life, met: Callable[..., Meeting]
) -> None:
    session = met()
    life.turn(hours=1)
    answer = life.tap("maya", "M6", "yes_note_it")
    assert answer.view is not None
    assert now_is(life, session).state == HELD
    assert [s.state for s in all_sessions(life)] == [HELD, TO_BOOK]
    assert all_sessions(life)[1].target_on == date(2027, 2, 17)
    assert len(rows(life, Trade)) == 1
    again = life.tap("maya", "M6", "yes_note_it")
    assert again.view is not None
    assert len(all_sessions(life)) == 2
    refused = life.tap("maya", "M6", "it_didnt_happen")
    assert refused.sentence == "This was answered already, so nothing changed."


def wrap_up(life: Life) -> Any:
    life.turn(hours=1)
    return life.tap("maya", "M6", "yes_note_it").view


def test_each_line_is_for_her_alone_unless_ticked(life: Life, met: Callable[..., Meeting]) -> None:
    met()
    form = wrap_up(life)
    life.submit(
        "maya",
        form,
        first="Ask Sam first",
        second="Mind the salary talk",
        moment_1="the planning comes up",
        step_1="ask Sam",
        moment_2="pay is raised",
        step_2="stay silent",
        share=["first", "step_1"],
    )
    assert [(a.text, a.shared) for a in rows(life, Advice)] == [
        ("Ask Sam first", True),
        ("Mind the salary talk", False),
    ]
    assert sorted((s.text, s.moment, s.shared) for s in rows(life, Step)) == [
        ("ask Sam", "the planning comes up", True),
        ("stay silent", "pay is raised", False),
    ]
    assert open_kinds(life, "maya", life.relationship, "M6") == []
    life.turn(days=20)
    assert "salary" not in everything_for(life, "leo")
    assert "silent" not in everything_for(life, "leo")
    with pytest.raises(Correctable, match="saved a moment ago"):
        life.submit("maya", form, first="Ask Sam first")
    assert len(rows(life, Advice)) == 2


def test_what_one_form_said_keeps_its_order_whatever_becomes_of_it(
    life: Life, met: Callable[..., Meeting]
) -> None:
    met()
    said = {"first": "One", "second": "Two", "third": "Three", "step_1": "a", "step_2": "b"}
    life.submit("maya", wrap_up(life), **said)

    def change(tx: Any) -> None:
        for row in (advice.noted(tx, life.relationship.id)[0], *advice.steps(tx, asked)[:1]):
            row.shared = True

    asked = life.relationship.id
    life.run(change)
    noted, planned = life.run(lambda tx: (advice.noted(tx, asked), advice.steps(tx, asked)))
    assert [row.text for row in noted] == ["One", "Two", "Three"]
    assert [row.text for row in planned] == ["a", "b"]


def test_an_empty_wrap_up_is_fine(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    life.submit("maya", wrap_up(life))
    assert now_is(life, session).wrapped_at is not None
    assert rows(life, Advice) == []


def test_the_wrap_up_works_in_the_thread(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    life.turn(hours=1)
    life.reply("maya", "M6", "yes")
    assert now_is(life, session).state == HELD
    for line in ("Ask Sam first", "skip", "skip", "the planning comes up", "ask Sam", "done"):
        life.reply("maya", "M6", line)
    assert [(a.text, a.shared) for a in rows(life, Advice)] == [("Ask Sam first", False)]
    [kept] = rows(life, Step)
    assert (kept.moment, kept.text) == ("the planning comes up", "ask Sam")
    assert open_kinds(life, "maya", life.relationship, "M6") == []


def test_words_before_the_yes_are_no_wrap_up(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    life.turn(hours=1)
    life.reply("maya", "M6", "we couldn't make it")
    assert now_is(life, session).state == BOOKED
    assert rows(life, Advice) == []


def test_an_agreed_next_date_books_the_next_session(
    life: Life, met: Callable[..., Meeting]
) -> None:
    met()
    form = wrap_up(life)
    life.submit("maya", form, next_on="2027-02-16", next_at="10:00")
    assert [s.state for s in all_sessions(life)] == [HELD, BOOKED]
    assert all_sessions(life)[1].starts_at == datetime(2027, 2, 16, 10, 0, tzinfo=UTC)
    life.turn(days=3)
    assert "M8" not in life.kinds("maya") + life.kinds("leo")


@pytest.mark.parametrize(
    ("on", "at", "field"),
    [
        ("2027-02-16", None, "next_at"),
        (None, "10:00", "next_on"),
        ("2027-01-01", "10:00", "next_on"),
        ("2031-01-01", "10:00", "next_on"),
    ],
)
def test_a_next_date_that_cannot_be_is_sent_back(
    life: Life, met: Callable[..., Meeting], on: str | None, at: str | None, field: str
) -> None:
    met()
    form = wrap_up(life)
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", form, first="Ask Sam", next_on=on, next_at=at)
    assert wrong.value.field == field
    assert rows(life, Advice) == []


def test_later_today_asks_again_and_then_rides_along(
    life: Life, met: Callable[..., Meeting]
) -> None:
    met(datetime(2027, 1, 20, 9, 0, tzinfo=UTC))
    assert count(life, "maya", "M6") == 0
    life.turn(hours=1)
    life.tap("maya", "M6", "later_today")
    life.turn(hours=5)
    asked = count(life, "maya", "M6")
    life.turn(days=1)
    assert count(life, "maya", "M6") == 2
    assert asked in (1, 2)
    life.tap("maya", "M6", "later_today")
    life.turn(days=1)
    assert count(life, "maya", "M6") == 2


def test_put_off_twice_the_question_comes_with_the_next_message(
    life: Life, met: Callable[..., Meeting]
) -> None:
    met(datetime(2027, 1, 18, 14, 0, tzinfo=UTC))
    kept = step(life, life.relationship, "ask Sam")
    ask_on(life, kept, date(2027, 1, 21))
    life.turn(hours=1)
    life.tap("maya", "M6", "later_today")
    life.turn(days=1)
    life.tap("maya", "M6", "later_today")
    life.turn_to(datetime(2027, 1, 21, 9, 0, tzinfo=UTC))
    assert count(life, "maya", "M6") == 2
    life.turn(hours=2)
    assert set(life.last("maya").kinds) == {"M6", "F1"}


def ask_on(life: Life, kept: Step, day: date) -> None:
    def work(tx: Any) -> None:
        relationship = tx.get_one(Relationship, kept.relationship_id)
        steps.ask_on(tx, relationship, tx.get_one(Step, kept.id), day, life.now)

    life.run(work)


def test_silence_leaves_it_unconfirmed(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    life.turn_to(datetime(2027, 1, 27, 18, 0, tzinfo=UTC))
    assert now_is(life, session).state == UNCONFIRMED
    assert [s.state for s in all_sessions(life)] == [UNCONFIRMED, TO_BOOK]
    assert open_kinds(life, "maya", life.relationship, "M6") == []
    assert open_kinds(life, "leo", life.relationship, "M7") == []
    assert rows(life, Trade) == []


def test_a_moved_session_asks_about_its_new_time_only(life: Life) -> None:
    relationship = pair(life)
    session = to_book(life, relationship, WEDNESDAY.date(), number=1)
    rebook(life, session, WEDNESDAY)
    rebook(life, session, WEDNESDAY + timedelta(days=7))
    life.turn_to(WEDNESDAY + timedelta(days=6))
    assert count(life, "maya", "M6") == 0
    life.turn(days=3)
    assert count(life, "maya", "M6") == 1


def test_we_moved_it_takes_the_new_date_and_asks_then(
    life: Life, met: Callable[..., Meeting]
) -> None:
    session = met()
    life.turn(hours=1)
    form = life.tap("maya", "M6", "we_moved_it").view
    life.submit("maya", form, on="2027-01-27", at="14:00")
    assert open_kinds(life, "maya", life.relationship, "M7") == []
    life.turn_to(datetime(2027, 1, 27, 16, 0, tzinfo=UTC))
    assert count(life, "maya", "M6") == 2
    life.tap("maya", "M6", "yes_note_it")
    assert now_is(life, session).state == HELD


@pytest.mark.parametrize(("how", "kind"), [("i_missed_it", "M11"), ("they_didnt_come", "M12")])
def test_not_held_names_nobody(
    life: Life, met: Callable[..., Meeting], how: str, kind: str
) -> None:
    session = met()
    life.turn(hours=1)
    life.tap("maya", "M6", "it_didnt_happen")
    assert now_is(life, session).state == BOOKED
    life.tap("maya", "M6_didnt_happen", how)
    assert now_is(life, session).state == NOT_HELD
    assert life.kinds("maya")[-1] == kind
    assert rows(life, Trade) == []
    life.turn(days=2)
    assert "M7" not in life.kinds("leo")
    assert "G1" not in life.kinds("leo")


def test_no_and_then_silence_is_not_held(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    life.turn(hours=1)
    life.tap("maya", "M6", "it_didnt_happen")
    life.turn(days=9)
    assert now_is(life, session).state == NOT_HELD


def test_the_mentors_promise_confirms_the_session(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    life.turn(days=1)
    form = life.tap("leo", "M7", "add_it").view
    assert now_is(life, session).state == BOOKED
    life.submit("leo", form, promise="A name in research")
    assert now_is(life, session).state == HELD
    assert len(rows(life, Trade)) == 1
    life.tap("maya", "M6", "it_didnt_happen")
    life.turn(days=2)
    assert count(life, "maya", "M14") == 1
    assert count(life, "leo", "M14") == 0
    life.tap("maya", "M14", "no")
    assert now_is(life, session).state == NOT_HELD


def test_a_promise_between_her_two_taps_is_asked_about_once(
    life: Life, met: Callable[..., Meeting]
) -> None:
    session = met()
    life.turn(days=1)
    life.tap("maya", "M6", "it_didnt_happen")
    life.submit("leo", life.tap("leo", "M7", "add_it").view, promise="A name")
    life.tap("maya", "M6_didnt_happen", "they_didnt_come")
    life.turn(days=2)
    assert now_is(life, session).state == HELD
    assert count(life, "maya", "M14") == 1


def test_nothing_this_time_is_no_word_that_they_met(
    life: Life, met: Callable[..., Meeting]
) -> None:
    session = met()
    life.turn(days=1)
    life.tap("leo", "M7", "nothing_this_time")
    assert now_is(life, session).state == BOOKED


def test_a_no_against_a_promise_is_asked_once(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    life.turn(days=1)
    life.tap("maya", "M6", "it_didnt_happen")
    life.tap("maya", "M6_didnt_happen", "i_missed_it")
    life.submit("leo", life.tap("leo", "M7", "add_it").view, promise="A name")
    life.turn(days=3)
    life.tap("maya", "M14", "yes")
    assert now_is(life, session).state == HELD
    assert len(rows(life, Trade)) == 1
    assert len(all_sessions(life)) == 2


def test_promise_and_second_date_ride_with_the_trade(
    life: Life, met: Callable[..., Meeting]
) -> None:
    met()
    life.submit("maya", wrap_up(life))
    life.turn(days=1)
    [message] = [m for m in life.sent if m.person == "leo" and "G1" in m.kinds]
    assert set(message.kinds) == {"G8", "G1", "M7", "M8"}
    [message] = [m for m in life.sent if m.person == "maya" and "G1" in m.kinds]
    assert set(message.kinds) == {"G7", "G1", "M8"}


def test_the_second_date_can_be_kept_or_changed(life: Life, met: Callable[..., Meeting]) -> None:
    met()
    life.submit("maya", wrap_up(life))
    life.turn(days=1)
    life.tap("leo", "M8", "keep_it")
    form = life.tap("maya", "M8", "change_date").view
    life.submit("maya", form, week_on="2027-02-23")
    assert open_kinds(life, "maya", life.relationship, "M8") == []
    assert all_sessions(life)[1].target_on == date(2027, 2, 23)


def test_only_the_first_session_tells_of_a_second(life: Life, met: Callable[..., Meeting]) -> None:
    met()
    life.submit("maya", wrap_up(life), next_on="2027-02-17", next_at="14:00")
    life.turn_to(datetime(2027, 2, 17, 16, 0, tzinfo=UTC))
    life.submit("maya", life.tap("maya", "M6", "yes_note_it").view)
    life.turn(days=3)
    assert count(life, "maya", "M8") == 0
    assert [s.number for s in all_sessions(life)] == [1, 2, 3]


def test_a_wrap_up_left_open_closes_after_a_week(life: Life, met: Callable[..., Meeting]) -> None:
    met()
    wrap_up(life)
    life.turn(days=8)
    assert open_kinds(life, "maya", life.relationship, "M6") == []


def test_nobody_else_confirms_or_wraps_up(life: Life, met: Callable[..., Meeting]) -> None:
    session = met()
    with pytest.raises(Correctable):
        life.act("leo", "met", session.id)
    with pytest.raises(Correctable):
        life.act("ines", "met", session.id)
    form = wrap_up(life)
    for stranger in ("leo", "ines"):
        with pytest.raises(Correctable):
            life.submit(stranger, form, first="Ask Sam")
    assert rows(life, Advice) == []
    assert rows(life, Promise) == []


def test_home_can_say_that_they_met_but_not_before(life: Life) -> None:
    relationship = pair(life)
    session = to_book(life, relationship, WEDNESDAY.date(), number=1)
    rebook(life, session, WEDNESDAY)
    with pytest.raises(Correctable):
        life.act("maya", "met", session.id)
    life.turn_to(WEDNESDAY + timedelta(hours=3))
    assert life.act("maya", "met", session.id).view is not None
    held = life.run(lambda tx: sessions.last_held(tx, relationship))
    assert held.id == session.id
    assert isinstance(life.person("maya"), Person)
