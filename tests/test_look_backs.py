"""The last session of a round: Our year before it, a line each after it (I7, I8, I9)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import bookings, confirmations, gestures, look_backs
from bot.errors import Correctable
from store.lines import Line
from store.relationships import Relationship
from store.sessions import BOOKED, Meeting
from tests.life import Life
from tests.pairs import everything_for, meeting, pair, rows, to_book
from tests.test_farewells import buttons
from tests.test_years import shown, state

ENDS_ON = date(2027, 3, 9)
LAST_AT = datetime(2027, 2, 23, 14, tzinfo=UTC)


def closing(life: Life, at: datetime = LAST_AT, ends_on: date = ENDS_ON) -> Relationship:
    """Give a pair in the last weeks of their round, whose session is booked as people do it."""
    relationship = pair(life)
    meeting(life, relationship)
    session = to_book(life, relationship, at.date())
    state(life, relationship, state="closing", ends_on=ends_on)
    book(life, session, at)
    return relationship


def book(life: Life, session: Meeting, at: datetime) -> None:
    def work(tx: Any) -> None:
        row = tx.get_one(Relationship, session.relationship_id)
        maya = life.person("maya", tx)
        bookings.book(tx, row, tx.get_one(Meeting, session.id), at, maya, life.now)

    life.run(work)
    life.settle()


def met(life: Life) -> None:
    """Let Maya say that they met, an hour after."""
    session = rows(life, Meeting)[-1]
    life.turn_to(LAST_AT + timedelta(hours=1))

    def confirm(tx: Any) -> None:
        confirmations.confirm(
            tx, tx.get_one(Meeting, session.id), life.person("maya", tx), life.now
        )

    life.run(confirm)
    life.turn(days=2)


def test_our_year_comes_with_the_topic_and_with_the_one_pager(life: Life) -> None:
    closing(life)
    life.turn_to(LAST_AT)
    [hers] = [m for m in life.sent if m.person == "maya" and "I7" in m.kinds]
    [his] = [m for m in life.sent if m.person == "leo" and "I7" in m.kinds]
    assert set(hers.kinds) == {"M4", "I7"}
    assert hers.at.date() == date(2027, 2, 19)  # two working days before a Tuesday
    assert set(his.kinds) == {"M5", "I7"}
    assert "Last session of this round. Look back at where you began" in his.body["text"]


def test_open_our_year_shows_it(life: Life) -> None:
    closing(life)
    life.turn_to(LAST_AT - timedelta(hours=1))
    view = life.tap("maya", "I7", "open_our_year").view
    assert view is not None
    assert view["title"]["text"] == "Our year"
    life.tap("leo", "I7", "ok")


def test_a_session_with_another_to_follow_is_not_the_last(life: Life) -> None:
    closing(life, ends_on=date(2028, 3, 9))
    life.turn_to(LAST_AT)
    assert "I7" not in life.kinds("maya") + life.kinds("leo")


def test_a_round_that_isnt_closing_has_no_last_session(life: Life) -> None:
    relationship = closing(life)
    state(life, relationship, state="active")
    life.turn_to(LAST_AT)
    assert "I7" not in life.kinds("maya") + life.kinds("leo")


def test_a_session_booked_before_the_closing_is_found_when_it_opens(life: Life) -> None:
    relationship = pair(life)
    meeting(life, relationship)
    meeting(life, relationship, 2, state=BOOKED, starts_at=LAST_AT)
    state(life, relationship, state="closing", ends_on=ENDS_ON)
    life.run(
        lambda tx: look_backs.closing_opened(
            tx, tx.get_one(Relationship, relationship.id), life.now
        )
    )
    life.turn_to(LAST_AT)
    assert life.kinds("maya").count("I7") == life.kinds("leo").count("I7") == 1


def test_a_moved_session_takes_its_look_back_along(life: Life) -> None:
    closing(life)
    session = rows(life, Meeting)[-1]

    def move(tx: Any) -> None:
        row, meeting_ = (
            tx.get_one(Relationship, session.relationship_id),
            tx.get_one(Meeting, session.id),
        )
        meeting_.starts_at = LAST_AT + timedelta(days=7)
        look_backs.plan(tx, row, meeting_, life.now)

    life.run(move)
    life.turn_to(LAST_AT)
    assert "I7" not in life.kinds("maya")
    life.turn(days=7)
    assert life.kinds("maya").count("I7") == 1


def test_a_break_in_between_drops_the_look_back(life: Life) -> None:
    relationship = closing(life)
    state(life, relationship, state="paused", before="closing", paused_at=life.now)
    life.turn_to(LAST_AT)
    assert "I7" not in life.kinds("maya") + life.kinds("leo")


def test_each_is_asked_for_a_line_along_with_the_trade(life: Life) -> None:
    closing(life)
    met(life)
    [hers] = [m for m in life.sent if m.person == "maya" and "I8" in m.kinds]
    [his] = [m for m in life.sent if m.person == "leo" and "I9" in m.kinds]
    assert "G1" in hers.kinds
    assert "G1" in his.kinds
    assert hers.at.date() == his.at.date() == date(2027, 2, 24)
    assert "What did Leo change for you?" in hers.body["text"]
    assert "What did you learn from Maya this year?" in his.body["text"]


def test_an_ordinary_session_asks_for_no_line(life: Life) -> None:
    closing(life, ends_on=date(2028, 3, 9))
    met(life)
    assert not {"I8", "I9"} & {*life.kinds("maya"), *life.kinds("leo")}


def test_the_thank_you_is_sent_as_it_stood_and_kept(life: Life) -> None:
    closing(life)
    met(life)
    view = life.tap("maya", "I8", "write_thank_you").view
    assert "Thank you for our 2 talks this round, Leo." in str(view)
    assert "as they stand here" in str(view)
    life.submit("maya", view, line="You changed how I <ask>.")
    life.turn(days=6)
    assert 'Maya writes: "You changed how I &lt;ask&gt;."' in everything_for(life, "leo")
    [line] = rows(life, Line)
    assert (line.kind, line.text) == ("thanks", "You changed how I <ask>.")
    assert "Maya thanked you" in shown(life, "leo")
    assert "You thanked Leo" in shown(life, "maya")


def test_what_the_mentor_learned_goes_to_the_mentee(life: Life) -> None:
    closing(life)
    met(life)
    life.submit("leo", life.tap("leo", "I9", "write_line").view, line="To wait.")
    life.turn(days=3)
    assert "To wait." in everything_for(life, "maya")
    assert "What Leo learned from you" in shown(life, "maya")


def test_a_line_is_sent_once(life: Life) -> None:
    closing(life)
    met(life)
    view = life.tap("maya", "I8", "write_thank_you").view
    life.submit("maya", view, line="Once.")
    with pytest.raises(Correctable):
        life.submit("maya", view, line="Twice.")
    assert [row.text for row in rows(life, Line)] == ["Once."]


@pytest.mark.parametrize(
    ("handle", "kind", "button", "said"),
    [
        ("maya", "I8", "ive_said_it", "said it already"),
        ("leo", "I9", "keep_it", "stays with you"),
    ],
)
def test_keeping_it_to_oneself_sends_nothing(
    life: Life, handle: str, kind: str, button: str, said: str
) -> None:
    closing(life)
    met(life)
    life.tap(handle, kind, button)
    assert rows(life, Line) == []


def test_a_line_too_long_for_one_message_is_sent_back(life: Life) -> None:
    closing(life)
    met(life)
    view = life.tap("maya", "I8", "write_thank_you").view
    with pytest.raises(Correctable):
        life.submit("maya", view, line="<" * 1400)


def test_the_other_role_and_strangers_cannot_open_the_form(life: Life) -> None:
    relationship = closing(life)
    met(life)
    for handle in ("leo", "ines"):
        with pytest.raises(Correctable):
            life.run(
                lambda tx, handle=handle: gestures.open_form(
                    tx, life.person(handle, tx), "write_thank_you", relationship.id, life.now
                )
            )


def test_nobody_is_asked_to_thank_somebody_who_is_gone(life: Life) -> None:
    closing(life)
    session = rows(life, Meeting)[-1]
    life.turn_to(LAST_AT + timedelta(hours=1))

    def confirm(tx: Any) -> None:
        confirmations.confirm(
            tx, tx.get_one(Meeting, session.id), life.person("maya", tx), life.now
        )
        life.person("leo", tx).deactivated_at = life.now

    life.run(confirm)
    life.turn(days=4)
    assert "I8" not in life.kinds("maya")


def test_the_first_session_of_a_short_round_can_be_its_last(life: Life) -> None:
    relationship = pair(life)
    session = to_book(life, relationship, LAST_AT.date(), number=1)
    state(life, relationship, state="closing", ends_on=date(2027, 3, 20))
    book(life, session, LAST_AT)
    life.turn_to(LAST_AT)
    assert life.kinds("maya").count("I7") == 1
    assert buttons(life, "maya", "I7")[-2:] == ["Open our year", "OK"]
