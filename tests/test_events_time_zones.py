"""Somebody moves: what is still to be sent follows, and what two people booked stays."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot import briefs, people, prompts
from bot.people import Profile
from store.relationships import Relationship
from store.sessions import Meeting
from tests import pairs
from tests.life import Life

SUNDAY = datetime(2027, 1, 17, 12, tzinfo=UTC)
STARTS_AT = datetime(2027, 1, 29, 14, tzinfo=UTC)


def move(life: Life, handle: str, zone: str) -> None:
    """Let Slack say that somebody is elsewhere now."""
    profile = Profile("Maya Doe", zone, "en-GB", False, False)
    life.run(lambda tx: people.learn(tx, life.who(handle), profile, life.now))
    life.settle()


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"])
def test_a_new_zone_moves_what_is_to_be_sent_and_no_booked_session(life: Life, zone: str) -> None:
    life.now = SUNDAY
    relationship = pairs.pair(life)
    session = pairs.booked(life, relationship, STARTS_AT)

    def plan(tx: Session) -> None:
        kept = tx.get_one(Relationship, relationship.id)
        briefs.plan(tx, kept, tx.get_one(Meeting, session.id), life.now)
        due = datetime(2027, 1, 19, 9, 45, tzinfo=UTC)
        maya = life.person("maya", tx)
        prompts.plan(tx, "not_set_up", maya, "x", due, life.now, relationship=kept)

    life.run(plan)
    move(life, "maya", zone)
    life.turn(days=11)
    mine = [message for message in life.sent if message.person == "maya"]
    assert [message.kinds for message in mine] == [["not_set_up"], ["M4"]]
    for message in mine:
        local = message.at.astimezone(ZoneInfo(zone))
        assert (9, 30) <= (local.hour, local.minute) < (15, 30)
        assert local.weekday() < 5
    [kept] = pairs.rows(life, Meeting)
    assert kept.starts_at == STARTS_AT
    assert mine[-1].at < STARTS_AT - timedelta(days=1)
