"""Advice is noted for oneself, promises are brought up once, and each has its own reader."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot import advice, promises, wrap_ups
from bot.errors import Correctable
from store.advice import Advice, Promise, Step
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life
from tests.pairs import booked, everything_for, meeting, open_kinds, pair, rows


def test_advice_is_for_her_eyes_only_unless_shared(life: Life) -> None:
    relationship = pair(life)
    meeting(life, relationship)
    form = life.command("maya", "/mentor-note").view
    answer = life.submit("maya", form, advice="Ask for <more> pay")
    assert answer.sentence == "Noted, for your eyes only: Ask for <more> pay"
    form = life.command("maya", "/mentor-note").view
    answer = life.submit("maya", form, advice="Ask Sam", share="share")
    assert answer.sentence == "Noted, and Leo can see it: Ask Sam"

    def seen_by(handle: str) -> list[str]:
        rows: list[Advice] = life.run(
            lambda tx: advice.visible(
                tx, tx.get_one(Relationship, relationship.id), life.person(handle, tx)
            )
        )
        return [row.text for row in rows]

    assert seen_by("maya") == ["Ask for <more> pay", "Ask Sam"]
    assert seen_by("leo") == ["Ask Sam"]
    life.turn(days=20)
    assert "pay" not in everything_for(life, "leo")


def test_a_note_can_become_a_step(life: Life) -> None:
    pair(life)
    form = life.command("maya", "/mentor-note").view
    life.submit("maya", form, advice="Ask Sam", moment="on Monday", step="ask")
    life.submit("maya", form, advice="Ask Sam", moment="on Monday", step="ask")
    [kept], [step] = rows(life, Advice), rows(life, Step)
    assert (step.advice_id, step.moment, step.text, step.shared) == (
        kept.id, "on Monday", "ask", False,
    )  # fmt: skip
    life.turn(days=15)
    assert life.kinds("maya") == ["F1"]


@pytest.mark.parametrize(
    ("moment", "step", "kept"),
    [("on Monday", None, (None, "on Monday")), (None, "ask", (None, "ask"))],
)
def test_half_a_step_loses_no_words(
    life: Life, moment: str | None, step: str | None, kept: tuple[str | None, str]
) -> None:
    pair(life)
    form = life.command("maya", "/mentor-note").view
    life.submit("maya", form, advice="Ask Sam", moment=moment, step=step)
    [row] = rows(life, Step)
    assert (row.moment, row.text) == kept


@pytest.mark.parametrize("words", [None, "", "  ", "🎉", ":tada: 🎉", "x" * 3001])
def test_advice_that_cannot_be_kept_is_sent_back(life: Life, words: str | None) -> None:
    pair(life)
    form = life.command("maya", "/mentor-note").view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", form, advice=words)
    assert wrong.value.field == "advice"


def test_a_promise_is_brought_up_once_after_a_week(life: Life) -> None:
    pair(life)
    form = life.command("leo", "/mentor-note").view
    life.submit("leo", form, promise="A name in research.")
    life.submit("leo", form, promise="A name in research.")
    life.turn(days=6)
    assert life.kinds("leo") == []
    life.turn(days=3)
    assert life.kinds("leo") == ["promise_reminder"]
    text = life.last("leo").body["text"]
    assert text == "A week ago you promised Maya: A name in research. Is it on its way?"
    life.tap("leo", "promise_reminder", "still_to_come")
    life.turn(days=60)
    assert life.kinds("leo") == ["promise_reminder"]
    assert "research" not in everything_for(life, "maya")


@pytest.mark.parametrize("act", ["promise_kept", "promise_off"])
def test_a_promise_settled_on_home_is_not_brought_up(life: Life, act: str) -> None:
    relationship = pair(life)
    life.submit("leo", life.act("leo", "promise", relationship.id).view, promise="A name")
    [promise] = rows(life, Promise)
    for stranger in ("maya", "ines"):
        with pytest.raises(Correctable):
            life.act(stranger, act, promise.id)
    life.act("leo", act, promise.id)
    life.turn(days=20)
    assert life.kinds("leo") == []


@pytest.mark.parametrize("button", ["its_done", "take_it_off"])
def test_a_settled_promise_leaves_the_list(life: Life, button: str) -> None:
    relationship = pair(life)
    life.submit("leo", life.act("leo", "promise", relationship.id).view, promise="A name")

    def listed(handle: str) -> int:
        found: list[Promise] = life.run(
            lambda tx: promises.visible(
                tx, tx.get_one(Relationship, relationship.id), life.person(handle, tx)
            )
        )
        return len(found)

    assert (listed("leo"), listed("maya")) == (1, 0)
    life.turn(days=9)
    life.tap("leo", "promise_reminder", button)
    assert listed("leo") == 0


@pytest.mark.parametrize(("line", "kept"), [("A name in research", 1), ("No.", 0)])
def test_a_promise_can_be_typed_in_the_thread(life: Life, line: str, kept: int) -> None:
    relationship = pair(life)
    session = booked(life, relationship, life.now + timedelta(days=1))
    plan(life, relationship, session.id)
    life.turn(days=3)
    life.reply("leo", "M7", line)
    assert len(rows(life, Promise)) == kept
    assert open_kinds(life, "leo", relationship, "M7") == []


def plan(life: Life, relationship: Relationship, session_id: str) -> None:
    """Plan what follows a booked session."""

    def work(tx: Session) -> None:
        row = tx.get_one(Relationship, relationship.id)
        wrap_ups.plan(tx, row, tx.get_one(Meeting, session_id), life.now)

    life.run(work)


def test_promises_are_the_mentors_to_write(life: Life) -> None:
    relationship = pair(life)
    with pytest.raises(Correctable):
        life.act("maya", "promise", relationship.id)
    with pytest.raises(Correctable):
        life.act("ines", "promise", relationship.id)
    form = life.command("maya", "/mentor-note").view
    with pytest.raises(Correctable):
        life.submit("leo", form, advice="Ask Sam")
    assert rows(life, Advice) == []
