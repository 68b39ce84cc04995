"""A person pauses everything: their timers stop, partners get one line, returns one message."""

from datetime import date, timedelta

import pytest

from bot import prompts
from store.prompts import Prompt
from tests.life import Life
from tests.pairs import rows, step
from tests.spells import TARGET, days_of, past, spell


def away(life: Life, handle: str, days: int) -> date:
    """Let somebody be away for so many days from now."""
    back_on = life.now.date() + timedelta(days=days)
    answer = life.act(handle, "away", life.person(handle).id)
    life.submit(handle, answer.view, until_on=str(back_on))
    return back_on


def test_person_pauses_everything_and_nothing_reaches_them(life: Life) -> None:
    relationship = spell(life)
    step(life, relationship, "Ask for a peer review")
    life.settle()
    had = [m for m in life.sent if m.person == "maya"]
    back_on = away(life, "maya", 30)
    life.turn(days=29)
    assert [m for m in life.sent if m.person == "maya"] == had
    [told] = [m for m in life.sent if m.person == "leo" and "away_other" in m.kinds]
    assert "Maya is away until" in told.body["text"]
    life.turn(days=3)
    [message] = [m for m in life.sent if m.person == "maya"][len(had) :]
    assert message.at.date() == back_on
    assert set(message.kinds) >= {"M2", "F1"}


@pytest.mark.parametrize("handle", ["maya", "leo"])
@pytest.mark.parametrize(
    ("begins", "days", "later"), [(10, 20, 20), (-10, 20, 10), (-20, 10, 0), (29, 7, 7)]
)
def test_days_away_past_the_target_do_not_count(
    life: Life, handle: str, begins: int, days: int, later: int
) -> None:
    if begins < -14:
        life.now -= timedelta(days=14)
    spell(life)
    past(life, begins)
    away(life, handle, days)
    past(life, 49 + later - 1)
    assert life.relationship.state == "active"
    other = "leo" if handle == "maya" else "maya"
    asked = 28 if begins > 28 else 28 + later
    assert all(0 <= day - asked < 5 for day in days_of(life, other, "H1"))
    past(life, 49 + later + 8)
    assert life.relationship.state == "paused"


def test_two_away_at_once_stop_the_days_once(life: Life) -> None:
    spell(life)
    past(life, 5)
    away(life, "maya", 20)
    away(life, "leo", 10)
    past(life, 28 + 20 + 4)
    [asked] = days_of(life, "leo", "H1")
    assert 0 <= asked - 48 < 5


def test_coming_back_early_counts_the_days_again(life: Life) -> None:
    spell(life)
    past(life, 5)
    away(life, "maya", 40)
    past(life, 10)
    life.act("maya", "here_again", life.person("maya").id)
    past(life, 28 + 5 + 4)
    [asked] = days_of(life, "leo", "H1")
    assert 0 <= asked - 33 < 5


def test_the_day_of_the_pause_moves_in_the_notice_when_one_goes_away(life: Life) -> None:
    spell(life)
    past(life, 43)
    away(life, "maya", 10)
    past(life, 56)
    assert life.relationship.state == "active"
    past(life, 59)
    assert life.relationship.state == "paused"
    assert life.relationship.paused_until_on == TARGET + timedelta(days=59 + 90)


def test_back_early_they_get_what_was_planned_meanwhile_when_it_is_due(life: Life) -> None:
    relationship = spell(life)
    past(life, -13)
    away(life, "maya", 60)
    due = life.now + timedelta(days=9)
    life.run(
        lambda tx: prompts.plan(
            tx, "F8", life.person("maya", tx), "soon", due, life.now, relationship=relationship
        )
    )
    life.turn(days=2)
    life.act("maya", "here_again", life.person("maya").id)
    [planned] = [row for row in rows(life, Prompt) if row.kind == "F8"]
    assert due <= planned.due_at < due + timedelta(days=5)
