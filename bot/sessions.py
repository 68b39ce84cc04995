"""Sessions: their cycle from a target date to held, and on to the next."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import alarms, ladders, people, prompts, rhythms, scripts, slots, timers, windows
from bot.errors import Correctable
from bot.replies import Done, Reply
from store import sessions
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import (
    BOOKED,
    HELD,
    NOT_HELD,
    OFFERED,
    SKIPPED,
    TO_BOOK,
    UNCONFIRMED,
    Meeting,
)

MEETING = ("setting_up", "active", "closing")
OPEN = (TO_BOOK, OFFERED, BOOKED)
NO_MORE = ("in_touch", "carried_on", "ended")
BOOKING = ("M1", "M2", "M3", "M1_not_this_time", "I3")
OFFERS = ("offered_times", "times_suggested", "times_offered", "M9_other")
plan_booking_prompts = ladders.plan


def begin(tx: Session, relationship: Relationship, now: datetime) -> Meeting:
    """Set the first session's target within 14 days of the second yes (PRODUCT 2.5).

    The mentee is asked to book from her next local day on, so that setup comes first.
    """
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    target_on = today + timedelta(days=timers.of(tx).first_session_days)
    return _open(tx, relationship, target_on, now, today + timedelta(days=1))


def current(tx: Session, relationship: Relationship) -> Meeting | None:
    """Give the session to book, booked, or waiting for "did you meet?"; None between cycles."""
    rows = sessions.of_relationship(tx, relationship.id)
    return next((row for row in reversed(rows) if row.state in OPEN), None)


def last_held(tx: Session, relationship: Relationship) -> Meeting | None:
    """Give the last session that was held."""
    rows = sessions.of_relationship(tx, relationship.id)
    return next((row for row in reversed(rows) if row.state == HELD), None)


def count_held(tx: Session, relationship: Relationship) -> int:
    """Give how many sessions were held; M8 and the second target go by it, not by the number."""
    return sum(row.state == HELD for row in sessions.of_relationship(tx, relationship.id))


def held(tx: Session, session: Meeting, person: Person, now: datetime) -> bool:
    """Keep that a person says they met; True when this makes the session count as held.

    Either one's yes is enough; after the other's no the mentee is asked, privately (M14).
    """
    return _told(tx, session, person, True, now)


def not_held(tx: Session, session: Meeting, person: Person, now: datetime) -> bool:
    """Keep that a person says they didn't meet; True when the session is now set down as not held.

    Never who it was (PRODUCT 2.4). The next session is then there to be booked.
    """
    return _told(tx, session, person, False, now)


def _told(tx: Session, session: Meeting, person: Person, met: bool, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, session.relationship_id, with_for_update=True)
    if people.is_mentee(relationship, person):
        session.mentee_met = met
    else:
        session.mentor_met = met
    if session.state == BOOKED:
        settle(tx, relationship, session, HELD if met else NOT_HELD, now)
        return True
    if session.state == (NOT_HELD if met else HELD):
        mentee, _ = people.pair(tx, relationship)
        about = {"session": session.id}
        prompts.plan(
            tx, "M14", mentee, session.id, now, now, relationship=relationship, about=about
        )
    return False


def settle(
    tx: Session, relationship: Relationship, session: Meeting, state: str, now: datetime
) -> None:
    """End a session as held, not held, unconfirmed or skipped; what asked about it is closed.

    Times still on offer for it go with it: one of them taken later would open it again.
    One that didn't happen opens the next at once; after a held one `next_cycle` does.
    """
    session.state, session.settled_at = state, now
    for slot in slots.waiting(tx, session):
        slot.state = slots.WITHDRAWN
    asked = (*BOOKING, *OFFERS, *ladders.QUIET, "M4", "M5")
    prompts.close(tx, asked, relationship, None, "passed", now)
    if state == NOT_HELD:
        uncount(tx, relationship, session, now)
    if state == HELD:
        for row in sessions.of_relationship(tx, relationship.id):
            row.cancelled_by_id = None
    if state in (NOT_HELD, SKIPPED):
        next_cycle(tx, relationship, session, now)


def uncount(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Set a session down as not held; two of them in a row ask both early (PRODUCT 2.4)."""
    session.state = NOT_HELD
    alarms.set_for(tx, "not_held", relationship, session.id, now)


def next_cycle(
    tx: Session, relationship: Relationship, from_session: Meeting, now: datetime
) -> Meeting | None:
    """Open the session after one that is over, or move its target when it is open already.

    The rhythm counts from the held date on the mentee's wall (PRODUCT 2.4). None when the round
    has no room for another, or has gone over into something without sessions.
    """
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    target_on = _next_target(tx, relationship, from_session, mentee, today)
    waits, later = timers.of(tx), current(tx, relationship)
    if target_on is None or relationship.state in NO_MORE:
        if later is not None and later.state == TO_BOOK:
            _let_go(tx, relationship, later, now)
            later = None
        return later
    again = from_session.state == NOT_HELD or from_session.cancelled_by_id is not None
    ask_on = max(
        target_on - timedelta(days=waits.book_first_days_before), today + timedelta(days=1)
    )
    if again:
        ask_on = windows.add_working_days(today, waits.rebook_working_days, people.hours(mentee))
    if later is None:
        return _open(tx, relationship, target_on, now, ask_on)
    if later.state == TO_BOOK:
        aim(tx, later, target_on, now)
    return later


