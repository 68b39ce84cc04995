"""Alarms: changes that come by themselves, set once per occasion and checked when they ring."""

from collections.abc import Sequence
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


def again(tx: Session, kind: str, relationship: Relationship, occasion: str, due: datetime) -> None:
    """Set an alarm whether or not it has rung before."""
    alarm = alarms.find(tx, kind, occasion)
    if alarm is not None:
        alarm.rung_at = None
    set_for(tx, kind, relationship, occasion, due)


def renew(
    tx: Session, kind: str, relationship: Relationship, occasion: str, due: datetime, now: datetime
) -> None:
    """Set an alarm in the place of those of its kind in this relationship that still wait."""
    drop(tx, (kind,), relationship, now)
    set_for(tx, kind, relationship, f"{occasion}:{now.isoformat()}", due)


def drop(tx: Session, kinds: Sequence[str], relationship: Relationship, now: datetime) -> None:
    """Stop every alarm of these kinds that waits in a relationship."""
    for alarm in waiting(tx, kinds, relationship):
        alarm.rung_at = now


def waiting(tx: Session, kinds: Sequence[str], relationship: Relationship) -> list[Alarm]:
    """Give the alarms of these kinds in a relationship that are still to ring."""
    return [row for row in alarms.waiting(tx, relationship.id) if row.kind in kinds]


def cancel(tx: Session, kind: str, occasion: str, now: datetime) -> None:
    """Stop an alarm that has lost its reason."""
    alarm = alarms.find(tx, kind, occasion)
    if alarm is not None and alarm.rung_at is None:
        alarm.rung_at = now
