"""Tidyings: 30 days after an ending what the bot needed goes, and what people wrote stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.lifecycle import State
from store import endings
from store.alarms import Alarm
from store.relationships import Relationship


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Delete reminders, open steps and closed prompts of a relationship that is still ended."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    if relationship.state == State.ENDED:
        tidy(tx, relationship)


def tidy(tx: Session, relationship: Relationship, kept_kinds: Sequence[str] = ()) -> None:
    """Delete what only the bot needed; what is still asked about the ending stays until answered.

    Lines, advice, updates, notes and all sessions stay for their owners (PRODUCT 2.3).
    """
    endings.delete_prompts(tx, relationship.id, kept_kinds)
    endings.delete_alarms(tx, relationship.id)
    endings.delete_slots(tx, relationship.id)
    endings.delete_steps(tx, relationship.id)


ALARMS = {"ending_tidied": ring}
