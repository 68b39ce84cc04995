"""Quiet spells: past the target both are asked what fits, then told of a pause (H1, H2; 2.4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import (
    bookings,
    bookings_made,
    dates,
    ladders,
    leaving,
    notices,
    pauses,
    people,
    prompts,
    sessions,
    spells_ended,
    windows,
)
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply
from store import prompts as kept
from store.alarms import Alarm
from store.people import Person
from store.prompts import PLANNED, Prompt
from store.relationships import Relationship
from store.sessions import HELD, NOT_HELD, OFFERED, TO_BOOK, Meeting, of_relationship

QUIET_IN = ("setting_up", "active")
RESTING = ("paused", "closing")
FRESH = timedelta(days=14)
WEEK = timedelta(days=7)


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Take the quiet step that is due, when it is still quiet between the two."""
    session_id, kind, _ = alarm.occasion.split(":", 2)
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    session = tx.get_one(Meeting, session_id)
    if session.state not in (TO_BOOK, OFFERED):
        return
    today = _today(tx, relationship, now)
    if relationship.state in RESTING:
        prompts.close(tx, ladders.QUIET, relationship, None, "passed", now)
    if relationship.state in RESTING or _offered_lately(tx, relationship, session, now):
        ladders.await_step(tx, relationship, session, kind, today + WEEK, now)
    elif relationship.state in QUIET_IN:
        _step(tx, relationship, session, kind, today, now)


def _step(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    kind: str,
    today: date,
    now: datetime,
) -> None:
    table = ladders.quiet_steps(tx, relationship, session.target_on)
    at = [step.kind for step in table].index(kind) if kind in {s.kind for s in table} else 0
    step = table[at]
    unannounced = step.kind == ladders.PAUSED and not kept.waiting(tx, "H2", relationship.id)
    if unannounced or (at and _wants_to_book(tx, relationship, session)):
        spells_ended.aim_anew(tx, relationship, session, now)
    elif step.kind == ladders.ORDINARY:
        spells_ended.end_sprint(tx, relationship, now)
    elif step.kind == ladders.PAUSED:
        days = step.days - table[at - 1].days
        if notices.in_time(tx, "H2", relationship, days, now):
            pauses.rest(tx, relationship, now)
        else:
            later = today + timedelta(days=days)
            notices.move(tx, "H2", relationship, later, now)
            ladders.await_step(tx, relationship, session, step.kind, later, now)
    else:
        # The question gives way to the notice, which comes before any pause.
        prompts.close(tx, ("H1",), relationship, None, "expired", now)
        following = table[at + 1]
        on = today + timedelta(days=following.days - step.days)
        _ask_both(tx, relationship, session, step.kind, on, now)
        ladders.await_step(tx, relationship, session, following.kind, on, now)


def _ask_both(
    tx: Session, relationship: Relationship, session: Meeting, kind: str, on: date, now: datetime
) -> None:
    occasion = ladders.of_target(session)
    for person in people.pair(tx, relationship):
        ladders.ask(tx, kind, person, occasion, relationship, session, now, now)
        row = kept.find(tx, kind, person.id, occasion)
        if row is not None:
            row.about = {**row.about, "target": str(session.target_on), "on": on.isoformat()}


def _today(tx: Session, relationship: Relationship, now: datetime) -> date:
    mentee, _ = people.pair(tx, relationship)
    return windows.local_day(now, mentee.zone)


def _offered_lately(
    tx: Session, relationship: Relationship, session: Meeting, now: datetime
) -> bool:
    """Say whether times wait for an answer that may well come: it isn't quiet then."""
    rows = kept.waiting(tx, sessions.OFFERS, relationship.id)
    return session.state == OFFERED and any(now - row.planned_at < FRESH for row in rows)


def _wants_to_book(tx: Session, relationship: Relationship, session: Meeting) -> bool:
    """Say whether one of them answered that they'd book: no silence, so no pause."""
    rows = kept.of_kinds(tx, relationship.id, ladders.QUIET)
    return any(
        row.outcome == "book_time" and row.occasion == ladders.of_target(session) for row in rows
    )


