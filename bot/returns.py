"""Returns: a break's end is asked about (H4), once more 90 days later, then it closes (2.3)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    bookings_made,
    choosing,
    dates,
    endings,
    leaving,
    notices,
    pauses,
    people,
    prompts,
    reopenings,
    rhythm_changes,
    rhythms,
    timers,
    windows,
)
from bot.kinds import Kind, Tap
from bot.replies import Done, Reply
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt, waiting
from store.relationships import Relationship


def _back_to(outcome: str, verb: choosing.Verb) -> Tap:
    """Give the tap that ends the break and goes on with a verb."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        person, relationship = _asked(tx, prompt)
        prompts.answer(tx, prompt, outcome, now)
        pauses.resume(tx, relationship, person, now)
        return verb(tx, person, relationship, now)

    return tap


def _asked(tx: Session, prompt: Prompt) -> tuple[Person, Relationship]:
    person = tx.get_one(Person, prompt.person_id)
    return person, pauses.theirs(tx, person, str(prompt.relationship_id))


def _stay(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask again in 90 days; the other's question stays open, unless it was to be the last."""
    person, relationship = _asked(tx, prompt)
    if relationship.state != "paused":
        return Done("passed")
    today = windows.local_day(now, person.zone)
    later = today + timedelta(days=timers.of(tx).pause_days)
    until_on = max(relationship.paused_until_on or later, later)
    pauses.last_until(tx, relationship, until_on, now, chosen=True)
    for row in _last_asked(tx, relationship, prompt):
        row.about = {**row.about, "stays": until_on.isoformat()}
    prompts.close(tx, ("H4_last",), relationship, None, "stay_paused", now)
    return Done("stay_paused")


def _last_asked(tx: Session, relationship: Relationship, tapped: Prompt) -> list[Prompt]:
    others = waiting(tx, "H4_last", relationship.id)
    return [tapped, *(row for row in others if row.id != tapped.id)]


def _wrap_up(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Bring it to a close for the one who taps; the other hears by the next working day (H9)."""
    person, relationship = _asked(tx, prompt)
    prompts.answer(tx, prompt, "wrap_it_up", now)
    leaving.wrap_up(tx, relationship, person, now)
    return Done("wrap_it_up")


def ask_last(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask both once more, and say when it comes to a close unless one of them speaks up."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if relationship.state != "paused" or relationship.stopped_at is not None:
        return
    on = _close_on(tx, relationship, now)
    prompts.close(tx, ("H4",), relationship, None, "passed", now)
    occasion = f"{relationship.id}:{now.isoformat()}"
    about = {"until": str(relationship.paused_until_on)}
    notices.give(tx, "H4_last", relationship, occasion, on, about, now)
    _set_close(tx, relationship, on, now)


def _close_on(tx: Session, relationship: Relationship, now: datetime) -> date:
    mentee, _ = people.pair(tx, relationship)
    days = timers.of(tx).pause_answer_days
    return windows.local_day(now, mentee.zone) + timedelta(days=days)


def _set_close(tx: Session, relationship: Relationship, on: date, now: datetime) -> None:
    mentee, _ = people.pair(tx, relationship)
    due = windows.at_local(on, time(0), mentee.zone)
    alarms.renew(tx, pauses.OVER, relationship, relationship.id, due, now)


def close(tx: Session, alarm: Alarm, now: datetime) -> None:
    """End a break that nobody came back from, and tell both kindly; it can be opened again."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if relationship.state != "paused" or relationship.stopped_at is not None:
        return
    if not notices.in_time(tx, "H4_last", relationship, timers.of(tx).pause_answer_days, now):
        later = _close_on(tx, relationship, now)
        notices.move(tx, "H4_last", relationship, later, now)
        _set_close(tx, relationship, later, now)
        return
    endings.end(tx, relationship, now)
    for person in people.pair(tx, relationship):
        occasion = f"{relationship.id}:{now.isoformat()}"
        prompts.plan(tx, "break_over", person, occasion, now, now, relationship=relationship)


def _date(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    """Give the day a break was to close or end on, and the day it goes on until now."""
    about, locale = prompt.about, tx.get_one(Person, prompt.person_id).locale
    stays = about.get("stays") or about["until"]
    on = about.get("on") or stays
    named = {"date": on, "when": stays}
    return {name: dates.full(date.fromisoformat(day), locale) for name, day in named.items()}


def _ended(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state == "ended"


def _until(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    """Give the day until which what has ended may be opened again."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    ended_on = windows.local_day(relationship.ended_at or prompt.planned_at, person.zone)
    on = rhythms.add_months(ended_on, timers.of(tx).reopen_months)
    return {"date": dates.full(on, person.locale)}


def _pick_up_again(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    person = tx.get_one(Person, prompt.person_id)
    return reopenings.show(tx, person, str(prompt.relationship_id), now)


def _done(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("done")


TAPS = {
    "book_time": _back_to("book_time", bookings_made.open_booking),
    "change_rhythm": _back_to("change_rhythm", rhythm_changes.open_form),
    "stay_paused": _stay,
    "wrap_it_up": _wrap_up,
}
KINDS = {
    **dict.fromkeys(pauses.ASKED_BACK, Kind(guard=pauses.still_paused, words=_date, taps=TAPS)),
    "break_over": Kind(
        guard=_ended, words=_until, taps={"pick_up_again": _pick_up_again, "done": _done}
    ),
}
ALARMS = {pauses.LAST_ASK: ask_last, pauses.OVER: close}
