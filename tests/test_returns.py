"""The end of a break: asked at its date, once more 90 days on, and 14 days later it closes."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import gestures, returns
from bot.errors import Correctable
from store.advice import Step
from store.relationships import Relationship
from store.sessions import BOOKED
from store.trades import Note, Trade
from tests.booking import drawn, labels, texts
from tests.life import Life
from tests.pairs import rows, step
from tests.spells import current, past, spell, still_open
from tests.test_pauses import pause

BOTH = ("maya", "leo")


def resting(life: Life, until: str = "2_weeks") -> Relationship:
    relationship = spell(life)
    pause(life, until=until)
    return relationship


def days_since(life: Life, begun_on: date, handle: str, kind: str) -> list[int]:
    found = [m.at.date() for m in life.sent if m.person == handle and kind in m.kinds]
    return [(on - begun_on).days for on in found]


@pytest.mark.parametrize(
    ("until", "asked", "last"),
    [
        ("2_weeks", [14], 104),
        ("month", [30], 120),
        ("3_months", [90], 180),
        ("ill_come_back", [], 90),
    ],
)
def test_pause_to_end_is_90_days_and_14_more_without_an_answer(
    life: Life, until: str, asked: list[int], last: int
) -> None:
    begun_on = life.now.date()
    resting(life, until)
    life.turn(days=last + 13)
    assert life.relationship.state == "paused"
    for handle in BOTH:
        close_to = [0, 1, 2, 3, 4]
        got = days_since(life, begun_on, handle, "H4")
        assert len(got) == len(asked)
        assert all(day - due in close_to for day, due in zip(got, asked, strict=True))
        [once_more] = days_since(life, begun_on, handle, "H4_last")
        assert once_more - last in close_to
    life.turn(days=8)
    assert life.relationship.state == "ended"
    assert life.relationship.open_pair is None


def test_a_pause_of_silence_is_asked_about_after_90_days_and_ends_14_later(life: Life) -> None:
    spell(life)
    past(life, 49)
    assert life.relationship.state == "paused"
    past(life, 49 + 89)
    assert "H4_last" not in life.kinds("leo")
    past(life, 49 + 103)
    assert life.relationship.state == "paused"
    past(life, 49 + 112)
    assert life.relationship.state == "ended"


def test_both_are_told_kindly_and_how_long_it_can_be_opened_again(life: Life) -> None:
    resting(life, "ill_come_back")
    life.turn(days=115)
    assert life.relationship.state == "ended"
    for handle in BOTH:
        [told] = texts(life, handle, "break_over")
        assert "What you did together still counts" in told
        assert "April 2028" in told
        assert not set(still_open(life, handle)) & {"H4", "H4_last"}
    view = life.tap("leo", "break_over", "pick_up_again").view
    assert "before you both say yes" in str(view)
    life.tap("leo", "break_over", "done")
    assert life.relationship.state == "ended"


def test_the_last_question_says_when_it_closes(life: Life) -> None:
    resting(life, "ill_come_back")
    life.turn(days=92)
    [asked] = texts(life, "leo", "H4_last")
    assert "I'll bring your mentoring to a close on 26 April 2027" in asked
    assert labels(life, "leo", "H4_last")[:4] == [
        "Book a time",
        "Change rhythm",
        "Stay paused",
        "Wrap it up",
    ]


def test_one_who_says_stay_paused_keeps_it_for_both(life: Life) -> None:
    resting(life, "ill_come_back")
    life.turn(days=92)
    question = life.open("leo", "H4_last").id
    life.tap("maya", "H4_last", "stay_paused")
    until = life.relationship.paused_until_on
    assert until == life.now.date() + timedelta(days=90)
    said = drawn(life, question)
    assert "to a close on 26 April 2027" in said
    assert f"Still paused, until {until:%-d %B %Y}." in said
    life.turn(days=60)
    assert life.relationship.state == "paused"
    life.turn(days=35)
    assert life.kinds("leo").count("H4") == 1


def test_wrap_it_up_from_a_break_ends_it_and_the_other_hears_of_it(life: Life) -> None:
    resting(life)
    life.turn(days=16)
    life.tap("leo", "H4", "wrap_it_up")
    assert life.relationship.state == "ended"
    life.turn(days=5)
    assert "H9" in life.kinds("maya")
    assert still_open(life, "leo") == []


@pytest.mark.parametrize("button", ["book_time", "change_rhythm"])
def test_coming_back_at_the_last_question_stops_the_close(life: Life, button: str) -> None:
    resting(life, "ill_come_back")
    life.turn(days=92)
    life.tap("leo", "H4_last", button)
    assert life.relationship.state == "active"
    life.turn(days=20)
    assert life.relationship.state == "active"
    assert "break_over" not in life.kinds("maya")


def test_a_close_waits_until_somebody_away_has_heard_of_it(life: Life) -> None:
    resting(life, "ill_come_back")
    life.turn(days=85)
    view = life.act("leo", "away", life.person("leo").id).view
    back_on = life.now.date() + timedelta(days=40)
    life.submit("leo", view, until_on=str(back_on))
    life.turn(days=38)
    assert life.relationship.state == "paused"
    life.turn(days=7)
    assert len(texts(life, "leo", "H4_last")) == 1
    assert life.relationship.state == "paused"
    life.turn(days=21)
    assert life.relationship.state == "ended"


def test_pausing_never_loses_a_step_or_a_note(life: Life) -> None:
    relationship = spell(life)
    kept = step(life, relationship, "Ask for a peer review")

    def write(tx: Any) -> None:
        trade = Trade(
            relationship_id=relationship.id,
            opens_at=life.now,
            closes_at=life.now + timedelta(days=400),
        )
        tx.add(trade)
        tx.flush()
        person = life.person("maya", tx)
        tx.add(Note(trade_id=trade.id, author_id=person.id, value="kept", written_at=life.now))

    life.run(write)
    pause(life, until="3_months")
    life.turn(days=80)
    assert [row.text for row in rows(life, Step) if row.id == kept.id] == [kept.text]
    assert [row.state for row in rows(life, Step) if row.id == kept.id] == ["open"]
    assert [row.value for row in rows(life, Note)] == ["kept"]
    life.act("leo", "come_back", relationship.id)
    life.turn(days=9)
    assert "F1" in life.kinds("maya")


def test_pausing_keeps_the_booked_session(life: Life) -> None:
    relationship = spell(life)
    session = current(life)

    def book(tx: Any) -> None:
        row = tx.merge(session)
        row.state, row.starts_at = BOOKED, life.now + timedelta(days=20)

    life.run(book)
    pause(life)
    life.turn(days=16)
    assert current(life).id == session.id
    assert current(life).state == BOOKED
    life.act("maya", "come_back", relationship.id)
    assert current(life).state == BOOKED


@pytest.mark.parametrize("state", ["closing", "in_touch", "carried_on"])
def test_where_no_sessions_are_planned_a_pause_is_explained_instead(life: Life, state: str) -> None:
    relationship = spell(life)
    view = life.command("maya", "/mentor-pause").view

    def put(tx: Any) -> None:
        tx.get_one(Relationship, relationship.id).state = state

    life.run(put)
    answer = life.command("leo", "/mentor-pause")
    assert answer.sentence is not None
    assert "Maya" in answer.sentence
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", view, until="month")
    assert "Leo" in wrong.value.sentence
    assert life.relationship.state == state


def test_a_tap_on_a_question_of_a_break_that_is_over_changes_nothing(life: Life) -> None:
    resting(life)
    life.turn(days=16)
    prompt = life.open("leo", "H4")
    life.act("maya", "come_back", life.relationship.id)
    answer = life.run(
        lambda tx: gestures.tap(tx, life.who("leo"), prompt.id, "stay_paused", life.now)
    )
    assert answer.sentence is not None
    assert life.relationship.state == "active"


def test_a_stranger_can_neither_stay_nor_end(life: Life) -> None:
    resting(life)
    life.turn(days=16)
    prompt = life.open("leo", "H4")
    for button in returns.TAPS:
        with pytest.raises(Correctable):
            life.run(
                lambda tx, button=button: gestures.tap(
                    tx, life.who("ines"), prompt.id, button, life.now
                )
            )
    assert life.relationship.state == "paused"


def test_a_break_stopped_by_an_account_is_not_ended_by_silence(life: Life) -> None:
    relationship = resting(life, "ill_come_back")

    def stop(tx: Any) -> None:
        tx.get_one(Relationship, relationship.id).stopped_at = life.now

    life.run(stop)
    life.turn(days=130)
    assert life.relationship.state == "paused"
    assert "H4_last" not in life.kinds("maya")