def _next_target(
    tx: Session, relationship: Relationship, session: Meeting, mentee: Person, today: date
) -> date | None:
    """Give the target after a session, None when none is left inside the round (PRODUCT 2.8)."""
    waits, ends_on = timers.of(tx), relationship.ends_on or date.max
    soon = today + timedelta(days=waits.book_first_days_before)
    past = session.starts_at
    met_on = windows.local_day(past, mentee.zone) if past else max(session.target_on, today)
    kept = last_held(tx, relationship)
    if session.state == NOT_HELD or session.cancelled_by_id is not None:
        if kept is None or kept.starts_at is None:
            return rhythms.before_end(soon, ends_on, today)
        met_on = windows.local_day(kept.starts_at, mentee.zone)
    number = max(count_held(tx, relationship), 1)
    target_on = rhythms.next_target(
        met_on,
        number,
        ladders.rhythm_of(relationship),
        second_after_days=waits.second_session_days,
        sprint_every_days=waits.sprint_every_days,
    )
    if session.state in (HELD, UNCONFIRMED):
        return rhythms.in_round(target_on, ends_on, met_on, today, waits)
    return rhythms.before_end(max(target_on, soon), ends_on, today)


def _let_go(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Let a session be that nobody has booked and the round has no room for."""
    session.state, session.settled_at = SKIPPED, now
    prompts.close(tx, (*BOOKING, *OFFERS, *ladders.QUIET), relationship, None, "passed", now)


def aim(
    tx: Session,
    session: Meeting,
    target_on: date,
    now: datetime,
    ask_on: date | None = None,
) -> None:
    """Move the date to meet around; what asked for the old one closes and is asked anew.

    No later than the round's end; of one that has ended, the closing moves the end first.
    """
    relationship = tx.get_one(Relationship, session.relationship_id)
    mentee, _ = people.pair(tx, relationship)
    today, ends_on = windows.local_day(now, mentee.zone), relationship.ends_on or date.max
    last_on = ends_on if ends_on >= today else target_on
    on = rhythms.before_end(target_on, ends_on, today) or last_on
    session.target_on = _on_working_day(tx, relationship, on, now)
    prompts.close(tx, BOOKING, relationship, None, "pick_another_week", now)
    prompts.close(tx, ladders.QUIET, relationship, None, "passed", now)
    ladders.plan(tx, relationship, session, now, ask_on)


def retarget(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Let a changed rhythm move the target of a session still to be booked, never into the past.

    A round that ends sooner may have no room for it; one that ends later may have room again.
    """
    rows = sessions.of_relationship(tx, relationship.id)
    if rows and current(tx, relationship) is None and relationship.state in MEETING:
        next_cycle(tx, relationship, last_held(tx, relationship) or rows[-1], now)
        return
    if len(rows) < 2 or rows[-1].state != TO_BOOK or rows[-2].state not in (HELD, UNCONFIRMED):
        return
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    target_on = _next_target(tx, relationship, rows[-2], mentee, today)
    if target_on is None:
        _let_go(tx, relationship, rows[-1], now)
        return
    soon = today + timedelta(days=timers.of(tx).book_first_days_before)
    target_on = target_on if target_on >= today else soon
    if _on_working_day(tx, relationship, target_on, now) != rows[-1].target_on:
        aim(tx, rows[-1], target_on, now)


def last_of_round(tx: Session, relationship: Relationship, now: datetime) -> Meeting | None:
    """Give the session to look back in, opened a week before the end when none is on its way.

    None when the two have only now met, or the end is near.
    """
    open_ = current(tx, relationship)
    if open_ is not None or relationship.ends_on is None:
        return open_
    mentee, _ = people.pair(tx, relationship)
    today, kept = windows.local_day(now, mentee.zone), last_held(tx, relationship)
    at = kept.starts_at if kept else None
    met_on = windows.local_day(at, mentee.zone) if at else today - timedelta(days=365)
    over_on = relationship.ends_on + timedelta(days=1)
    soonest_on = today + rhythms.LAST_BEFORE_END
    on = rhythms.in_round(over_on, relationship.ends_on, met_on, soonest_on, timers.of(tx))
    return _open(tx, relationship, on, now, today + timedelta(days=1)) if on else None


def _open(
    tx: Session, relationship: Relationship, target_on: date, now: datetime, ask_on: date
) -> Meeting:
    rows = sessions.of_relationship(tx, relationship.id)
    session = Meeting(
        relationship_id=relationship.id,
        number=rows[-1].number + 1 if rows else 1,
        target_on=_on_working_day(tx, relationship, target_on, now),
        minutes=relationship.minutes,
    )
    tx.add(session)
    tx.flush()
    ladders.plan(tx, relationship, session, now, ask_on)
    return session


def _on_working_day(tx: Session, relationship: Relationship, on: date, now: datetime) -> date:
    """Give a target on a working day of the mentee's: the next one, in a round's last days before.

    As it is where neither is left inside the round.
    """
    mentee, _ = people.pair(tx, relationship)
    hours, today = people.hours(mentee), windows.local_day(now, mentee.zone)
    later_on = windows.add_working_days(on - windows.ONE_DAY, 1, hours)
    if relationship.ends_on is None or later_on <= max(relationship.ends_on, on):
        return later_on
    sooner_on = windows.add_working_days(on, -1, hours)
    return sooner_on if sooner_on >= today else on


def theirs(tx: Session, person: Person, session_id: str) -> tuple[Meeting, Relationship]:
    """Give a session and its relationship, locked until the end; Correctable for a stranger."""
    session = tx.get(Meeting, session_id)
    if session is None:
        raise Correctable(scripts.script("not_yours").text)
    relationship = people.theirs(tx, person, session.relationship_id)
    tx.refresh(relationship, with_for_update=True)
    tx.refresh(session)
    return session, relationship


def put_off(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Answer "next week": the same question a week on, unless it is planned by then anyway."""
    prompts.snooze(tx, prompt, now + timedelta(days=7), now)
    return Done("snoozed")
