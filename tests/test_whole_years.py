"""Whole years of a pair at each rhythm: workplace finishing, career keeping in touch, renewed."""

from datetime import date, timedelta

import pytest

from bot import terms
from bot.rhythms import Every, Rhythm
from store.relationships import Relationship
from tests.booking import at, pair, until
from tests.closing import BOTH, meetings, sent
from tests.life import Life
from tests.living import held, live

RHYTHMS = [(Every.MONTH, 12, 13), (Every.TWO_MONTHS, 7, 8), (Every.THREE_MONTHS, 6, 6)]


def begin(life: Life, every: Every, kind: str = "workplace") -> None:
    """Let Maya and Leo both say yes, and agree on a rhythm for a year."""
    pair(life)
    ends_on = date(2028, 1, 12)

    def agree(tx: object) -> None:
        row = tx.get_one(Relationship, life.relationship.id)  # type: ignore[attr-defined]
        row.kind = kind
        terms.hold(tx, row, Rhythm(every, 45, ends_on), "agreed", life.now)  # type: ignore[arg-type]

    life.run(agree)
    life.settle()


@pytest.mark.parametrize(("every", "least", "most"), RHYTHMS)
@pytest.mark.parametrize("kind", ["workplace", "career"])
def test_a_year_in_silence_ends_as_its_kind_does(
    life: Life, every: Every, least: int, most: int, kind: str
) -> None:
    begin(life, every, kind)
    live(life, date(2028, 1, 14))
    assert life.relationship.state == ("ended" if kind == "workplace" else "in_touch")
    assert least <= len(held(life)) <= most
    last = held(life)[-1].starts_at
    assert last is not None
    assert date(2027, 12, 1) <= last.date() <= date(2028, 1, 12)
    assert all(row.target_on <= date(2028, 1, 12) for row in meetings(life))
    for handle in BOTH:
        assert sent(life, handle, "I4") == 2
        assert sent(life, handle, "I6") == 1


def test_a_career_pair_says_hello_twice_and_starts_again(life: Life) -> None:
    begin(life, Every.TWO_MONTHS, "career")
    live(life, date(2028, 1, 14))
    life.turn_to(at(20, 18, month=7, year=2028))
    assert sent(life, "maya", "I11") == sent(life, "leo", "I11") == 1
    view = life.tap("maya", "I11", "send_hello").view
    life.submit("maya", view)
    life.turn_to(at(20, 18, month=1, year=2029))
    assert sent(life, "maya", "I11") == sent(life, "leo", "I11") == 2
    life.act("leo", "start_again", life.relationship.id)
    until(life, "maya", "restart")
    life.tap("maya", "restart", "yes_start_again")
    row = life.relationship
    assert (row.state, row.round) == ("active", 2)
    assert row.starts_on is not None
    assert row.ends_on is not None
    assert row.ends_on - row.starts_on == timedelta(days=365)
    live(life, row.ends_on - timedelta(days=60))
    assert len(held(life)) >= 10
    assert life.relationship.state == "active"


def test_two_years_renewed_are_three_rounds(life: Life) -> None:
    begin(life, Every.TWO_MONTHS)
    for number, ends_on in ((2, date(2028, 1, 12)), (3, date(2029, 1, 12))):
        live(life, ends_on - timedelta(days=30))
        assert life.relationship.state == "closing"
        for handle in BOTH:
            life.tap(handle, "I4", "another_year")
        live(life, ends_on + timedelta(days=6))
        row = life.relationship
        assert (row.state, row.round, row.starts_on) == ("active", number, ends_on)
    assert sent(life, "maya", "I10") == sent(life, "leo", "I10_mentor") == 2
    assert len(held(life)) >= 13
