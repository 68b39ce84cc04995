"""Invitations: one of two people names the pair, and it begins when both have said yes (A7)."""

from datetime import datetime, time

from sqlmodel import Session

from bot import (
    alarms,
    capacities,
    lifecycle,
    people,
    prompts,
    reopenings,
    scripts,
    sessions,
    setup,
    timers,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply, Says
from store import prompts as kept_prompts
from store import relationships
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship, pair_key
from store.workspaces import Workspace

ASKED = "A7"
SLACKBOT = "USLACKBOT"
WORKPLACE, CAREER = "workplace", "career"


def invite(tx: Session, person: Person, other: Person, now: datetime) -> Reply:
    """Open the form that names a pair, for `/mentor @person`; a sentence when it can't be.

    Two who ended less than a year ago go on with what they had instead.
    """
    past = reopenings.between(tx, person, other, now)
    if past is not None:
        return reopenings.show(tx, person, past.id, now)
    try:
        _check(tx, person, other)
    except Correctable as wrong:
        return Says(wrong.sentence)
    return Opens("pair", other.id)


def _check(tx: Session, person: Person, other: Person) -> Relationship | None:
    """Give the other's open question to this person; Correctable when these two can't be a pair."""
    params = {"name": people.name(other), "other": people.name(other)}
    workspace = tx.get_one(Workspace, person.workspace_id)
    if other.id == person.id:
        raise Correctable(scripts.error("self", **params))
    if other.is_bot or other.slack_id in (workspace.bot_user_id, SLACKBOT):
        raise Correctable(scripts.error("bot", **params))
    if other.deactivated_at is not None:
        raise Correctable(scripts.error("deactivated", **params))
    found = relationships.open_between(tx, person.id, other.id)
    if found is None and other.takes_break:
        raise Correctable(scripts.error("takes_break", **params))
    if found is None:
        return None
    if found.state != "invited":
        raise Correctable(scripts.error("already_paired", **params))
    if people.chosen(tx, found, person.id, ASKED) == "yes":
        raise Correctable(scripts.error("already_asked", **params))
    return found


def _named(tx: Session, person: Person, row_id: str) -> Person:
    other = tx.get(Person, row_id)
    if other is None or other.workspace_id != person.workspace_id:
        raise Correctable(scripts.script("not_yours").text)
    return other


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    other = _named(tx, person, row_id)
    found = relationships.open_between(tx, person.id, other.id)
    params = {"other": people.name(other), "name": people.name(other)}
    if found is None:
        return Page(params=params, initial={"kind": WORKPLACE})
    return Page(params=params, initial={"role": _role(found, person), "kind": found.kind})


def _role(relationship: Relationship, person: Person) -> str:
    return "mentee" if people.is_mentee(relationship, person) else "mentor"


def ask(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Ask the other person too; whoever names the pair has said yes by it.

    Naming somebody who has named you is the second yes.
    """
    other = _named(tx, person, row_id)
    past = reopenings.between(tx, person, other, now)
    if past is not None:
        return reopenings.show(tx, person, past.id, now)
    found = _check(tx, person, other)
    if found is not None:
        if answers["role"] != _role(found, person):
            raise Correctable(scripts.error("other_role", other=people.name(other)), "role")
        if answers["kind"] != found.kind:
            raise Correctable(scripts.error("other_kind", other=people.name(other)), "kind")
        capacities.check(tx, person, _mentor(person, other, answers["role"]), found)
        _agree(tx, found, person, now)
        return Done()
    capacities.check(tx, person, _mentor(person, other, answers["role"]))
    propose(tx, person, other, answers, now)
    return Says(scripts.fill(scripts.script("asked").text, {"other": people.name(other)}))


def propose(
    tx: Session, person: Person, other: Person, answers: Answers, now: datetime
) -> Relationship:
    """Keep a first yes and ask for the second; the caller has seen that they can be a pair."""
    relationship = _begin(tx, person, other, answers, now)
    people.chose(tx, relationship, person.id, ASKED, "yes", now)
    _ask_other(tx, relationship, other, now)
    return relationship


def _mentor(person: Person, other: Person, role: str) -> Person:
    return other if role == "mentee" else person


def _begin(
    tx: Session, person: Person, other: Person, answers: Answers, now: datetime
) -> Relationship:
    mentee, mentor = (person, other) if answers["role"] == "mentee" else (other, person)
    relationship = Relationship(
        workspace_id=person.workspace_id,
        mentee_id=mentee.id,
        mentor_id=mentor.id,
        asked_by_id=person.id,
        open_pair=pair_key(person.id, other.id),
        kind=answers["kind"],
        created_at=now,
    )
    tx.add(relationship)
    tx.flush()
    return relationship


def _ask_other(tx: Session, relationship: Relationship, other: Person, now: datetime) -> None:
    """Ask at once, remind once, and let it lapse (PRODUCT 2.5)."""
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
            tx, ASKED, other, occasion, due, now, relationship=relationship, expires_at=lapses_at
        )
    alarms.set_for(tx, "invitation_lapses", relationship, relationship.id, lapses_at)


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    asker = tx.get_one(Person, relationship.asked_by_id)
    answered = people.chosen(tx, relationship, person.id, ASKED) is not None
    there = not person.is_bot and asker.deactivated_at is None
    return relationship.state == "invited" and not answered and there


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    asker = tx.get_one(Person, relationship.asked_by_id)
    if people.apart(tx, relationship):
        return {"who": people.full_name(asker), "place": people.place(tx, asker)}
    return {"who": people.name(asker)}


def _script(tx: Session, prompt: Prompt) -> str:
    """Say which of the two the person would be, and the kind; A7 itself is an organizer's."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    role = "mentee" if relationship.mentee_id == prompt.person_id else "mentor"
    entry = f"A7_across_as_{role}" if people.apart(tx, relationship) else f"A7_as_{role}"
    return f"{entry}_career" if relationship.kind == CAREER else entry


def say_yes(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep a yes; the second of two begins the relationship."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    person = tx.get_one(Person, prompt.person_id)
    other = people.other(tx, relationship, person)
    if relationship.state != "invited" or other.deactivated_at is not None:
        return Done("expired")
    capacities.check(tx, person, people.pair(tx, relationship)[1], relationship)
    return Done(_agree(tx, relationship, person, now))


def _agree(tx: Session, relationship: Relationship, person: Person, now: datetime) -> str:
    """Keep a yes and give its outcome: "both" when it was the second, which begins things."""
    people.chose(tx, relationship, person.id, ASKED, "yes", now)
    other = people.other(tx, relationship, person)
    if people.chosen(tx, relationship, other.id, ASKED) != "yes":
        return "yes"
    prompts.close(tx, (ASKED,), relationship, None, "both", now)
    alarms.cancel(tx, "invitation_lapses", relationship.id, now)
    lifecycle.move(relationship, State.SETTING_UP, now)
    relationship.begun_at = now
    setup.begin(tx, relationship, tapped_by=person, now=now)
    sessions.begin(tx, relationship, now)
    return "both"


def say_no(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep a no; the one who asked is told when silence would have told it, and hears no more."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    person = tx.get_one(Person, prompt.person_id)
    if relationship.state != "invited":
        return Done("expired")
    people.chose(tx, relationship, person.id, ASKED, "no", now)
    prompts.close(tx, (ASKED,), relationship, person, "no_thank_you", now)
    return Done("no_thank_you")


def lapse(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let an invitation be that found no second yes; a no and silence look the same."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if relationship.state != "invited":
        return
    lifecycle.move(relationship, State.NOT_SET_UP, now)
    relationship.open_pair, relationship.ended_at = None, now
    for prompt in kept_prompts.of_kinds(tx, relationship.id, (ASKED,)):
        if prompt.state == kept_prompts.SENT:
            prompts.expire(tx, prompt, now)
    asker = tx.get_one(Person, relationship.asked_by_id)
    prompts.plan(tx, "not_set_up", asker, relationship.id, now, now, relationship=relationship)


KINDS = {
    ASKED: Kind(
        guard=_still_asked,
        words=_words,
        script=_script,
        taps={"yes": say_yes, "no_thank_you": say_no},
    ),
}
FORMS = {"pair": Form(page=_page, submit=ask)}
ALARMS = {"invitation_lapses": lapse}
