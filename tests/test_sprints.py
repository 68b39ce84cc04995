"""A sprint: the mentee asks, the mentor agrees or offers fewer, and it ends by itself (2.4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import sprints, terms
from bot.errors import Correctable
from bot.replies import Opens, Says
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life
from tests.pairs import meeting, pair, rows, to_book

HELD_AT = datetime(2027, 1, 11, 14, 0, tzinfo=UTC)


@pytest.fixture
def met(life: Life) -> Life:
    """Let Maya and Leo meet every two months, agreed, with the second session to book."""
    relationship = pair(life, rhythm_state="agreed")
    meeting(life, relationship, 1, starts_at=HELD_AT)
    meeting(life, relationship, 2, starts_at=HELD_AT + timedelta(hours=1))
    to_book(life, relationship, date(2027, 3, 11), 3)
    return life


def propose(life: Life, handle: str = "maya") -> Any:
    def work(tx: Any) -> Any:
        relationship = tx.get_one(Relationship, life.relationship.id)
        return sprints.propose(tx, relationship, life.person(handle, tx), life.now)

    reply = life.run(work)
    life.settle()
    return reply


def until(life: Life, handle: str, kind: str) -> None:
    for _ in range(20):
        if kind in life.kinds(handle):
            return
        life.turn(days=1)
    raise AssertionError(f"{handle} never gets {kind}: {life.kinds(handle)}")


def agreed(life: Life) -> None:
    propose(life)
    until(life, "leo", "sprint_ask")
    life.tap("leo", "sprint_ask", "yes")


def target(life: Life) -> date:
    return max(rows(life, Meeting), key=lambda row: row.number).target_on


def test_yes_begins_it_for_84_days_and_re_aims_the_next_session(met: Life) -> None:
    reply = propose(met)
    assert isinstance(reply, Says)
    assert "Leo is asked" in reply.sentence
    until(met, "leo", "sprint_ask")
    today = met.now.date()
    met.tap("leo", "sprint_ask", "yes")
    assert met.relationship.sprint_until_on == today + timedelta(days=84)
    assert met.relationship.every == "two_months"
    assert target(met) == HELD_AT.date() + timedelta(days=21)
    until(met, "maya", "sprint_begins")
    assert "every 2 months again" in str(met.last("maya").body["text"])


def test_it_falls_back_by_itself_and_says_so_once_to_both(met: Life) -> None:
    agreed(met)
    met.turn(days=200)
    assert met.relationship.sprint_until_on is None
    for handle in ("maya", "leo"):
        ended = met.kinds(handle).count("sprint_over") + met.kinds(handle).count("sprint_rested")
        assert ended <= 1
    over = [row for row in rows(met, Prompt) if row.kind in ("sprint_over", "sprint_rested")]
    assert len(over) == 2


def test_after_its_last_day_both_hear_the_rhythm_that_holds(met: Life) -> None:
    until_on = met.now.date() + timedelta(days=3)

    def work(tx: Any) -> None:
        relationship = tx.get_one(Relationship, met.relationship.id)
        rhythm = replace(terms.present(tx, relationship), sprint_until_on=until_on)
        terms.hold(tx, relationship, rhythm, "agreed", met.now)

    met.run(work)
    met.turn(days=3)
    assert met.relationship.sprint_until_on == until_on
    met.turn(days=14)
    assert met.relationship.sprint_until_on is None
    for handle in ("maya", "leo"):
        assert met.kinds(handle).count("sprint_over") == 1
    said = [str(m.body["text"]) for m in met.sent if "sprint_over" in m.kinds]
    assert all("every 2 months" in each for each in said)


def test_monthly_instead_holds_at_once(met: Life) -> None:
    propose(met)
    until(met, "leo", "sprint_ask")
    met.tap("leo", "sprint_ask", "monthly_instead")
    assert (met.relationship.every, met.relationship.sprint_until_on) == ("month", None)
    until(met, "maya", "sprint_monthly")


def test_monthly_is_not_offered_to_a_monthly_pair(life: Life) -> None:
    pair(life, rhythm_state="agreed", every="month")
    propose(life)
    until(life, "leo", "sprint_ask")
    assert "monthly_instead" not in str(life.last("leo").body)


@pytest.mark.parametrize("taps", [True, False])
def test_cant_now_and_silence_sound_the_same_to_the_mentee(met: Life, taps: bool) -> None:
    propose(met)
    until(met, "leo", "sprint_ask")
    if taps:
        met.tap("leo", "sprint_ask", "cant_now")
    until(met, "maya", "sprint_not_now")
    [message] = [m for m in met.sent if "sprint_not_now" in m.kinds]
    assert "doesn't fit with Leo right now" in str(message.body["text"])
    assert met.relationship.sprint_until_on is None
    met.turn(days=14)
    assert met.kinds("maya").count("sprint_not_now") == 1


def test_it_can_be_asked_for_again_later(met: Life) -> None:
    propose(met)
    until(met, "leo", "sprint_ask")
    met.tap("leo", "sprint_ask", "cant_now")
    met.turn(days=7)
    agreed(met)
    assert met.relationship.sprint_until_on is not None


def test_it_is_asked_once_while_the_question_is_open(met: Life) -> None:
    propose(met)
    propose(met)
    met.turn(days=4)
    assert len([row for row in rows(met, Prompt) if row.kind == "sprint_ask"]) == 1


def test_a_sprint_that_runs_is_not_asked_for_again(met: Life) -> None:
    agreed(met)
    reply = propose(met)
    assert isinstance(reply, Says)
    assert "already" in reply.sentence
    assert len([row for row in rows(met, Prompt) if row.kind == "sprint_ask"]) == 1


def test_while_both_are_asked_for_a_rhythm_its_form_is_the_way(life: Life) -> None:
    pair(life)
    assert propose(life) == Opens("rhythm", life.relationship.id)


def test_a_mentor_or_a_stranger_proposes_nothing(met: Life) -> None:
    for handle in ("leo", "ines"):
        with pytest.raises(Correctable):
            propose(met, handle)


def test_a_yes_after_the_end_changes_nothing(met: Life) -> None:
    propose(met)
    until(met, "leo", "sprint_ask")
    met.run(lambda tx: setattr(tx.get_one(Relationship, met.relationship.id), "state", "ended"))
    met.tap("leo", "sprint_ask", "yes")
    assert met.relationship.sprint_until_on is None


def test_a_sprint_never_outlasts_the_round(met: Life) -> None:
    ends_on = met.now.date() + timedelta(days=60)
    met.run(lambda tx: setattr(tx.get_one(Relationship, met.relationship.id), "ends_on", ends_on))
    agreed(met)
    assert met.relationship.sprint_until_on == ends_on
