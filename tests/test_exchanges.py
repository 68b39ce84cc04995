"""The mentor asks the mentee something, or swaps roles; the mentee gives advice back (J6, J7)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import courses, exchanges, trades
from bot.errors import Correctable
from store.alarms import Alarm
from store.lines import Line
from store.relationships import Relationship
from store.sessions import HELD, Meeting, Topic
from tests.booking import at
from tests.closing import closing, meetings, outcomes
from tests.life import Life
from tests.pairs import everything_for, meeting, pair, rows
from tests.test_hub import buttons, texts


def ask(life: Life, question: str = "How do you learn so fast?") -> None:
    view = life.act("leo", "ask_question", life.relationship.id).view
    said = life.submit("leo", view, question=question)
    assert said.sentence == "Your question went to Maya."
    life.turn(days=2)


def fourth(life: Life, number: int = 4) -> None:
    """Let the fourth session count as held, as a confirmation would."""
    relationship = pair(life)
    for each in range(1, number + 1):
        row = meeting(life, relationship, each, starts_at=at(4 + each, 13))

    def follow(tx: Session) -> None:
        found = tx.get_one(Relationship, relationship.id)
        session = tx.get_one(Meeting, row.id)
        trades.open_for(tx, found, session, life.now)
        courses.after_session(tx, found, session, life.now)

    life.run(follow)
    life.turn(days=2)


def test_the_mentors_question_reaches_the_mentee_as_it_was_written(life: Life) -> None:
    pair(life)
    page = life.act("leo", "ask_mentee", life.relationship.id).view
    assert "let them be the mentor for ten minutes" in texts(page)
    assert buttons(page) == ["act:ask_question", "act:swap_roles"]
    ask(life)
    [asked] = [m for m in life.sent if m.person == "maya" and "J6_asked" in m.kinds]
    assert '"How do you learn so fast?"' in asked.body["text"]


def test_the_answer_comes_back_once(life: Life) -> None:
    pair(life)
    ask(life)
    view = life.tap("maya", "J6_asked", "answer").view
    assert "How do you learn so fast?" in str(view)
    life.submit("maya", view, answer="I draw it first")
    life.turn(days=2)
    [told] = [m for m in life.sent if m.person == "leo" and "J6_answered" in m.kinds]
    assert '"I draw it first"' in told.body["text"]
    with pytest.raises(Correctable):
        life.submit("maya", view, answer="And again")
    assert [line.kind for line in rows(life, Line)] == ["question", "answer"]


def test_passing_is_told_to_nobody(life: Life) -> None:
    pair(life)
    ask(life)
    before = everything_for(life, "leo")
    life.tap("maya", "J6_asked", "pass")
    life.turn(days=3)
    assert everything_for(life, "leo") == before


def test_swapping_roles_opens_the_next_agenda(life: Life) -> None:
    pair(life)
    said = life.act("leo", "swap_roles", life.relationship.id)
    assert said.sentence == "The next agenda opens with Maya's turn to teach."
    life.act("leo", "swap_roles", life.relationship.id)
    assert [topic.kind for topic in rows(life, Topic)] == ["teach"]


def test_after_every_fourth_session_both_offers_ride_with_the_trade(life: Life) -> None:
    fourth(life)
    [mentees] = [m for m in life.sent if m.person == "maya" and "J7" in m.kinds]
    [mentors] = [m for m in life.sent if m.person == "leo" and "J6" in m.kinds]
    assert "G1" in mentees.kinds
    assert "G1" in mentors.kinds
    assert "tap:share_one_thing" in buttons(mentees.body)


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_after_other_sessions_nothing_is_offered(life: Life, number: int) -> None:
    fourth(life, number)
    assert not {"J6", "J7"} & {*life.kinds("maya"), *life.kinds("leo")}


def test_one_thing_goes_to_the_mentor_once(life: Life) -> None:
    fourth(life)
    view = life.tap("maya", "J7", "share_one_thing").view
    said = life.submit("maya", view, line="Let the silence be")
    assert said.sentence == "Your line went to Leo."
    life.turn(days=2)
    assert "Let the silence be" in str([m.body for m in life.sent if m.person == "leo"])
    with pytest.raises(Correctable):
        life.submit("maya", view, line="More")
    assert [line.kind for line in rows(life, Line)] == ["advice"]


def test_the_ways_out_send_nothing(life: Life) -> None:
    fourth(life)
    life.tap("maya", "J7", "not_this_time")
    life.tap("leo", "J6", "swap_roles_next_time")
    life.turn(days=30)
    assert rows(life, Line) == []
    assert life.kinds("maya").count("J7") == life.kinds("leo").count("J6") == 1


def test_the_offer_opens_the_same_question(life: Life) -> None:
    fourth(life)
    view = life.tap("leo", "J6", "ask_question").view
    life.submit("leo", view, question="What do you read?")
    with pytest.raises(AssertionError):
        life.open("leo", "J6")
    life.turn(days=2)
    assert "J6_asked" in life.kinds("maya")


def test_an_ending_in_between_drops_the_question(life: Life) -> None:
    pair(life)
    life.turn(hours=6)
    view = life.act("leo", "ask_question", life.relationship.id).view
    life.submit("leo", view, question="How?")
    relationship_id = life.relationship.id

    def over(tx: Session) -> None:
        tx.get_one(Relationship, relationship_id).state = "ended"

    life.run(over)
    life.turn(days=3)
    assert "J6_asked" not in life.kinds("maya")


@pytest.mark.parametrize("act", ["ask_mentee", "ask_question", "swap_roles"])
def test_only_the_mentor_asks(life: Life, act: str) -> None:
    pair(life)
    for handle in ("maya", "ines"):
        with pytest.raises(Correctable):
            life.act(handle, act, life.relationship.id)


def test_only_the_mentee_answers(life: Life) -> None:
    pair(life)
    ask(life)
    view: Any = life.tap("maya", "J6_asked", "answer").view
    for handle in ("leo", "ines"):
        with pytest.raises(Correctable):
            life.submit(handle, view, answer="Me too")


def test_a_question_too_long_for_a_message_is_sent_back(life: Life) -> None:
    pair(life)
    view = life.act("leo", "ask_question", life.relationship.id).view
    with pytest.raises(Correctable):
        life.submit("leo", view, question="y" * 501)


@pytest.mark.parametrize(("day", "asked"), [(3, 0), (-40, 1)])
def test_after_the_last_session_of_a_round_no_exchange_is_offered(
    life: Life, day: int, asked: int
) -> None:
    relationship = closing(life)
    session = meetings(life)[-1]

    def held(tx: Session) -> None:
        row = tx.get_one(Meeting, session.id)
        row.state, row.starts_at = HELD, at(3, 15, month=1, year=2028) + timedelta(days=day)
        alarm = Alarm(
            relationship_id=relationship.id,
            kind="advice_back",
            occasion=row.id,
            due_at=life.now,
        )
        exchanges.ring(tx, alarm, life.now)

    life.run(held)
    assert len(outcomes(life, "leo", "J6")) == asked
