"""Restarts: two people who keep in touch begin another round when both say yes (PRODUCT 2.3)."""

from datetime import datetime, time

from sqlmodel import Session

from bot import (
    alarms,
    choosing,
    courses,
    in_touch,
    lifecycle,
    new_rounds,
    people,
    prompts,
    scripts,
    timers,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Kind
from bot.lifecycle import State
from bot.replies import Done, Reply, Says
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED = "restart"


def topic(tx: Session, relationship: Relationship, now: datetime) -> str:
    """Give the topic of a yes; it stands for one half-year, in which the other is asked once."""
    mentee, _ = people.pair(tx, relationship)
    today, nth = windows.local_day(now, mentee.zone), 1
    while in_touch.hello_on(tx, relationship, nth) <= today:
        nth += 1
    return f"{ASKED}:{relationship.round}:{nth}"


def wish(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Keep a yes and ask the other; the second of two begins the round. Answers look the same."""
    relationship = _theirs(tx, person, relationship.id)
    other = people.other(tx, relationship, person)
    if _agree(tx, relationship, person, now):
        return Says(_said("started_again", tx, relationship, person))
    _ask(tx, relationship, other, now)
    return Says(_said("start_again_asked", tx, relationship, person))


def _said(entry: str, tx: Session, relationship: Relationship, person: Person) -> str:
    return scripts.fill(scripts.script(entry).text, people.names(tx, relationship, person))


def _theirs(tx: Session, person: Person, row_id: str | None) -> Relationship:
    """Give a relationship that is kept in touch, locked; Correctable for any other."""
    relationship = people.theirs(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    other = people.other(tx, relationship, person)
    if relationship.state != State.IN_TOUCH:
        raise Correctable(scripts.script("gone").text)
    if other.deactivated_at is not None:
        raise Correctable(scripts.error("deactivated", other=people.name(other)))
    return relationship


def _agree(tx: Session, relationship: Relationship, person: Person, now: datetime) -> bool:
    """Keep a yes; True when it was the second, which begins the next round."""
    about = topic(tx, relationship, now)
    people.chose(tx, relationship, person.id, about, "yes", now)
    tx.flush()
    other = people.other(tx, relationship, person)
    if people.chosen(tx, relationship, other.id, about) != "yes":
        return False
    asked = (ASKED, in_touch.HELLO, in_touch.STOP)
    prompts.close(tx, (ASKED,), relationship, None, "both", now)
    prompts.close(tx, asked, relationship, None, "passed", now)
    alarms.drop(tx, (in_touch.HELLO_DUE, in_touch.SILENT), relationship, now)
    lifecycle.move(relationship, State.ACTIVE, now)
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    new_rounds.start(tx, relationship, today, today, now)
    return True


def _ask(tx: Session, relationship: Relationship, other: Person, now: datetime) -> None:
    """Ask the other once, and once more, as about a new pair (PRODUCT 2.5)."""
    waits, hours = timers.of(tx), people.hours(other)
    today, occasion = windows.local_day(now, other.zone), _occasion(tx, relationship, now)
    again_on = windows.add_working_days(today, waits.request_reminder_working_days, hours)
    last_on = windows.add_working_days(today, waits.request_lapse_working_days, hours)
    for name, due in (
        (occasion, now),
        (f"{occasion}:reminder", windows.at_local(again_on, time(9), other.zone)),
    ):
        prompts.plan(
            tx,
            ASKED,
            other,
            name,
            due,
            now,
            relationship=relationship,
            about={"topic": topic(tx, relationship, now)},
            expires_at=windows.at_local(last_on, time(17), other.zone),
        )


def _occasion(tx: Session, relationship: Relationship, now: datetime) -> str:
    return f"{courses.of_round(relationship)}:{topic(tx, relationship, now)}"


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    said = people.chosen(tx, relationship, prompt.person_id, prompt.about["topic"])
    return relationship.state == State.IN_TOUCH and said is None


def _yes(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    person = tx.get_one(Person, prompt.person_id)
    if relationship.state != State.IN_TOUCH:
        return Done("expired")
    prompts.answer(tx, prompt, "both", now)
    return Done("both" if _agree(tx, relationship, person, now) else "yes")


def _not_now(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep a no, which nobody is told of; their own yes from Home is still there to say."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    if relationship.state != State.IN_TOUCH:
        return Done("expired")
    people.chose(tx, relationship, person.id, prompt.about["topic"], "no", now)
    prompts.close(tx, (ASKED,), relationship, person, "not_now", now)
    return Done("not_now")


KINDS = {ASKED: Kind(guard=_still_asked, taps={"yes_start_again": _yes, "not_now": _not_now})}
ACTS = {"start_again": choosing.by_act(wish)}
