"""Alarms: changes that come by themselves, set once per occasion and checked when they ring."""

from datetime import datetime

from sqlmodel import Session

from store import alarms
from store.alarms import Alarm
from store.relationships import Relationship


def set_for(
    tx: Session, kind: str, relationship: Relationship, occasion: str, due: datetime
) -> None:
    """Set an alarm; setting it again before it rang moves it."""
    alarm = alarms.find(tx, kind, occasion)
    if alarm is None:
        alarm = Alarm(relationship_id=relationship.id, kind=kind, occasion=occasion, due_at=due)
    if alarm.rung_at is None:
        alarm.due_at = due
        tx.add(alarm)
        tx.flush()


def cancel(tx: Session, kind: str, occasion: str, now: datetime) -> None:
    """Stop an alarm that has lost its reason."""
    alarm = alarms.find(tx, kind, occasion)
    if alarm is not None and alarm.rung_at is None:
        alarm.rung_at = now
