"""The course of a round: what comes by itself after so many days or sessions (PRODUCT 2.5, 2.8).

It sets alarms by name; the nouns that answer to them stand in their own modules.
"""

from datetime import date, datetime, time, timedelta
from itertools import count

from sqlmodel import Session

from bot import alarms, people, rhythms, timers, windows
from bot.lifecycle import State
from store import sessions
from store.relationships import Relationship
from store.sessions import HELD, Meeting

# A review needs a round in which there is time for it; shorter ones go straight to their closing.
EVERY_IMPACT, EVERY_ADVICE_BACK = 3, 4
FIT, PULSE, IMPACT, ADVICE_BACK = "fit_check", "pulse", "impact", "advice_back"
MID_POINT, ANNIVERSARY, CARDS = "mid_point", "anniversary", "cards_are_old"
SPRINT_OVER = "sprint_over"
CLOSING, END_MOVED = "closing_opens", "end_moved"
LAST_TALK = "last_talk_held"


def chart(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Set what comes at a date of the present round; a moved end moves it along."""
    if relationship.starts_on is None or relationship.ends_on is None:
        return
    row, waits = relationship, timers.of(tx)
    half_on = rhythms.mid_point(relationship.starts_on, relationship.ends_on)
    closing_on = rhythms.closing_opens(relationship.starts_on, relationship.ends_on, waits)
    _on(tx, row, MID_POINT, of_round(row), half_on)
    due = max(_midnight(tx, row, closing_on), now)
    alarms.again(tx, CLOSING, row, of_end(row), due)
    if row.state == State.CLOSING:
        alarms.again(tx, END_MOVED, row, of_end(row), now)
    if row.sprint_until_on is not None:
        over_on = row.sprint_until_on + timedelta(days=1)
        _on(tx, row, SPRINT_OVER, f"{row.id}:{row.sprint_until_on}", over_on)
    anniversary(tx, row, now)


def anniversary(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Set the alarm of the next anniversary of the second yes."""
    mentee, _ = people.pair(tx, relationship)
    began_at = relationship.begun_at or relationship.created_at
    began_on, today = (windows.local_day(at, mentee.zone) for at in (began_at, now))
    ahead = count(1)
    years = next(n for n in ahead if rhythms.add_months(began_on, 12 * n) > today)
    on = rhythms.add_months(began_on, 12 * years)
    _on(tx, relationship, ANNIVERSARY, f"{relationship.id}:{years}", on)


def after_session(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Set what follows a session that counts as held: once for each."""
    row, waits, nth = relationship, timers.of(tx), len(held(tx, relationship))
    if nth == waits.fit_check_session:
        began_at = row.begun_at or row.created_at
        due = max(now, began_at + timedelta(days=waits.fit_check_days))
        alarms.set_for(tx, FIT, row, row.id, due)
    if pulse_is_due(nth, waits):
        alarms.set_for(tx, PULSE, row, session.id, now)
    if row.last_talk_for_id is not None:
        alarms.set_for(tx, LAST_TALK, row, session.id, now)
    if nth % EVERY_IMPACT == 0:
        alarms.set_for(tx, IMPACT, row, session.id, now)
    if nth % EVERY_ADVICE_BACK == 0:
        alarms.set_for(tx, ADVICE_BACK, row, session.id, now)
    alarms.set_for(tx, MID_POINT, row, session.id, now)


def pulse_is_due(nth: int, waits: timers.Timers = timers.DEFAULTS) -> bool:
    """Say whether a pulse follows the n-th held session: 2, 4, then every third (PRODUCT 2.5)."""
    second = waits.pulse_second_session
    if nth in (waits.pulse_first_session, second):
        return True
    return nth > second and (nth - second) % waits.pulse_every_sessions == 0


def of_round(relationship: Relationship) -> str:
    """Give the occasion that stands for the present round."""
    return f"{relationship.id}:round{relationship.round}"


def of_setup(relationship: Relationship) -> str:
    """Give the occasion that stands for the present setup; two people may be set up anew (2.3)."""
    began_at = relationship.begun_at or relationship.created_at
    return f"{relationship.id}:set_up{began_at.isoformat()}"


def of_end(relationship: Relationship) -> str:
    """Give the occasion that stands for the present round's end date."""
    return f"{of_round(relationship)}:{relationship.ends_on}"


def held(tx: Session, relationship: Relationship) -> list[Meeting]:
    """Give the sessions that count as held, of every round, in their order."""
    rows = sessions.of_relationship(tx, relationship.id)
    return [row for row in rows if row.state == HELD]


def held_in_round(tx: Session, relationship: Relationship) -> list[Meeting]:
    """Give the held sessions of the present round, by the mentee's wall."""
    mentee, _ = people.pair(tx, relationship)
    since = relationship.starts_on or date.min
    return [
        row
        for row in held(tx, relationship)
        if row.starts_at is None or windows.local_day(row.starts_at, mentee.zone) >= since
    ]


def _on(tx: Session, row: Relationship, kind: str, occasion: str, on: date) -> None:
    """Set an alarm for the start of a day on the mentee's wall."""
    alarms.set_for(tx, kind, row, occasion, _midnight(tx, row, on))


def _midnight(tx: Session, row: Relationship, on: date) -> datetime:
    """Give the start of a day on the mentee's wall."""
    mentee, _ = people.pair(tx, row)
    return windows.at_local(on, time(0), mentee.zone)
