"""Sessions: their cycle from a target date to held, and on to the next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import people, prompts, rhythms, scripts, timers, windows
from bot.errors import Correctable
from bot.replies import Done, Reply
from bot.rhythms import Every, Rhythm
from store import sessions
from store.people import Person
from store.prompts import DROPPED, PLANNED, Prompt
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

OPEN = (TO_BOOK, OFFERED, BOOKED)
SETTLED = (HELD, NOT_HELD, UNCONFIRMED, SKIPPED)
BOOKING = ("M1", "M2", "M3", "M1_not_this_time")


@dataclass(frozen=True, slots=True)
class Step:
    """One prompt of the booking ladder, so many days after the target date (before: negative)."""

    kind: str
    days: int


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

    One that didn't happen opens the next at once; after a held one `next_cycle` does.
    """
    session.state, session.settled_at = state, now
    prompts.close(tx, (*BOOKING, "M4", "M5"), relationship, None, "passed", now)
    if state == HELD:
        for row in sessions.of_relationship(tx, relationship.id):
            row.cancelled_by_id = None
    if state in (NOT_HELD, SKIPPED):
        next_cycle(tx, relationship, session, now)


def next_cycle(
    tx: Session, relationship: Relationship, from_session: Meeting, now: datetime
) -> Meeting:
    """Open the session after one that is over, or move its target when it is open already.

    The rhythm counts from the held date on the mentee's wall (PRODUCT 2.4).
    """
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    target_on = _next_target(tx, relationship, from_session, mentee, today)
    waits = timers.of(tx)
    again = from_session.state == NOT_HELD or from_session.cancelled_by_id is not None
    days = waits.rebook_working_days if again else 0
    ask_from = windows.add_working_days(today, days, people.hours(mentee))
    later = current(tx, relationship)
    if later is None:
        return _open(tx, relationship, target_on, now, max(ask_from, today + timedelta(days=1)))
    if later.state == TO_BOOK:
        aim(tx, later, target_on, now)
    return later


def _next_target(
    tx: Session, relationship: Relationship, session: Meeting, mentee: Person, today: date
) -> date:
    waits = timers.of(tx)
    soon = today + timedelta(days=waits.book_first_days_before)
    past = session.starts_at
    met_on = windows.local_day(past, mentee.zone) if past else max(session.target_on, today)
    kept = last_held(tx, relationship)
    if session.state == NOT_HELD or session.cancelled_by_id is not None:
        if kept is None or kept.starts_at is None:
            return soon
        met_on = windows.local_day(kept.starts_at, mentee.zone)
    number = max(count_held(tx, relationship), 1)
    target_on = rhythms.next_target(
        met_on,
        number,
        rhythm_of(relationship),
        second_after_days=waits.second_session_days,
        sprint_every_days=waits.sprint_every_days,
    )
    return target_on if session.state in (HELD, UNCONFIRMED) else max(target_on, soon)


def rhythm_of(relationship: Relationship) -> Rhythm:
    """Give the rhythm two people have agreed on, or the usual one that stands in for it."""
    ends_on = relationship.ends_on or date.max
    return Rhythm(
        Every(relationship.every), relationship.minutes, ends_on, relationship.sprint_until_on
    )


def aim(tx: Session, session: Meeting, target_on: date, now: datetime) -> None:
    """Move the date to meet around; what asked for the old one closes and is asked anew."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    session.target_on = target_on
    prompts.close(tx, BOOKING, relationship, None, "pick_another_week", now)
    plan_booking_prompts(tx, relationship, session, now)


def retarget(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Let a changed rhythm move the target of a session still to be booked, never into the past."""
    rows = sessions.of_relationship(tx, relationship.id)
    if len(rows) < 2 or rows[-1].state != TO_BOOK or rows[-2].state not in (HELD, UNCONFIRMED):
        return
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    target_on = _next_target(tx, relationship, rows[-2], mentee, today)
    soon = today + timedelta(days=timers.of(tx).book_first_days_before)
    target_on = target_on if target_on >= today else soon
    if target_on != rows[-1].target_on:
        aim(tx, rows[-1], target_on, now)


def _open(
    tx: Session, relationship: Relationship, target_on: date, now: datetime, ask_from: date
) -> Meeting:
    rows = sessions.of_relationship(tx, relationship.id)
    session = Meeting(
        relationship_id=relationship.id,
        number=rows[-1].number + 1 if rows else 1,
        target_on=target_on,
        minutes=relationship.minutes,
    )
    tx.add(session)
    tx.flush()
    plan_booking_prompts(tx, relationship, session, now, ask_from)
    return session


def ladder(tx: Session, relationship: Relationship, target_on: date) -> tuple[Step, ...]:
    """Give the steps around a target date, in order (PRODUCT 2.4); the quiet ladder goes on here.

    M1 and M2 go to the mentee; M3 to the mentor, once in the time between two held sessions.
    """
    waits, rhythm = timers.of(tx), rhythm_of(relationship)
    sprint = rhythm.sprint_until_on is not None and target_on <= rhythm.sprint_until_on
    past = rhythms.past_target_ladder(rhythm.every, sprint, waits)
    return (
        Step("M1", -waits.book_first_days_before),
        Step("M2", -waits.book_again_days_before),
        Step("M2", past.m2 - waits.book_last_days_before),
        Step("M3", past.m3),
    )


def plan_booking_prompts(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    now: datetime,
    ask_from: date | None = None,
    *,
    after_first: bool = False,
) -> None:
    """Plan what asks for a date, none before `ask_from`; steps the first one overtakes are left.

    `after_first`: without M1, which is on its way already.
    """
    mentee, mentor = people.pair(tx, relationship)
    first_on = ask_from or windows.local_day(now, mentee.zone)
    steps = ladder(tx, relationship, session.target_on)
    asked_on = max(session.target_on + timedelta(days=steps[0].days), first_on)
    for step in steps:
        on = session.target_on + timedelta(days=step.days)
        if step.kind == "M1" and after_first:
            continue
        if step.kind == "M1":
            on = asked_on
        elif on <= asked_on:
            continue
        due = windows.at_local(on, time(0), mentee.zone)
        if step.kind == "M3":
            kept = last_held(tx, relationship)
            occasion = f"{relationship.id}:{kept.number if kept else 0}"
            _ask(tx, step.kind, mentor, occasion, relationship, session, due, now)
        else:
            occasion = f"{session.id}:{session.target_on}:{step.days}"
            _ask(tx, step.kind, mentee, occasion, relationship, session, due, now)


def _ask(
    tx: Session,
    kind: str,
    person: Person,
    occasion: str,
    relationship: Relationship,
    session: Meeting,
    due: datetime,
    now: datetime,
) -> None:
    """Plan one step; one that was let go unsaid is taken up again, a sent one is not repeated."""
    about = {"session": session.id}
    prompt: Prompt = prompts.plan(
        tx, kind, person, occasion, due, now, relationship=relationship, about=about
    )
    if prompt.sent_at is None and prompt.state in (PLANNED, DROPPED):
        prompt.state, prompt.outcome = PLANNED, None
        prompt.about = {**prompt.about, **about}
        prompt.due_at = prompts.window(person, kind, max(due, now))


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
