"""A turn of the clock looks first, and does something only when something is due."""

from datetime import timedelta

from sqlmodel import Session, select

from bot import alarms, errands, prompts, ticks
from store import gates
from store.prompts import Prompt
from tests.life import TEAM, Life
from tests.pairs import pair
from tests.test_invitations import invite

HOUR = timedelta(hours=1)


def is_due(life: Life, later: timedelta = timedelta(0)) -> bool:
    found: bool = life.run(lambda tx: ticks.is_due(tx, life.now + later))
    return found


def test_what_is_said_is_due_from_its_time_on_and_until_it_went_out(life: Life) -> None:
    invite(life)
    life.settle()
    assert not is_due(life)
    at = life.next_due()
    assert at is not None
    assert not is_due(life, at - life.now - timedelta(seconds=1))
    assert is_due(life, at - life.now)
    life.turn_to(at)
    assert not is_due(life)


def test_an_alarm_is_due_until_it_rang(life: Life) -> None:
    pair(life)
    life.settle()
    at = life.now + timedelta(minutes=1)
    life.run(lambda tx: alarms.set_for(tx, "account_changed", life.relationship, "test", at))
    assert not is_due(life)
    assert is_due(life, timedelta(minutes=1))
    life.run(lambda tx: alarms.cancel(tx, "account_changed", "test", life.now))
    assert not is_due(life, timedelta(minutes=1))


def test_a_question_is_due_when_its_time_to_be_answered_is_over(life: Life) -> None:
    invite(life)
    life.settle()

    def shorten(tx: Session) -> None:
        row = tx.exec(select(Prompt).where(Prompt.state == "sent")).first()
        assert row is not None
        row.expires_at = life.now

    life.run(shorten)
    assert is_due(life)
    life.settle()
    assert not is_due(life)


def test_an_errand_is_due_at_once_and_waits_for_its_message(life: Life) -> None:
    life.run(lambda tx: errands.plan(tx, life.person("maya", tx), "learn", life.now, key="again"))
    assert is_due(life)
    life.settle()
    assert not is_due(life)

    def unsent(tx: Session) -> None:
        maya = life.person("maya", tx)
        prompt = prompts.plan(tx, "A1", maya, "test", life.now + 9 * HOUR, life.now)
        errands.redraw(tx, maya, prompt.id, life.now)

    life.run(unsent)
    assert not is_due(life)


def test_nothing_goes_to_a_workspace_that_asked_for_a_while(life: Life) -> None:
    def plan(tx: Session) -> None:
        maya = life.person("maya", tx)
        prompts.plan(tx, "A1", maya, "test", life.now, life.now)
        errands.plan(tx, maya, "learn", life.now, key="again")
        gates.of(tx, TEAM).until = life.now + HOUR

    life.run(plan)
    assert not is_due(life)
    assert is_due(life, HOUR)
