"""Accounts: one that is switched off stops all dates at once; back in time, all goes on (2.4)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    bookings,
    breaks,
    choosing,
    endings,
    errands,
    invitations,
    ladders,
    lifecycle,
    people,
    prompts,
    sessions,
    setup,
    slots,
    timers,
    windows,
)
from bot.lifecycle import State
from bot.windows import Pace
from store import prompts as kept
from store import sessions as meetings
from store.alarms import Alarm
from store.people import Person
from store.prompts import DROPPED, PLANNED
from store.relationships import Relationship
from store.sessions import BOOKED, OFFERED, SKIPPED, TO_BOOK, Meeting

CHANGED, ENDS, YEARLY = "account_changed", "account_gone_ends", "carried_on_year"
TELLS = ("H10", "H10_contact")


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Stop or go on with a relationship, by what Slack says of its two accounts now."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    gone = [each for each in people.pair(tx, relationship) if each.deactivated_at is not None]
    if relationship.state == State.INVITED:
        if gone:
            invitations.lapse(tx, alarm, now)
    elif gone and relationship.state in choosing.LIVE:
        _stop(tx, relationship, gone[0], now)
    elif not gone and relationship.stopped_at is not None:
        in_time = timedelta(days=timers.of(tx).account_undo_days)
        if now - relationship.stopped_at <= in_time:
            go_on(tx, relationship, now)


def _stop(tx: Session, relationship: Relationship, gone: Person, now: datetime) -> None:
    """Let all that is planned wait, call off what is booked, and tell the one who remains."""
    if relationship.state == State.CARRIED_ON:
        _end_later(tx, relationship, now)
    if relationship.stopped_at is not None:
        return
    if relationship.state != State.PAUSED:
        lifecycle.move(relationship, State.PAUSED, now)
    relationship.stopped_at = now
    there = people.other(tx, relationship, gone)
    due = windows.next_morning(now, people.hours(there), Pace.SESSION)
    _stop_dates(tx, relationship, due, now)
    occasion = f"{relationship.id}:{now.isoformat()}"
    for kind in TELLS:
        prompts.plan(tx, kind, there, occasion, due, now, relationship=relationship)
    _end_later(tx, relationship, now)
    errands.refresh_home(tx, there, now)


def _end_later(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Let it end as a pause does that nobody comes back from (PRODUCT 2.3)."""
    waits = timers.of(tx)
    due = now + timedelta(days=waits.pause_days + waits.pause_answer_days)
    alarms.renew(tx, ENDS, relationship, relationship.id, due, now)


def _stop_dates(tx: Session, relationship: Relationship, due: datetime, now: datetime) -> None:
    asks = (*sessions.BOOKING, *bookings.ASKED, *bookings.OFFERS, *ladders.QUIET)
    prompts.close(tx, asks, relationship, None, "passed", now)
    session = sessions.current(tx, relationship)
    if session is None:
        return
    if session.state == OFFERED:
        session.state = TO_BOOK
    for slot in slots.waiting(tx, session):
        slot.state = slots.WITHDRAWN
    if session.state == BOOKED and session.starts_at is not None and session.starts_at > now:
        endings.call_off(tx, relationship, session, None, now, due)
        session.settled_at = now
        sessions.next_cycle(tx, relationship, session, now)


def go_on(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Go on where an account's end had stopped it; nobody is told, H10 says so where it stands."""
    prompts.close(tx, TELLS, relationship, None, "back", now)
    for told in kept.of_kinds(tx, relationship.id, TELLS[:1]):
        if told.outcome == "were_in_touch":
            prompts.reword(tx, told, "back", now)
    alarms.drop(tx, (ENDS, YEARLY), relationship, now)
    before = State(relationship.before or State.ACTIVE)
    stopped_at = relationship.stopped_at or now
    if relationship.state == State.CARRIED_ON:
        lifecycle.move(relationship, State.PAUSED, now)
        lifecycle.move(relationship, before, now)
    elif relationship.paused_at is None or relationship.paused_at >= stopped_at:
        lifecycle.move(relationship, before, now)
    relationship.stopped_at = relationship.carried_by_id = None
    for person in people.pair(tx, relationship):
        let_go(tx, relationship, person, now)
        errands.refresh_home(tx, person, now)
    if relationship.state == State.SETTING_UP:
        ends_at = max(setup.defaults_at(tx, relationship), now)
        occasion = f"{relationship.id}:{now.isoformat()}"
        alarms.set_for(tx, "setup_settles", relationship, occasion, ends_at)
    if relationship.state in sessions.MEETING:
        _aim(tx, relationship, stopped_at, now)


def _aim(tx: Session, relationship: Relationship, stopped_at: datetime, now: datetime) -> None:
    """Ask for a date two weeks off or more; at two weeks for a session that was called off."""
    rows = meetings.of_relationship(tx, relationship.id)
    lost = [row for row in rows if row.state == SKIPPED and row.settled_at == stopped_at]
    for row in lost:
        _say_off(tx, relationship, row, now)
    session = sessions.current(tx, relationship)
    if session is None or session.state != TO_BOOK:
        return
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    soon = today + timedelta(days=timers.of(tx).book_first_days_before)
    sessions.aim(tx, session, soon if lost else max(session.target_on, soon), now)


def _say_off(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Tell whoever was away of a session called off meanwhile that they still count on."""
    if session.starts_at is None or session.starts_at <= now:
        return
    for prompt in kept.of_kinds(tx, relationship.id, endings.OFF_KINDS):
        if prompt.state == DROPPED and prompt.about["session"] == session.id:
            person = tx.get_one(Person, prompt.person_id)
            prompt.state, prompt.due_at = PLANNED, prompts.window(person, prompt.kind, now)


def let_go(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """Let what was held back for one of two people be due; its reason is checked once more."""
    for prompt in kept.of_relationship(tx, relationship.id, (PLANNED,)):
        if prompt.person_id == person.id:
            breaks.free(prompt, person, now)


def ring_end(tx: Session, alarm: Alarm, now: datetime) -> None:
    """End what stood still for as long as a pause may, and tell who remains once."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    pair = people.pair(tx, relationship)
    carrier = relationship.carried_by_id
    waits = relationship.state == State.PAUSED and relationship.stopped_at is not None
    left = [each.id for each in pair if each.deactivated_at is not None]
    if not waits and not (relationship.state == State.CARRIED_ON and carrier in left):
        return
    endings.end(tx, relationship, now)
    for person in pair:
        if person.deactivated_at is None:
            occasion = f"{relationship.id}:{now.isoformat()}"
            prompts.plan(
                tx, "account_gone_ended", person, occasion, now, now, relationship=relationship
            )


ALARMS = {CHANGED: ring, ENDS: ring_end}
