"""A year at every rhythm, in several zones: whatever the walls say, every rule is held."""

from datetime import date

import pytest
from sqlmodel import Session

from bot import failures, terms
from bot.rhythms import Every, Rhythm
from store.relationships import Relationship
from tests import databases
from tests.booking import pair
from tests.living import held, live
from tests.stages import Stage

ENDS_ON = date(2028, 1, 12)
YEARS = [
    (Every.MONTH, None, "Pacific/Auckland", "Europe/London", 12, 14),
    (Every.TWO_MONTHS, None, "Asia/Kolkata", "America/New_York", 7, 8),
    (Every.TWO_MONTHS, date(2027, 4, 12), "America/New_York", "Asia/Kolkata", 9, 11),
    (Every.THREE_MONTHS, None, "America/Sao_Paulo", "Pacific/Auckland", 5, 7),
]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Give people of whom every message, page and file is held to the rules."""
    made = Stage(databases.emptied())
    monkeypatch.setattr(failures, "report", made.watch.fails)
    return made


@pytest.mark.parametrize(("every", "sprint_until_on", "mentee", "mentor", "least", "most"), YEARS)
def test_a_year_breaks_no_rule_on_anybodys_wall(
    stage: Stage,
    every: Every,
    sprint_until_on: date | None,
    mentee: str,
    mentor: str,
    least: int,
    most: int,
) -> None:
    for handle, zone in (("maya", mentee), ("leo", mentor)):
        stage.learn(handle, zone)
    stage.acting = "leo"
    pair(stage)
    stage.acting = None

    def agree(tx: Session) -> None:
        row = tx.get_one(Relationship, stage.relationship.id)
        terms.hold(tx, row, Rhythm(every, 45, ENDS_ON, sprint_until_on), "agreed", stage.now)

    stage.run(agree)
    live(stage, date(2028, 1, 20))
    stage.watch.ends()
    assert stage.watch.faults == []
    assert stage.relationship.state == "ended"
    assert least <= len(held(stage)) <= most
