"""One turn of the clock: what changes by itself, then what there is to say."""

from datetime import datetime

from sqlmodel import Session

from bot import catalogue, failures, prompts
from store import alarms, claims, outbox
from store.troubles import Trouble

# Small units of work: on PostgreSQL one of a hundred changes would lose to every tap meanwhile.
ALARMS, LAPSES = 1, 5


def ring(tx: Session, now: datetime) -> int:
    """Do what the earliest due alarm asks for; give how many there were."""
    due = alarms.due(tx, now, ALARMS)
    for alarm in due:
        alarm.rung_at = now
        try:
            with tx.begin_nested():
                catalogue.ALARMS[alarm.kind](tx, alarm, now)
        except Trouble:
            raise
        except Exception as error:  # one change that fails must not hold up the others
            failures.report(error)
    return len(due)


def lapse(tx: Session, now: datetime) -> int:
    """End a few questions nobody answered in their time; they lose their buttons."""
    lapsed = claims.lapsed(tx, now, LAPSES)
    for prompt in lapsed:
        prompts.expire(tx, prompt, now)
    return len(lapsed)


def is_due(tx: Session, now: datetime) -> bool:
    """Say whether a turn of the clock has anything to do, so that most of them cost one look."""
    return outbox.is_due(tx, now)


def next_due(tx: Session, now: datetime) -> datetime | None:
    """Give the instant at which the next thing is due, whatever it is."""
    return outbox.next_due(tx, now)
