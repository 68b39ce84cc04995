"""Agendas: items wait for the next session, move on when it doesn't happen, and stay private."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import agendas
from bot.agendas import Item
from bot.errors import Correctable
from store.goals import Goal
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, NOT_HELD, SKIPPED, TO_BOOK, Meeting
from tests.life import Life


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya, the mentee, and Leo, the mentor, before any session."""

    def begin(tx: Session) -> None:
        maya, leo = life.person("maya", tx), life.person("leo", tx)
        tx.add(
            Relationship(
                workspace_id=maya.workspace_id,
                mentee_id=maya.id,
                mentor_id=leo.id,
                asked_by_id=maya.id,
                created_at=life.now,
            )
        )

    life.run(begin)
    return life


def add(life: Life, kind: str, handle: str = "maya", **more: Any) -> None:
    def work(tx: Session) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        agendas.add(tx, relationship, kind, life.person(handle, tx), life.now, **more)

    life.run(work)


def meet(life: Life, number: int, state: str = TO_BOOK, **more: Any) -> str:
    def work(tx: Session) -> str:
        meeting = Meeting(
            relationship_id=life.relationship.id,
            number=number,
            state=state,
            target_on=date(2027, 1, 26),
            **more,
        )
        tx.add(meeting)
        tx.flush()
        return meeting.id

    made: str = life.run(work)
    return made


def second_of(life: Life) -> str:
    """Give the session after one that was held."""
    meet(life, 1, HELD, settled_at=life.now)
    return meet(life, 2)


def become(life: Life, session_id: str, state: str) -> None:
    def work(tx: Session) -> None:
        meeting = tx.get_one(Meeting, session_id)
        meeting.state, meeting.settled_at = state, life.now

    life.run(work)


def read(life: Life, session_id: str, handle: str = "maya") -> list[Item]:
    def work(tx: Session) -> list[Item]:
        return agendas.items(tx, tx.get_one(Meeting, session_id), life.person(handle, tx))

    found: list[Item] = life.run(work)
    return found


def words(life: Life, session_id: str, handle: str = "maya") -> list[str]:
    return [item.words for item in read(life, session_id, handle)]


def test_an_item_waits_for_the_first_session(pair: Life) -> None:
    add(pair, "swap_stories")
    first = meet(pair, 1)
    assert words(pair, first) == ["What Leo hopes to learn", "Swap stories"]


def test_the_first_session_has_what_the_mentor_hopes_in_their_words(pair: Life) -> None:
    first = meet(pair, 1)

    def hope(tx: Session) -> None:
        tx.get_one(Relationship, pair.relationship.id).hope = "How <newcomers> see this {place}"

    pair.run(hope)
    assert words(pair, first) == ["What Leo hopes to learn: How <newcomers> see this {place}"]
    become(pair, first, HELD)
    second = meet(pair, 2)
    assert words(pair, second) == []


def test_a_first_session_that_is_made_up_for_is_still_the_first(pair: Life) -> None:
    meet(pair, 1, NOT_HELD, settled_at=pair.now)
    assert words(pair, meet(pair, 2)) == ["What Leo hopes to learn"]


def test_the_same_item_twice_is_one(pair: Life) -> None:
    first = meet(pair, 1)
    for _ in range(2):
        add(pair, "rhythm")
        pair.turn(minutes=1)
        add(pair, "topic", text="How to say no")
        pair.turn(minutes=1)
    add(pair, "topic", text="How to say yes")
    assert words(pair, first) == [
        "How to say yes",
        "How to say no",
        "How often suits us",
        "What Leo hopes to learn",
    ]


def test_the_newest_of_what_is_said_to_be_first_is_first(pair: Life) -> None:
    first = meet(pair, 1)
    for kind in ("talk_it_through", "swap_stories", "rhythm", "ground_rules"):
        add(pair, kind)
        pair.turn(minutes=1)
    add(pair, "talk_it_through")
    assert [item.kind for item in read(pair, first)] == [
        "talk_it_through",
        "rhythm",
        "mentor_hopes",
        "swap_stories",
        "ground_rules",
    ]


def test_an_item_belongs_to_the_session_that_is_not_over(pair: Life) -> None:
    first = meet(pair, 1, BOOKED, starts_at=pair.now + timedelta(hours=1), minutes=45)
    pair.turn(hours=1, minutes=44)
    add(pair, "topic", text="During")
    pair.turn(minutes=1)
    add(pair, "topic", text="After")
    become(pair, first, HELD)
    second = meet(pair, 2)
    assert "During" in words(pair, first)
    assert words(pair, second) == ["After"]


@pytest.mark.parametrize("outcome", [NOT_HELD, SKIPPED])
def test_items_move_on_when_a_session_does_not_happen(pair: Life, outcome: str) -> None:
    second = second_of(pair)
    add(pair, "topic", text="How to say no")
    become(pair, second, outcome)
    assert words(pair, second) == []
    third = meet(pair, 3)
    assert words(pair, third) == ["How to say no"]
    add(pair, "topic", text="How to say no")
    assert words(pair, third) == ["How to say no"]


def test_a_held_session_keeps_its_agenda(pair: Life) -> None:
    second = second_of(pair)
    add(pair, "topic", text="How to say no")
    become(pair, second, HELD)
    third = meet(pair, 3)
    add(pair, "topic", text="How to say no")
    assert words(pair, second) == words(pair, third) == ["How to say no"]


def test_a_settled_item_comes_off_what_is_to_come_only(pair: Life) -> None:
    first = meet(pair, 1)
    add(pair, "rhythm")
    become(pair, first, HELD)
    pair.turn(days=1)
    second = meet(pair, 2)
    add(pair, "rhythm")

    def settle(tx: Session) -> None:
        relationship = tx.get_one(Relationship, pair.relationship.id)
        agendas.take_off(tx, relationship, "rhythm", pair.now)

    pair.run(settle)
    assert words(pair, second) == []
    assert "How often suits us" in words(pair, first)


def test_a_topic_for_a_private_goal_hides_the_goal_from_the_mentor(pair: Life) -> None:
    second = second_of(pair)

    def goal(tx: Session) -> str:
        row = Goal(
            relationship_id=pair.relationship.id,
            author_id=pair.person("maya").id,
            text="Leave this team",
            private=True,
            created_at=pair.now,
        )
        tx.add(row)
        tx.flush()
        return row.id

    add(pair, "topic", text="How to say no", goal_id=pair.run(goal))
    assert read(pair, second)[0].goal == "Leave this team"
    assert read(pair, second, "leo") == [Item("topic", "How to say no")]


def test_the_words_of_a_step_stay_with_the_mentee(pair: Life) -> None:
    second = second_of(pair)
    add(pair, "step", text="ask Ana for the part")
    assert words(pair, second) == ["A step that needs a thought: ask Ana for the part"]
    assert words(pair, second, "leo") == ["A step that needs a thought"]


def test_the_mentees_turn_to_teach_opens_the_agenda(pair: Life) -> None:
    second = second_of(pair)
    add(pair, "from_the_notes")
    add(pair, "teach", "leo")
    assert words(pair, second) == ["Maya's turn to teach", "Something from the notes"]


def test_nobody_else_reads_an_agenda(pair: Life) -> None:
    second = second_of(pair)
    with pytest.raises(Correctable):
        read(pair, second, "ines")
