"""A rhythm changed later: a lighter one holds at once, a fuller one when both say yes (2.4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from sqlmodel import Session

from bot import (
    agendas,
    choosing,
    people,
    prompts,
    rhythms,
    scripts,
    terms,
    timers,
    windows,
    wishes,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says
from bot.rhythms import Effect, Every, Rhythm, State
from store import prompts as kept_prompts
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ABOUT_AN_OLD_RHYTHM = ("D5", "D5_now", "D6", "D6_now", "rhythm_proposed")


def open_form(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open the form with the present rhythm; while both are still being asked, their answer."""
    return Opens("rhythm" if wishes.asked(relationship) else "rhythm_change", relationship.id)


def _theirs(tx: Session, person: Person, row_id: str, *, lock: bool = False) -> Relationship:
    people.theirs(tx, person, row_id)
    relationship = tx.get_one(Relationship, row_id, with_for_update=lock)
    if relationship.state not in wishes.ASKED_IN:
        raise Correctable(scripts.error("relationship_ended"))
    if wishes.asked(relationship):
        raise Correctable(scripts.error("changed_meanwhile"))
    return relationship


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = _theirs(tx, person, row_id)
    rhythm = terms.present(tx, relationship)
    names = people.names(tx, relationship, person)
    return Page(params={**names, **terms.words(rhythm, person)}, initial=terms.code(rhythm))


def propose(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Let a lighter rhythm hold, or ask the other about a fuller one."""
    relationship = _theirs(tx, person, row_id, lock=True)
    present = terms.present(tx, relationship)
    until_on = present.until_on
    if answers["until_on"] != until_on.isoformat():
        until_on = wishes.read_end(answers["until_on"], person, now)
    every, minutes = Every(answers["every"]), int(answers["minutes"])
    rhythm = replace(present, every=every, minutes=minutes, until_on=until_on)
    if rhythm == present:
        raise Correctable(scripts.error("no_change"), "every")
    other = people.other(tx, relationship, person)
    prompts.close(tx, ("H7",), relationship, person, "change_rhythm", now)
    if rhythms.change(present, rhythm) is Effect.NOW:
        return _lighten(tx, relationship, person, other, rhythm, now)
    for prompt in kept_prompts.waiting(tx, "rhythm_proposed", relationship.id):
        if terms.decode(prompt.about["rhythm"]) == rhythm:
            if prompt.person_id == other.id:
                return _told(tx, relationship, person, "rhythm_asked", rhythm)
            _agree(tx, relationship, prompt, rhythm, now)
            return Done()
    _ask(tx, relationship, other, rhythm, now)
    return _told(tx, relationship, person, "rhythm_asked", rhythm)


def _lighten(
    tx: Session,
    relationship: Relationship,
    person: Person,
    other: Person,
    rhythm: Rhythm,
    now: datetime,
) -> Reply:
    agreed = relationship.rhythm_state == State.AGREED
    prompts.close(tx, ("M10", "M13"), relationship, person, "less_often", now)
    prompts.close(tx, ABOUT_AN_OLD_RHYTHM, relationship, None, "passed", now)
    terms.hold(tx, relationship, rhythm, State.AGREED if agreed else State.PROVISIONAL, now)
    terms.tell(tx, "rhythm_changed", relationship, other, rhythm, now)
    return _told(tx, relationship, person, "rhythm_lighter_now", rhythm)


def _told(
    tx: Session, relationship: Relationship, person: Person, script: str, rhythm: Rhythm
) -> Reply:
    filled = {**people.names(tx, relationship, person), **terms.words(rhythm, person)}
    return Says(scripts.fill(scripts.script(script).text, filled))


def _ask(
    tx: Session, relationship: Relationship, other: Person, rhythm: Rhythm, now: datetime
) -> None:
    """Ask the other; no answer within the working days for it leaves the rhythm as it is."""
    prompts.close(tx, ("rhythm_proposed",), relationship, None, "passed", now)
    days = timers.of(tx).rhythm_answer_working_days
    today = windows.local_day(now, other.zone)
    last_on = windows.add_working_days(today, days, people.hours(other))
    ends_at = windows.at_local(last_on, time(17), other.zone)
    terms.tell(tx, "rhythm_proposed", relationship, other, rhythm, now, expires_at=ends_at)


def _asks(prompt: Prompt) -> Rhythm:
    return terms.decode(prompt.about["rhythm"])


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    return terms.words(_asks(prompt), tx.get_one(Person, prompt.person_id))


def _still_fuller(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    present = terms.present(tx, relationship)
    wanted = rhythms.change(present, _asks(prompt)) is Effect.NEEDS_OTHER
    return wanted and relationship.state in wishes.ASKED_IN


def _still_holds(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return terms.present(tx, relationship) == _asks(prompt)


def say_yes(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Let the proposed rhythm hold, and tell who proposed it."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    if not _still_fuller(tx, prompt, now):
        return Done("passed")
    _agree(tx, relationship, prompt, _asks(prompt), now)
    return Done("yes_change_it")


def _agree(
    tx: Session, relationship: Relationship, prompt: Prompt, rhythm: Rhythm, now: datetime
) -> None:
    person = tx.get_one(Person, prompt.person_id)
    prompts.close(tx, ("rhythm_proposed",), relationship, person, "yes_change_it", now)
    prompts.close(tx, ABOUT_AN_OLD_RHYTHM, relationship, None, "passed", now)
    terms.hold(tx, relationship, rhythm, State.AGREED, now)
    agendas.take_off(tx, relationship, "rhythm", now)
    terms.tell(tx, "D5", relationship, people.other(tx, relationship, person), rhythm, now)


def keep(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Leave the rhythm as it is, and tell who proposed another; no reason is asked for."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    proposer = people.other(tx, relationship, tx.get_one(Person, prompt.person_id))
    terms.tell(tx, "rhythm_kept", relationship, proposer, terms.present(tx, relationship), now)
    return Done("keep_as_it_is")


KINDS = {
    "rhythm_proposed": Kind(
        guard=_still_fuller,
        words=_words,
        taps={"yes_change_it": say_yes, "keep_as_it_is": keep},
    ),
    "rhythm_changed": Kind(guard=_still_holds, words=_words),
    "rhythm_kept": Kind(guard=_still_holds),
}
FORMS = {"rhythm_change": Form(page=_page, submit=propose)}
ACTS = {"rhythm": choosing.by_act(open_form)}
COMMANDS = {"/mentor-rhythm": choosing.by_command("rhythm", open_form, wishes.ASKED_IN)}
