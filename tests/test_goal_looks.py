"""A goal that no topic was for in three sessions is offered for keep, change or let go (S14)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import bookings
from bot.errors import Correctable
from store.goals import Goal, GoalChange
from store.relationships import Relationship
from store.sessions import Meeting, Topic, of_relationship
from tests.booking import at
from tests.life import Life
from tests.pairs import meeting, pair, rows, to_book
from tests.test_hub import buttons
from tests.test_reviews import goal

OFFER = "No topic was for this goal in your last three sessions."


def met(life: Life, sessions: int = 3) -> None:
    """Give a pair with an old goal that has met some times since."""
    pair(life)
    goal(life, "Lead a project")
    life.turn(days=40)
    for number in range(1, sessions + 1):
        meeting(life, life.relationship, number, starts_at=at(12 + number, 13))


def page(life: Life, handle: str = "maya") -> Any:
    return life.act(handle, "goals", life.relationship.id).view


def talk(life: Life, number: int) -> None:
    """Let a topic of a session have been for the goal."""
    session = next(row for row in rows(life, Meeting) if row.number == number)
    topic = Topic(
        relationship_id=life.relationship.id,
        session_id=session.id,
        text="How to begin",
        goal_id=rows(life, Goal)[0].id,
        added_at=at(12 + number, 9),
    )
    life.run(lambda tx: tx.add(topic))


def test_after_three_sessions_without_it_a_goal_is_offered(life: Life) -> None:
    met(life)
    assert OFFER in str(page(life))
    assert buttons(page(life))[:4] == [
        "act:goal_keep",
        "act:goal_edit",
        "act:goal_keep_private",
        "act:goal_close",
    ]


def test_after_two_there_is_nothing_to_offer(life: Life) -> None:
    met(life, sessions=2)
    assert OFFER not in str(page(life))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_topic_for_it_touches_a_goal(life: Life, number: int) -> None:
    met(life)
    talk(life, number)
    assert OFFER not in str(page(life))


def test_a_topic_before_those_three_does_not(life: Life) -> None:
    met(life, sessions=4)
    talk(life, 1)
    assert OFFER in str(page(life))


def test_keeping_it_is_kept_in_its_history_and_ends_the_offer(life: Life) -> None:
    met(life)
    row = rows(life, Goal)[0].id
    shown = life.act("maya", "goal_keep", row).view
    assert OFFER not in str(shown)
    assert "looked over and kept" in str(shown)
    assert [change.change for change in rows(life, GoalChange)] == ["kept"]


def test_changing_it_ends_the_offer_too(life: Life) -> None:
    met(life)
    view = life.act("maya", "goal_edit", rows(life, Goal)[0].id).view
    life.submit("maya", view, goal="Lead a small project")
    assert OFFER not in str(page(life))


def test_the_mentor_sees_no_offer_and_keeps_nothing(life: Life) -> None:
    met(life)
    assert OFFER not in str(page(life, "leo"))
    with pytest.raises(Correctable):
        life.act("leo", "goal_keep", rows(life, Goal)[0].id)


def test_before_a_session_the_question_leads_to_it(life: Life) -> None:
    met(life)
    to_book(life, life.relationship, (life.now + timedelta(days=6)).date(), 4)
    relationship_id = life.relationship.id

    def book(tx: Session) -> None:
        relationship = tx.get_one(Relationship, relationship_id)
        row = of_relationship(tx, relationship_id)[-1]
        when = life.now + timedelta(days=7)
        bookings.book(tx, relationship, row, when, life.person("leo", tx), life.now)

    life.run(book)
    life.turn(days=6)
    message = [m for m in life.sent if m.person == "maya" and "M4" in m.kinds][-1]
    assert "tap:look_over_goal" in buttons(message.body)
    assert OFFER in str(life.tap("maya", "M4", "look_over_goal").view)
