"""What a mentor's hours did: facts, and one line that was shared (F9)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import impacts, relays
from bot.errors import Correctable
from store.advice import Step, Update
from store.alarms import Alarm
from store.lines import Line
from store.relationships import Relationship
from store.sessions import HELD, Meeting
from tests.life import Life
from tests.looking import MAYAS, day, year
from tests.pairs import everything_for, meeting, pair, rows
from tests.test_years import shown, state


def told(life: Life, occasion: str = "half") -> str:
    """Plan an impact note and give its words to the mentor; empty when none was sent."""
    plan(life, occasion)
    life.turn(days=9)
    found = [m for m in life.sent if m.person == "leo" and "F9" in m.kinds]
    return str(found[-1].body["text"]) if found else ""


def plan(life: Life, occasion: str = "half") -> None:
    life.run(
        lambda tx: impacts.plan(
            tx, tx.get_one(Relationship, life.relationship.id), occasion, life.now
        )
    )


def forget(life: Life, *tables: Any) -> None:
    """Leave nothing of these tables."""

    def work(tx: Any) -> None:
        for table in tables:
            for row in tx.exec(select(table)).all():
                tx.delete(row)
            tx.flush()

    life.run(work)


def another(life: Life, text: str, status: str = "did_it", days: int = 0) -> None:
    """Let Maya have told of one more thing."""
    at = day(10, 20) + timedelta(days=days)
    relationship_id = life.relationship.id
    life.run(
        lambda tx: tx.add(
            Update(
                relationship_id=relationship_id,
                status=status,
                text=text,
                written_at=at,
                shared_at=at,
            )
        )
    )


def test_the_mentor_hears_of_hours_things_and_the_best_line(life: Life) -> None:
    year(life)
    another(life, "It went well.")
    assert told(life) == (
        "Since 5 January 2027, you've given Maya 4.5 hours, and they tried 2 things because of "
        'it. They shared: "It went well."'
    )


def test_one_thing_is_said_in_the_singular(life: Life) -> None:
    year(life)
    assert "4.5 hours, and they tried 1 thing because of it" in told(life)


def test_without_a_shared_line_none_is_quoted(life: Life) -> None:
    year(life)
    forget(life, Update, Step)
    another(life, "", days=1)
    another(life, "", days=2)
    text = told(life)
    assert text.endswith("you've given Maya 4.5 hours, and they tried 2 things because of it.")


def test_with_nothing_tried_the_hours_count(life: Life) -> None:
    year(life)
    forget(life, Update, Step)
    text = told(life)
    assert "you've given Maya 4.5 hours of talks." in text
    assert "0" not in text.replace("2027", "")


def test_a_line_of_its_own_is_quoted_without_counting_as_tried(life: Life) -> None:
    year(life)
    forget(life, Update, Step)
    another(life, "I was asked back.", status="line")
    assert told(life).endswith('4.5 hours. They shared: "I was asked back."')


def test_nothing_that_was_not_shared_is_in_it(life: Life) -> None:
    year(life)
    told(life)
    seen = everything_for(life, "leo")
    assert [word for word in MAYAS if word in seen] == []
    assert "F9" not in life.kinds("maya")


def test_without_hours_nothing_is_said(life: Life) -> None:
    pair(life)
    assert told(life) == ""


def test_what_went_another_way_is_not_held_up_as_the_best(life: Life) -> None:
    year(life)
    forget(life, Update, Step)
    another(life, "I chose the other team.", status="went_another_way")
    assert "other team" not in told(life)


def test_every_third_session_brings_one_three_weeks_later(life: Life) -> None:
    relationship = year(life)
    session = rows(life, Meeting)[2]
    alarm = Alarm(
        relationship_id=relationship.id, kind="impact", occasion=session.id, due_at=life.now
    )
    life.run(lambda tx: tx.add(alarm))
    life.turn(days=20)
    assert "F9" not in life.kinds("leo")
    life.turn(days=8)
    assert life.kinds("leo").count("F9") == 1


def test_word_of_what_was_tried_brings_it_along(life: Life) -> None:
    relationship = year(life)
    plan(life, rows(life, Meeting)[2].id)
    update = Update(
        relationship_id=relationship.id,
        status="line",
        text="It worked.",
        written_at=life.now,
        shared_at=life.now,
    )

    def deliver(tx: Session) -> None:
        tx.add(update)
        tx.flush()
        relays.deliver(tx, tx.get_one(Relationship, relationship.id), update, life.now)

    life.run(deliver)
    life.turn(days=7)
    [message] = [each for each in life.sent if each.person == "leo" and "F9" in each.kinds]
    assert message.kinds[0] == "F7"
    assert "It worked." in message.body["text"]


def test_two_do_not_come_close_together(life: Life) -> None:
    year(life)
    assert told(life, "one")
    plan(life, "two")
    life.turn(days=10)
    assert life.kinds("leo").count("F9") == 1
    life.turn(days=20)
    plan(life, "three")
    life.turn(days=9)
    assert life.kinds("leo").count("F9") == 2


def test_thanks_go_to_the_mentee_as_they_stood(life: Life) -> None:
    year(life)
    told(life)
    view = life.tap("leo", "F9", "thank_them").view
    assert "I like hearing how it goes." in str(view)
    life.submit("leo", view, line="You made my week.")
    life.turn(days=5)
    assert "You made my week." in everything_for(life, "maya")
    assert rows(life, Line)[-1].kind == "thanks"
    assert "Leo thanked you" in shown(life, "maya")


def test_save_keeps_the_line_for_the_mentors_year(life: Life) -> None:
    year(life)
    another(life, "It went well.")
    text = told(life)
    life.tap("leo", "F9", "save")
    assert "You kept this one." in shown(life, "leo")
    assert "You kept this one." not in shown(life, "maya")
    assert [row.text for row in rows(life, Update) if row.kept_at] == ["It went well."]
    plan(life, "later")
    assert 'They shared: "It went well."' in text


def test_a_kept_line_gives_way_to_another_next_time(life: Life) -> None:
    year(life)
    another(life, "It went well.")
    told(life, "one")
    life.tap("leo", "F9", "save")
    life.turn(days=30)
    assert "update-shared" in told(life, "two")


def test_an_ended_pair_gets_none(life: Life) -> None:
    relationship = year(life)
    plan(life)
    state(life, relationship, state="ended")
    life.turn(days=9)
    assert "F9" not in life.kinds("leo")


def test_the_mentee_cannot_send_the_mentors_thanks(life: Life) -> None:
    year(life)
    told(life)
    view = life.tap("leo", "F9", "thank_them").view
    with pytest.raises(Correctable):
        life.submit("maya", view, line="Mine.")


def test_short_hours_are_said_in_minutes(life: Life) -> None:
    relationship = pair(life)
    meeting(life, relationship, state=HELD)
    assert "you've given Maya 45 minutes of talks." in told(life)
