"""Every button that offers a pause leads to the same one: a date, a told other, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest

from bot import prompts
from store.relationships import Relationship
from tests.life import Life
from tests.spells import current, spell, still_open

WAYS = (
    ("maya", "M2", "pause_us"),
    ("leo", "M3", "pause_us"),
    ("maya", "M10", "pause_us"),
    ("leo", "M10", "pause_us"),
    ("leo", "M13", "pause"),
    ("maya", "H1", "pause_us"),
    ("leo", "H1", "pause_us"),
)


def ask(life: Life, handle: str, kind: str) -> None:
    """Put a question before somebody, as its own noun would."""
    session = current(life)

    def plan(tx: Any) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        about = {"session": session.id, "target": str(session.target_on)}
        person = life.person(handle, tx)
        prompts.plan(
            tx,
            kind,
            person,
            "once",
            life.now,
            life.now,
            relationship=relationship,
            about=about,
        )

    life.run(plan)


@pytest.mark.parametrize(("handle", "kind", "button"), WAYS)
def test_each_way_to_pause_pauses_the_same(life: Life, handle: str, kind: str, button: str) -> None:
    life.now += timedelta(days=1)
    spell(life)
    life.turn(days=1)
    ask(life, handle, kind)
    life.turn(days=6)
    view = life.tap(handle, kind, button).view
    assert view is not None
    assert view["callback_id"] == "form:pause"
    assert life.relationship.state == "active"
    begun_on = life.now.date()
    life.submit(handle, view, until="month")
    assert life.relationship.state == "paused"
    assert life.relationship.paused_until_on == begun_on + timedelta(days=30)
    assert kind not in still_open(life, handle)
    life.turn(days=6)
    other = "leo" if handle == "maya" else "maya"
    assert life.kinds(other).count("H3_other") == 1


def test_not_this_time_skips_one_or_pauses(life: Life) -> None:
    spell(life)
    life.turn(days=1)
    life.tap("maya", "M1", "not_this_time")
    view = life.tap("maya", "M1_not_this_time", "pause_us").view
    life.submit("maya", view, until="2_weeks")
    assert life.relationship.state == "paused"
    life.turn(days=6)
    assert "H3_other" in life.kinds("leo")


def test_skipping_one_pauses_nothing(life: Life) -> None:
    spell(life)
    life.turn(days=1)
    life.tap("maya", "M1", "not_this_time")
    before = current(life).id
    life.tap("maya", "M1_not_this_time", "skip_one")
    assert life.relationship.state == "active"
    assert current(life).id != before
