"""Reopenings: two people who ended may begin anew within a year, when both want it (2.3)."""

from collections.abc import Mapping
from datetime import datetime, time

from sqlmodel import Session

from bot import (
    alarms,
    dates,
    errands,
    fresh_starts,
    people,
    prompts,
    rhythms,
    scripts,
    timers,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Kind
from bot.lifecycle import State
from bot.replies import Done, Reply, Shows
from bot.views import reopenings as views
from store import prompts as kept
from store import relationships
from store.alarms import Alarm
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship

ASKED, LAPSES = "reopen", "reopening_lapses"
OVER = (State.ENDED, State.CARRIED_ON)


def between(tx: Session, one: Person, other: Person, now: datetime) -> Relationship | None:
    """Give what two people may open again, the last that ended; None when there is nothing."""
    if one.id == other.id or other.takes_break:
        return None
    rows = [
        row
        for row in relationships.of_person(tx, one.id, OVER)
        if other.id in (row.mentee_id, row.mentor_id) and may(tx, row, now)
    ]
    return rows[-1] if rows else None


def may(tx: Session, relationship: Relationship, now: datetime) -> bool:
    """Say whether both are there, it ended in the last 12 months, and nothing else has begun."""
    mentee, mentor = people.pair(tx, relationship)
    if mentee.deactivated_at is not None or mentor.deactivated_at is not None:
        return False
    if relationship.state == State.CARRIED_ON:
        return True
    if relationship.state != State.ENDED or relationship.ended_at is None:
        return False
    if relationships.open_between(tx, mentee.id, mentor.id) is not None:
        return False
    return is_recent(relationship, mentee, now, timers.of(tx).reopen_months)


def is_recent(relationship: Relationship, mentee: Person, now: datetime, months: int) -> bool:
    """Say whether one that ended did so within so many months, by the mentee's calendar."""
    ended_on = windows.local_day(relationship.ended_at or now, mentee.zone)
    return windows.local_day(now, mentee.zone) <= rhythms.add_months(ended_on, months)


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show what asking means, with the record of what was; nobody is asked by it."""
    relationship = _open_again(tx, person, row_id, now)
    entry = "reopen_asked" if _has_asked(tx, relationship, person) else "reopen_ask"
    words = {**people.names(tx, relationship, person), "date": _ended(relationship, person, now)}
    return Shows(views.page(entry, relationship.id, words))


def _ended(relationship: Relationship, person: Person, now: datetime) -> str:
    on = windows.local_day(relationship.ended_at or now, person.zone)
    return dates.full(on, person.locale)


def _open_again(tx: Session, person: Person, row_id: str | None, now: datetime) -> Relationship:
    relationship = people.theirs(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    if not may(tx, relationship, now):
        raise Correctable(scripts.script("gone").text)
    return relationship


def _has_asked(tx: Session, relationship: Relationship, person: Person) -> bool:
    return people.chosen(tx, relationship, person.id, ASKED) in ("yes", "asked")


def ask(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Ask the other privately, once; whoever asks back says the second yes by it."""
    relationship = _open_again(tx, person, row_id, now)
    names = people.names(tx, relationship, person)
    other = people.other(tx, relationship, person)
    if people.chosen(tx, relationship, other.id, ASKED) == "yes":
        _agree(tx, relationship, person, now)
        return Shows(views.said("reopened", names), instead=True)
    if _has_asked(tx, relationship, person):
        return Shows(views.said("reopen_asked", names), instead=True)
    people.chose(tx, relationship, person.id, ASKED, "yes", now)
    _ask_other(tx, relationship, other, now)
    return Shows(views.said("reopen_sent", names), instead=True)


def _ask_other(tx: Session, relationship: Relationship, other: Person, now: datetime) -> None:
    """Ask in their window, remind once, and let it lapse as an invitation does (2.5)."""
    waits, hours = timers.of(tx), people.hours(other)
    today = windows.local_day(now, other.zone)
    reminded_on = windows.add_working_days(today, waits.request_reminder_working_days, hours)
    lapses_on = windows.add_working_days(today, waits.request_lapse_working_days, hours)
    lapses_at = windows.at_local(lapses_on, time(17), other.zone)
    occasion = f"{relationship.id}:{now.isoformat()}"
    reminded_at = windows.at_local(reminded_on, time(9), other.zone)
    for each, due in ((occasion, now), (f"{occasion}:reminder", reminded_at)):
        prompts.plan(
            tx, ASKED, other, each, due, now, relationship=relationship, expires_at=lapses_at
        )
    alarms.set_for(tx, LAPSES, relationship, occasion, lapses_at)


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    other = people.other(tx, relationship, person)
    answered = people.chosen(tx, relationship, person.id, ASKED)
    waits = people.chosen(tx, relationship, other.id, ASKED) == "yes"
    return may(tx, relationship, now) and waits and answered != "no"


def say_yes(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Begin anew: the other has said yes by asking."""
    person = tx.get_one(Person, prompt.person_id)
    tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    if not _still_asked(tx, prompt, now):
        return Done("expired")
    relationship = _open_again(tx, person, prompt.relationship_id, now)
    prompts.answer(tx, prompt, "both", now)
    _agree(tx, relationship, person, now)
    return Done("both")


def say_no(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep a no; who asked is told when silence would have told it, and hears no more."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    person = tx.get_one(Person, prompt.person_id)
    if not _still_asked(tx, prompt, now):
        return Done("expired")
    people.chose(tx, relationship, person.id, ASKED, "no", now)
    prompts.close(tx, (ASKED,), relationship, person, "no_thank_you", now)
    return Done("no_thank_you")


def _agree(tx: Session, relationship: Relationship, second: Person, now: datetime) -> None:
    prompts.close(tx, (ASKED,), relationship, None, "both", now)
    fresh_starts.begin(tx, relationship, second, ASKED, now)


def lapse(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let a question be that found no second yes; a no and silence look the same."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    for person in people.pair(tx, relationship):
        if people.chosen(tx, relationship, person.id, ASKED) != "yes":
            continue
        people.chose(tx, relationship, person.id, ASKED, "asked", now)
        occasion = f"{relationship.id}:{now.isoformat()}"
        prompts.plan(tx, "not_reopened", person, occasion, now, now, relationship=relationship)
        errands.refresh_home(tx, person, now)
    for prompt in kept.of_kinds(tx, relationship.id, (ASKED,)):
        if prompt.state == SENT:
            prompts.expire(tx, prompt, now)


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return {"date": _ended(relationship, tx.get_one(Person, prompt.person_id), now)}


KINDS = {ASKED: Kind(guard=_still_asked, taps={"yes": say_yes, "no_thank_you": say_no})}
ACTS = {"reopen": show, "reopen_ask": ask}
ALARMS = {LAPSES: lapse}
