"""Invitations: one of two people names the pair, and it begins when both have said yes (A7)."""

from datetime import datetime, time

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot import alarms, people, prompts, scripts, sessions, setup, timers, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says
from store import relationships
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship, pair_key


def invite(tx: Session, person: Person, other: Person | None, now: datetime) -> Reply:
    """Open the form that names a pair, for `/mentor @person`; a sentence when it can't be."""
    if other is None:
        return Says(scripts.script("help").text)
    try:
        _check(tx, person, other)
    except Correctable as wrong:
        return Says(wrong.sentence)
    return Opens("pair", other.id)


def _check(tx: Session, person: Person, other: Person) -> None:
    """Raise Correctable when these two can't be a pair."""
    params = {"name": people.name(other), "other": people.name(other)}
    if other.id == person.id:
        raise Correctable(scripts.error("self", **params))
    if other.is_bot:
        raise Correctable(scripts.error("bot", **params))
    if other.deactivated_at is not None:
        raise Correctable(scripts.error("deactivated", **params))
    if relationships.open_between(tx, person.id, other.id) is not None:
        raise Correctable(scripts.error("already_paired", **params))


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    other = tx.get(Person, row_id)
    if other is None or other.workspace_id != person.workspace_id:
        raise Correctable(scripts.script("not_yours").text)
    return Page(params={"other": people.name(other), "name": people.name(other)})


def ask(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Ask the other person too; whoever names the pair has said yes by it."""
    other = tx.get_one(Person, row_id)
    _check(tx, person, other)
    mentee, mentor = (person, other) if answers["role"] == "mentee" else (other, person)
    relationship = Relationship(
        workspace_id=person.workspace_id,
        mentee_id=mentee.id,
        mentor_id=mentor.id,
        asked_by_id=person.id,
        open_pair=pair_key(person.id, other.id),
        created_at=now,
    )
    tx.add(relationship)
    try:
        tx.flush()
    except IntegrityError as race:
        raise Correctable(scripts.error("already_paired", other=people.name(other))) from race
    people.chose(tx, relationship, person.id, "A7", "yes", now)
    waits = timers.of(tx)
    hours = people.hours(other)
    today = windows.local_day(now, other.zone)
    reminded_on = windows.add_working_days(today, waits.request_reminder_working_days, hours)
    lapses_on = windows.add_working_days(today, waits.request_lapse_working_days, hours)
    lapses_at = windows.at_local(lapses_on, time(17), other.zone)
    for occasion, due in (
        (relationship.id, now),
        (f"{relationship.id}:reminder", windows.at_local(reminded_on, time(9), other.zone)),
    ):
        prompts.plan(
            tx, "A7", other, occasion, due, now, relationship=relationship, expires_at=lapses_at
        )
    alarms.set_for(tx, "invitation_lapses", relationship, relationship.id, lapses_at)
    return Done()


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    asked = people.chosen(tx, relationship, prompt.person_id, "A7")
    return relationship.state == "invited" and asked is None


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return {"who": people.name(tx.get_one(Person, relationship.asked_by_id))}


def say_yes(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep a yes; the second of two begins the relationship."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    if relationship.state != "invited":
        return Done("expired")
    people.chose(tx, relationship, person.id, "A7", "yes", now)
    other = people.other(tx, relationship, person)
    if people.chosen(tx, relationship, other.id, "A7") != "yes":
        return Done("yes")
    prompts.close(tx, ("A7",), relationship, None, "both", now)
    alarms.cancel(tx, "invitation_lapses", relationship.id, now)
    relationship.state, relationship.begun_at = "setting_up", now
    setup.begin(tx, relationship, tapped_by=person, now=now)
    sessions.begin(tx, relationship, now)
    return Done("both")


def say_no(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Let it be; the one who asked hears "not set up" and no more."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    people.chose(tx, relationship, prompt.person_id, "A7", "no", now)
    _let_be(tx, relationship, "no_thank_you", now)
    return Done("no_thank_you")


def lapse(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let an invitation be that nobody answered."""
    _let_be(tx, tx.get_one(Relationship, alarm.relationship_id), "expired", now)


def _let_be(tx: Session, relationship: Relationship, outcome: str, now: datetime) -> None:
    if relationship.state != "invited":
        return
    relationship.state, relationship.open_pair, relationship.ended_at = "not_set_up", None, now
    prompts.close(tx, ("A7",), relationship, None, outcome, now)
    asker = tx.get_one(Person, relationship.asked_by_id)
    prompts.plan(tx, "not_set_up", asker, relationship.id, now, now, relationship=relationship)


KINDS = {
    "A7": Kind(guard=_still_asked, words=_words, taps={"yes": say_yes, "no_thank_you": say_no}),
}
FORMS = {"pair": Form(page=_page, submit=ask)}
COMMANDS = {"/mentor": invite}
ALARMS = {"invitation_lapses": lapse}
