"""The end of setup: when all is answered, or after 10 working days with the usual answers."""

from datetime import datetime

from sqlmodel import Session

from bot import (
    agreements,
    contacts,
    errands,
    ground_rules,
    lifecycle,
    people,
    prompts,
    setup,
    windows,
)
from bot.lifecycle import State
from store import prompts as kept_prompts
from store.alarms import Alarm
from store.relationships import Relationship

# The rhythm's and the ground rules' own cards end with their own words.
ENDED_HERE = ("C1", "D1", "D3", *setup.OFFERS, *setup.REMINDERS)


def settle(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let the relationship be active; what nobody said is usual, provisional, and on agenda 1."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if relationship.state != "setting_up":
        return
    lifecycle.move(relationship, State.ACTIVE, now)
    relationship.active_at = now
    for prompt in kept_prompts.of_kinds(tx, relationship.id, ENDED_HERE):
        if prompt.state == kept_prompts.SENT:
            prompts.expire(tx, prompt, now)
    agreements.default(tx, relationship, now)
    ground_rules.default(tx, relationship, now)
    ground_rules.summarize(tx, relationship, now)
    mentee, _ = people.pair(tx, relationship)
    contacts.ask(tx, relationship, windows.local_day(now, mentee.zone), now)
    for person in people.pair(tx, relationship):
        errands.refresh_home(tx, person, now)


ALARMS = {"setup_settles": settle}