def not_held(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask both early when two sessions in a row didn't happen (PRODUCT 2.4)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    session = sessions.current(tx, relationship)
    if session is None or relationship.state not in QUIET_IN:
        return
    count = _not_held_in_a_row(tx, relationship)
    if count == 0 or count % 2:
        return
    for person in people.pair(tx, relationship):
        prompts.plan(
            tx,
            "H1",
            person,
            f"{alarm.occasion}:not_held",
            now,
            now,
            relationship=relationship,
            about={"session": session.id, "not_held": True},
        )


def _not_held_in_a_row(tx: Session, relationship: Relationship) -> int:
    """Count back over the sessions that were to be: called off ones and unconfirmed are neither."""
    count = 0
    for row in reversed(of_relationship(tx, relationship.id)):
        if row.state == HELD:
            break
        count += row.state == NOT_HELD
    return count


def stand_still(tx: Session, relationship: Relationship, days: int, now: datetime) -> None:
    """Let so many days not count, since one of the two is away; fewer than none counts them."""
    if days == 0:
        return
    by = timedelta(days=days)
    for alarm in ladders.waiting_spell(tx, relationship):
        alarm.due_at += by
    for row in kept.waiting(tx, ("M3",), relationship.id):
        if row.state == PLANNED:
            person = tx.get_one(Person, row.person_id)
            row.due_at = prompts.window(person, row.kind, max(row.due_at + by, now))
    for row in kept.waiting(tx, ("H2",), relationship.id):
        notices.move(tx, "H2", relationship, notices.date_of(row) + by, now)
        break


def days_off(tx: Session, relationship: Relationship, now: datetime) -> int:
    """Give how many days past the target don't count from now on, because one of them is away."""
    session = sessions.current(tx, relationship)
    if session is None:
        return 0
    begins = max(session.target_on, _today(tx, relationship, now))
    return max((ladders.back_on(tx, relationship, now) - begins).days, 0)


def _still_quiet(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    session = bookings.meeting_of(tx, prompt)
    unbooked = session.state in (TO_BOOK, OFFERED)
    if relationship.state not in QUIET_IN or not unbooked:
        return False
    if _offered_lately(tx, relationship, session, now):
        return False
    if prompt.about.get("not_held"):
        return _not_held_in_a_row(tx, relationship) > 1
    return bool(prompt.about["target"] == str(session.target_on))


def _answered_by(tx: Session, prompt: Prompt) -> tuple[Person, Relationship]:
    """Give who taps, and the relationship, locked: two answers meet here."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    return tx.get_one(Person, prompt.person_id), relationship


def _book(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open booking; the other is still free to choose something gentler."""
    person, relationship = _answered_by(tx, prompt)
    prompts.answer(tx, prompt, "book_time", now)
    return bookings_made.open_booking(tx, person, relationship, now)


def _book_after_all(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Take back the pause that was announced, for both, and open booking."""
    person, relationship = _answered_by(tx, prompt)
    prompts.answer(tx, prompt, "book_time", now)
    if relationship.state in QUIET_IN:
        session = bookings.meeting_of(tx, prompt)
        prompts.close(tx, ladders.QUIET, relationship, None, "book_time", now)
        if session.state == TO_BOOK:
            spells_ended.aim_anew(tx, relationship, session, now)
    return bookings_made.open_booking(tx, person, relationship, now)


def _less_often(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    person, relationship = _answered_by(tx, prompt)
    if relationship.state not in QUIET_IN:
        return Done("passed")
    lightened = spells_ended.lighten(tx, relationship, person, now)
    return Done("meet_less_often" if lightened else "passed")


def _pause(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("pause", str(prompt.relationship_id))


def _pause_is_fine(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    person, relationship = _answered_by(tx, prompt)
    if relationship.state not in QUIET_IN:
        return Done("passed")
    prompts.answer(tx, prompt, "pause_is_fine", now)
    pauses.rest(tx, relationship, now, person)
    return Done("pause_is_fine")


def wrap_up(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Bring it to a close for the one who taps; the other hears by the next working day (H9)."""
    person, relationship = _answered_by(tx, prompt)
    prompts.answer(tx, prompt, "wrap_it_up", now)
    leaving.wrap_up(tx, relationship, person, now)
    return Done("wrap_it_up")


def _shown(tx: Session, prompt: Prompt) -> Sequence[str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    lighter = spells_ended.lighter(tx, relationship, prompt.planned_at) is not None
    less_often = ("meet_less_often",) if lighter else ()
    return ("book_time", *less_often, "pause_us", "wrap_it_up")


def _date(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    """Give the day of the pause that comes, or the day until which the one that came lasts."""
    said = prompt.about.get("until") or prompt.about.get("on")
    locale = tx.get_one(Person, prompt.person_id).locale
    return {"date": dates.full(date.fromisoformat(said), locale) if said else ""}


KINDS = {
    "H1": Kind(
        guard=_still_quiet,
        words=_date,
        only=_shown,
        taps={
            "book_time": _book,
            "meet_less_often": _less_often,
            "pause_us": _pause,
            "wrap_it_up": wrap_up,
        },
    ),
    "H2": Kind(
        guard=_still_quiet,
        words=_date,
        taps={"book_time": _book_after_all, "pause_is_fine": _pause_is_fine},
    ),
}
ALARMS = {ladders.SPELL: ring, "not_held": not_held}
