"""A session's cycle: from a target date to held, and on to the next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot import sessions, windows
from bot.errors import Correctable
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, NOT_HELD, SKIPPED, TO_BOOK, of_relationship
from tests.booking import at, book, held, meeting, pair, texts
from tests.life import Life


def due(life: Life, kind: str) -> list[date]:
    """Give the days on which prompts of a kind are planned."""
    rows = life.run(
        lambda tx: tx.exec(
            select(Prompt).where(Prompt.kind == kind, Prompt.state == "planned")
        ).all()
    )
    return sorted(row.due_at.date() for row in rows)


def in_rhythm(life: Life, **terms: Any) -> None:
    """Give the relationship a rhythm."""

    def change(tx: Any) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        for name, value in terms.items():
            setattr(relationship, name, value)

    life.run(change)


def test_the_first_session_is_meant_within_two_weeks_of_the_second_yes(life: Life) -> None:
    pair(life)
    assert meeting(life).target_on == date(2027, 1, 26)
    assert meeting(life).state == TO_BOOK


def test_the_mentee_is_asked_to_book_on_the_next_working_morning(life: Life) -> None:
    pair(life)
    life.turn(hours=20)
    assert [m.at.date() for m in life.sent if "M1" in m.kinds] == [date(2027, 1, 13)]
    assert "M1" not in life.kinds("leo")


def test_a_pair_formed_on_a_friday_is_asked_on_monday(life: Life) -> None:
    life.now = at(15, 15)
    pair(life)
    life.turn(days=4)
    assert next(m.at.date() for m in life.sent if "M1" in m.kinds) == date(2027, 1, 18)


def test_the_notes_come_a_week_before_the_target_and_on_it(life: Life) -> None:
    pair(life)
    assert due(life, "M2") == [date(2027, 1, 19), date(2027, 1, 26)]


def test_the_mentor_is_asked_once_two_weeks_past_the_target(life: Life) -> None:
    pair(life)
    life.turn(days=70)
    assert life.kinds("leo").count("M3") == 1
    [moment] = [m.at for m in life.sent if "M3" in m.kinds]
    assert date(2027, 2, 9) <= moment.date() <= date(2027, 2, 12)
    assert texts(life, "leo", "M3")[0].startswith("You and Maya haven't met yet.")


def test_nobody_gets_more_than_the_ladder_when_all_stay_silent(life: Life) -> None:
    pair(life)
    life.turn(days=70)
    assert life.kinds("maya").count("M1") == 1
    assert 1 <= life.kinds("maya").count("M2") <= 2
    assert "M1" not in life.kinds("leo")


def test_the_second_session_is_four_weeks_after_the_first(life: Life) -> None:
    pair(life)
    in_rhythm(life, every="three_months")
    following = held(life, at(20, 15))
    assert (following.number, following.target_on) == (2, date(2027, 2, 17))
    assert due(life, "M1")[-1] == date(2027, 2, 3)


def test_after_the_second_the_rhythm_holds_from_the_held_date(life: Life) -> None:
    pair(life)
    in_rhythm(life, every="two_months")
    held(life, at(20, 15))
    following = held(life, at(31, 15, month=3))
    assert following.target_on == date(2027, 5, 26)


def test_in_a_sprint_the_next_is_three_weeks_on(life: Life) -> None:
    pair(life)
    in_rhythm(life, every="two_months", sprint_until_on=date(2027, 4, 1))
    assert held(life, at(20, 15)).target_on == date(2027, 2, 10)


def test_the_held_date_is_the_one_on_the_mentees_wall(life: Life) -> None:
    life.arrive("maya", "Pacific/Auckland")
    pair(life)
    following = held(life, at(20, 21))
    assert following.target_on == date(2027, 1, 21) + timedelta(days=28)


def test_a_three_monthly_mentor_is_asked_a_week_later(life: Life) -> None:
    pair(life)
    in_rhythm(life, every="three_months")
    held(life, at(20, 15))
    assert due(life, "M3")[-1] - date(2027, 2, 17) >= timedelta(days=21)


@pytest.mark.parametrize(
    ("zone", "held_at", "target_on"),
    [
        ("Europe/London", datetime(2027, 3, 1, 10, tzinfo=UTC), date(2027, 3, 29)),
        ("America/New_York", datetime(2027, 2, 28, 3, tzinfo=UTC), date(2027, 3, 29)),
        ("Asia/Kolkata", datetime(2027, 10, 4, 20, tzinfo=UTC), date(2027, 11, 2)),
        ("Pacific/Auckland", datetime(2027, 9, 1, 20, tzinfo=UTC), date(2027, 9, 30)),
    ],
)
def test_steps_keep_to_local_mornings_over_a_clock_change(
    life: Life, zone: str, held_at: datetime, target_on: date
) -> None:
    life.arrive("maya", zone)
    life.now = held_at - timedelta(days=20)
    pair(life)
    life.now = held_at + timedelta(hours=2)
    assert held(life, held_at).target_on == target_on
    rows = life.run(lambda tx: tx.exec(select(Prompt).where(Prompt.kind == "M2")).all())
    walls = {(row.due_at.astimezone(windows.zone_of(zone))).hour for row in rows}
    assert walls <= {9, 13}


def aimed(life: Life, on: date) -> date:
    """Give the target that comes of meaning to meet around a day."""

    def aim(tx: Any) -> date:
        session = sessions.current(tx, tx.get_one(Relationship, life.relationship.id))
        assert session is not None
        sessions.aim(tx, session, on, life.now)
        return session.target_on

    found: date = life.run(aim)
    return found


@pytest.mark.parametrize(
    ("on", "target_on"),
    [
        (date(2027, 2, 6), date(2027, 2, 8)),
        (date(2027, 5, 3), date(2027, 5, 4)),
        (date(2027, 12, 25), date(2027, 12, 29)),
        (date(2027, 2, 9), date(2027, 2, 9)),
    ],
)
def test_they_mean_to_meet_on_a_working_day(life: Life, on: date, target_on: date) -> None:
    pair(life)
    assert aimed(life, on) == target_on


def test_a_target_in_a_rounds_last_days_goes_to_the_working_day_before(life: Life) -> None:
    pair(life)
    in_rhythm(life, ends_on=date(2027, 2, 7))
    assert aimed(life, date(2027, 2, 6)) == date(2027, 2, 5)


def test_a_changed_rhythm_moves_the_target_of_a_session_to_book(life: Life) -> None:
    pair(life)
    in_rhythm(life, every="two_months")
    held(life, at(20, 15))
    held(life, at(17, 15, month=2))
    assert meeting(life).target_on == date(2027, 4, 14)
    in_rhythm(life, every="three_months")
    life.run(
        lambda tx: sessions.retarget(tx, tx.get_one(Relationship, life.relationship.id), life.now)
    )
    assert meeting(life).target_on == date(2027, 5, 12)


def test_a_booked_session_keeps_its_time_when_the_rhythm_or_a_zone_changes(life: Life) -> None:
    pair(life)
    book(life, at(22, 15))
    in_rhythm(life, every="month")
    life.run(
        lambda tx: sessions.retarget(tx, tx.get_one(Relationship, life.relationship.id), life.now)
    )
    life.arrive("leo", "Asia/Kolkata")
    assert (meeting(life).state, meeting(life).starts_at) == (BOOKED, at(22, 15))


def test_either_ones_yes_makes_a_session_held_and_only_the_first_does(life: Life) -> None:
    pair(life)
    book(life, at(22, 15))

    def both(tx: Any) -> list[bool]:
        session = of_relationship(tx, life.relationship.id)[-1]
        people = (life.person("leo", tx), life.person("maya", tx))
        return [sessions.held(tx, session, person, life.now) for person in people]

    assert life.run(both) == [True, False]
    assert meeting(life).state == HELD


def test_not_held_opens_the_next_and_keeps_nobodys_name(life: Life) -> None:
    pair(life)
    book(life, at(22, 15))
    life.turn_to(at(22, 18))

    def miss(tx: Any) -> bool:
        session = of_relationship(tx, life.relationship.id)[-1]
        return sessions.not_held(tx, session, life.person("maya", tx), life.now)

    assert life.run(miss)
    rows = life.run(lambda tx: of_relationship(tx, life.relationship.id))
    assert [row.state for row in rows] == [NOT_HELD, TO_BOOK]
    assert rows[0].cancelled_by_id is None
    assert rows[1].target_on == date(2027, 2, 5)


def test_skipping_one_keeps_the_rhythm(life: Life) -> None:
    pair(life)
    in_rhythm(life, every="two_months")
    held(life, at(20, 15))
    held(life, at(17, 15, month=2))
    life.turn_to(at(7, 15, month=4))
    life.tap("maya", "M1", "not_this_time")
    life.tap("maya", "M1_not_this_time", "skip_one")
    rows = life.run(lambda tx: of_relationship(tx, life.relationship.id))
    assert [row.state for row in rows[-2:]] == [SKIPPED, TO_BOOK]
    assert rows[-1].target_on == date(2027, 6, 9)


def test_another_persons_session_is_not_opened(life: Life) -> None:
    pair(life)
    session = meeting(life)
    with pytest.raises(Correctable):
        life.run(lambda tx: sessions.theirs(tx, life.person("ines", tx), session.id))
