"""On the end date a round goes over into another, into keeping in touch, or ends (PRODUCT 2.3)."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from bot import lifecycle
from bot.lifecycle import State
from store.goals import Goal
from store.relationships import Relationship
from store.sessions import BOOKED, SKIPPED, TO_BOOK
from tests.booking import at, labels, until
from tests.closing import BOTH, closing, meetings, outcomes, say, sent, to_the_end
from tests.life import Life
from tests.pairs import booked, open_kinds


def renewed(life: Life, kind: str = "workplace") -> Relationship:
    """Give Maya and Leo in their second round."""
    closing(life, kind)
    say(life, "another_year", "another_year")
    to_the_end(life)
    return life.relationship


def test_another_year_begins_on_the_end_date_with_a_session_to_book(life: Life) -> None:
    row = renewed(life)
    assert (row.state, row.round) == ("active", 2)
    assert (row.starts_on, row.ends_on) == (date(2028, 1, 12), date(2029, 1, 12))
    last = meetings(life)[-1]
    assert last.state == TO_BOOK
    assert last.target_on >= date(2028, 1, 26)


def test_a_fresh_look_is_offered_on_the_next_monday_and_nothing_is_changed(life: Life) -> None:
    closing(life)
    life.run(
        lambda tx: tx.add(
            Goal(
                relationship_id=life.relationship.id,
                author_id=life.person("maya").id,
                text="Lead a project",
                created_at=life.now,
            )
        )
    )
    say(life, "another_year", "another_year")
    to_the_end(life)
    before = [(g.text, g.closed_at) for g in life.run(lambda tx: tx.exec(select(Goal)).all())]
    for handle in BOTH:
        until(life, handle, "renewed")
        at_ = [m.at for m in life.sent if m.person == handle and "renewed" in m.kinds]
        assert [moment.date() for moment in at_] in ([date(2028, 1, 17)], [date(2028, 1, 18)])
        assert labels(life, handle, "renewed")[:4] == [
            "Goals",
            "My card",
            "Rhythm",
            "They still fit",
        ]
    assert life.tap("maya", "renewed", "goals").view is not None
    assert life.tap("maya", "renewed", "my_card").view is not None
    assert life.tap("maya", "renewed", "rhythm").view is not None
    life.tap("maya", "renewed", "they_still_fit")
    after = [(g.text, g.closed_at) for g in life.run(lambda tx: tx.exec(select(Goal)).all())]
    assert after == before
    life.turn(days=40)
    assert outcomes(life, "leo", "renewed") == [("expired", "expired")]


def test_a_career_pair_is_asked_for_contacts_again_in_a_new_round(life: Life) -> None:
    renewed(life, "career")
    until(life, "maya", "J10")
    assert sent(life, "maya", "J10") == 1


def test_finishing_well_says_the_year_and_closes_all_that_asks(life: Life) -> None:
    found = closing(life)
    say(life, "finish_well", "finish_well")
    to_the_end(life)
    assert life.relationship.state == "ended"
    assert life.relationship.open_pair is None
    assert sent(life, "maya", "I10") == sent(life, "leo", "I10_mentor") == 1
    assert open_kinds(life, "maya", found, "I3", "I4", "I5", "M1", "M2") == []
    life.turn(days=60)
    assert "M1" not in life.kinds("maya")[life.kinds("maya").index("I10") :]


def test_keeping_in_touch_asks_for_no_more_sessions(life: Life) -> None:
    closing(life, "career")
    to_the_end(life)
    assert life.relationship.state == "in_touch"
    assert meetings(life)[-1].state == SKIPPED
    before = len(life.kinds("maya"))
    life.turn(days=100)
    assert set(life.kinds("maya")[before:]) <= {"J10", "I10", "C4", "I12"}


def test_a_last_session_booked_a_little_late_is_still_theirs(life: Life) -> None:
    found = closing(life)
    say(life, "finish_well", "finish_well")
    booked(life, found, at(20, 15, year=2028), number=9)
    life.turn_to(at(19, 12, year=2028))
    assert life.relationship.state == "closing"
    life.turn_to(at(31, 12, year=2028))
    assert life.relationship.state == "closing"

    def settle(tx: Session) -> None:
        for session in meetings(life):
            if session.state == BOOKED:
                tx.merge(session).state = "held"

    life.run(settle)
    life.turn(days=2)
    assert life.relationship.state == "ended"


def test_a_session_booked_long_after_the_end_does_not_hold_it_up(life: Life) -> None:
    found = closing(life)
    say(life, "finish_well", "finish_well")
    booked(life, found, at(20, 15, month=4, year=2028), number=9)
    to_the_end(life)
    assert life.relationship.state == "ended"


def test_the_end_waits_while_an_account_is_switched_off(life: Life) -> None:
    closing(life)
    say(life, "finish_well", "finish_well")

    def move(state: State) -> Any:
        return lambda tx: lifecycle.move(
            tx.get_one(Relationship, life.relationship.id), state, life.now
        )

    life.run(move(State.PAUSED))
    to_the_end(life, days=3)
    assert life.relationship.state == "paused"
    life.run(move(State.CLOSING))
    life.turn(days=2)
    assert life.relationship.state == "ended"
