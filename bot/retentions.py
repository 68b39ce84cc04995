"""Retentions: what has been kept long enough goes, silently and a little at a time (2.3, 4.4)."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from bot import rhythms, timers
from store import codes, erasures, retentions

SOME = 20
# The others have been told of the end within a working day; then the name goes too.
NAME_STAYS = timedelta(days=7)
FAILED_STAYS = timedelta(days=30)


def tidy(tx: Session, now: datetime) -> bool:
    """Delete some of what its time is over for; say whether there may be more."""
    before = _months_ago(now, timers.of(tx).retention_months)
    found = 0
    for row_id in retentions.over(tx, before, SOME):
        erasures.end_pair(tx, row_id)
        found += 1
    for table, column in retentions.DATED:
        found += retentions.forget_alone(tx, table, column, before, SOME)
    found += retentions.forget_drafts(tx, before, SOME)
    found += retentions.forget_said(tx, before, SOME)
    found += retentions.forget_failed(tx, now - FAILED_STAYS, SOME)
    found += retentions.forget_names(tx, now - NAME_STAYS, SOME)
    for person_id in retentions.leftover(tx, now - NAME_STAYS, SOME):
        erasures.end_person(tx, person_id)
        found += 1
    codes.forget(tx, now - FAILED_STAYS)
    return found > 0


def _months_ago(now: datetime, months: int) -> datetime:
    return datetime.combine(rhythms.add_months(now.date(), -months), time(0), UTC)
