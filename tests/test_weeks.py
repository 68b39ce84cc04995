"""A mentor's week holds two messages, and a third when a monthly pair of theirs meets (2.6)."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from bot import prompts
from tests import pairs
from tests.life import Life

FRIDAY = datetime(2027, 1, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize(("every", "days"), [("month", [19, 20, 21]), ("two_months", [19, 20])])
def test_the_third_message_of_a_week_is_for_a_monthly_pair_that_meets(
    life: Life, every: str, days: list[int]
) -> None:
    relationship = pairs.pair(life, every=every)
    pairs.booked(life, relationship, FRIDAY)

    def plan(tx: Session) -> None:
        leo = life.person("leo", tx)
        for day in (19, 20, 21):
            due = datetime(2027, 1, day, 14, 30, tzinfo=UTC)
            prompts.plan(tx, "not_set_up", leo, str(day), due, life.now, relationship=relationship)

    life.run(plan)
    life.turn_to(FRIDAY)
    assert [message.at.day for message in life.sent if message.person == "leo"] == days
