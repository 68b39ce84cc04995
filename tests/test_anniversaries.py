"""Anniversaries: once a year, to both, while it goes on (I12)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot import courses
from store.lines import Line
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life
from tests.looking import year
from tests.pairs import everything_for, rows
from tests.test_years import shown, state


def chart(life: Life, **changes: Any) -> Relationship:
    """Give a pair that began on 5 January 2027, with their next anniversary to come."""
    relationship = year(life)
    state(life, relationship, **changes)
    life.run(
        lambda tx: courses.anniversary(tx, tx.get_one(Relationship, relationship.id), life.now)
    )
    return relationship


def texts(life: Life, handle: str) -> list[str]:
    return [str(m.body["text"]) for m in life.sent if m.person == handle and "I12" in m.kinds]


def test_both_hear_of_the_first_year_and_its_hours(life: Life) -> None:
    chart(life)
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    for handle, other in (("maya", "Leo"), ("leo", "Maya")):
        [text] = texts(life, handle)
        assert text.startswith(
            f"1 year and 4.5 hours of talks between you and {other}. Not many people have that."
        )


def test_the_next_year_comes_by_itself(life: Life) -> None:
    chart(life)
    life.turn_to(datetime(2029, 1, 12, tzinfo=UTC))
    assert texts(life, "maya")[-1].startswith("2 years and 4.5 hours of talks")
    assert len(texts(life, "maya")) == len(texts(life, "leo")) == 2


@pytest.mark.parametrize("now_in", ["active", "closing", "in_touch", "paused"])
def test_it_is_marked_in_any_state_that_goes_on(life: Life, now_in: str) -> None:
    chart(life, state=now_in)
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    assert len(texts(life, "maya")) == len(texts(life, "leo")) == 1


def test_an_ended_one_is_not_brought_up(life: Life) -> None:
    chart(life, state="ended")
    life.turn_to(datetime(2029, 2, 1, tzinfo=UTC))
    assert texts(life, "maya") == texts(life, "leo") == []


def test_a_pair_that_never_met_is_not_told_of_no_hours(life: Life) -> None:
    chart(life)

    def forget(tx: Any) -> None:
        for row in tx.exec(select(Meeting)).all():
            row.state = "not_held"

    life.run(forget)
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    assert texts(life, "maya") == []


def test_say_something_sends_a_line_that_is_kept(life: Life) -> None:
    chart(life)
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    view = life.tap("maya", "I12", "say_something").view
    assert "1 year of talks, Leo. I'm glad of them." in str(view)
    life.submit("maya", view, line="To the next one.")
    life.turn(days=7)
    assert "To the next one." in everything_for(life, "leo")
    assert rows(life, Line)[-1].kind == "anniversary"
    assert "on your anniversary" in shown(life, "leo")
    life.tap("leo", "I12", "nice")


def test_both_may_say_something(life: Life) -> None:
    chart(life)
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    for handle in ("maya", "leo"):
        view = life.tap(handle, "I12", "say_something").view
        life.submit(handle, view, line=f"From {handle}.")
    assert {row.text for row in rows(life, Line)} >= {"From maya.", "From leo."}


def test_whoever_carries_on_alone_has_nobody_to_write_to(life: Life) -> None:
    relationship = chart(life)
    state(life, relationship, state="carried_on", carried_by_id=life.person("maya").id)
    life.run(lambda tx: setattr(life.person("leo", tx), "deactivated_at", life.now))
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    assert len(texts(life, "maya")) == 1
    assert texts(life, "leo") == []
    assert "tap:say_something" not in str(life.last("maya").body)


def test_somebody_whose_other_is_away_from_slack_waits(life: Life) -> None:
    chart(life)
    life.run(lambda tx: setattr(life.person("leo", tx), "deactivated_at", life.now))
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    assert texts(life, "maya") == []


def test_it_falls_on_the_day_in_each_ones_own_window(life: Life) -> None:
    chart(life)
    life.turn_to(datetime(2028, 1, 10, tzinfo=UTC))
    for message in life.sent:
        if "I12" in message.kinds:
            assert message.at >= datetime(2028, 1, 5, tzinfo=UTC)
            assert message.at < datetime(2028, 1, 5, tzinfo=UTC) + timedelta(days=1)


def test_a_leap_day_has_its_anniversary_at_the_end_of_february(life: Life) -> None:
    relationship = year(life)
    life.now = datetime(2028, 3, 1, 12, tzinfo=UTC)
    state(life, relationship, begun_at=datetime(2028, 2, 29, 12, tzinfo=UTC))
    life.run(
        lambda tx: courses.anniversary(tx, tx.get_one(Relationship, relationship.id), life.now)
    )
    life.turn_to(datetime(2029, 3, 10, tzinfo=UTC))
    assert len(texts(life, "maya")) == 1
