"""Farewells: what two people gave each other in a round, said on its last day (PRODUCT I10)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import (
    courses,
    errands,
    keepsakes,
    own_notes,
    people,
    prompts,
    scripts,
    totals,
    windows,
)
from bot.kinds import Kind, Tap
from bot.lifecycle import State
from bot.replies import Opens, Reply, Says
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

KINDS_OF_FAREWELL = ("I10", "I10_mentor")
OPEN_DAYS = timedelta(days=30)
ANOTHER_YEAR = "another_year"


def say(tx: Session, relationship: Relationship, outcome: str, now: datetime) -> None:
    """Say to both what the round was: called on its end date, once it is settled what follows.

    After endings.end, which closes what is planned; before the dates of another round are set.
    """
    mentee, mentor = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    since = relationship.starts_on if relationship.round > 1 else None
    total = totals.of(totals.held(tx, relationship, totals.Span(since, today)))
    about = {
        "since": since.isoformat() if since else None,
        "until": today.isoformat(),
        "outcome": outcome,
        "talks": total.talks,
        "minutes": total.minutes,
    }
    for kind, person in zip(KINDS_OF_FAREWELL, (mentee, mentor), strict=True):
        if person.deactivated_at is None:
            prompts.plan(
                tx,
                kind,
                person,
                f"{courses.of_round(relationship)}:{today}",
                now,
                now,
                relationship=relationship,
                about=about,
                expires_at=now + OPEN_DAYS,
            )


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    count, minutes = prompt.about["talks"], prompt.about["minutes"]
    return {
        "sessions": str(count),
        "hours": totals.hours(minutes),
        "talks": totals.talks(count),
        "time": totals.time(minutes),
    }


def _script(tx: Session, prompt: Prompt) -> str:
    """Say it in the words that fit: nobody is told of no talks and no hours."""
    count, minutes = prompt.about["talks"], prompt.about["minutes"]
    if not count:
        relationship = tx.get_one(Relationship, prompt.relationship_id)
        return _variant(prompt, "quiet" if relationship.state == State.ENDED else "quiet_on")
    return prompt.kind if count > 1 and totals.is_plain(minutes) else _variant(prompt, "said")


def _variant(prompt: Prompt, name: str) -> str:
    return f"{prompt.kind}_{name}"


def _shown(tx: Session, prompt: Prompt) -> list[str]:
    """Give the buttons that fit: notes are deleted only of what is over, and each tap is one."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    used = set(prompt.about.get("used", ()))
    if relationship.state != State.ENDED:
        used.add("delete_my_notes")
    if prompt.about["outcome"] == ANOTHER_YEAR:
        used |= {"meet_someone_new", "take_break"}
    return [each.id for each in scripts.script(prompt.kind).buttons if each.id not in used]


def _use(tx: Session, prompt: Prompt, button: str, now: datetime) -> Person:
    """Take a tap that leaves the other buttons there, and draw the message without this one."""
    prompt.about = {**prompt.about, "used": [*prompt.about.get("used", ()), button]}
    person = tx.get_one(Person, prompt.person_id)
    errands.redraw(tx, person, prompt.lead_id or prompt.id, now)
    errands.refresh_home(tx, person, now)
    return person


def _result(tx: Session, prompt: Prompt, button: str) -> Says:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    names = people.names(tx, relationship, tx.get_one(Person, prompt.person_id))
    return Says(scripts.fill(scripts.script(prompt.kind).results[button], names))


def _save(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Post the keepsake of this round beneath; a message that is only on Home gets its own."""
    person = _use(tx, prompt, "save_our_year", now)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if prompt.ts is None and prompt.lead_id is None:
        return keepsakes.save(tx, person, relationship.id, now)
    since, until = (date.fromisoformat(on) if on else None for on in _days(prompt))
    keepsakes.post(tx, person, relationship, prompt, totals.Span(since, until), now)
    return _result(tx, prompt, "save_our_year")


def _days(prompt: Prompt) -> tuple[str | None, str | None]:
    return prompt.about["since"], prompt.about["until"]


def _delete(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Delete the person's own notes, of a relationship that has ended alone."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    if relationship.state != State.ENDED:
        return Says(scripts.script("stale_click").text)
    person = _use(tx, prompt, "delete_my_notes", now)
    own_notes.delete(tx, relationship, person, now)
    return _result(tx, prompt, "delete_my_notes")


def _find(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Go on with somebody new; whoever does is open to new people again."""
    person = tx.get_one(Person, prompt.person_id)
    person.takes_break = False
    errands.refresh_home(tx, person, now)
    return Opens("find_someone", person.id)


def _take_break(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Let nobody new name this person for now; Home ends it."""
    _use(tx, prompt, "take_break", now).takes_break = True
    return _result(tx, prompt, "take_break")


def end_break(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Be open to new people again, from Home."""
    people.own(person, row_id)
    person.takes_break = False
    errands.refresh_home(tx, person, now)
    return Says(scripts.script("open_to_new").text)


TAPS: Mapping[str, Tap] = {
    "save_our_year": _save,
    "delete_my_notes": _delete,
    "mentor_someone": _find,
    "meet_someone_new": _find,
    "take_break": _take_break,
}
KINDS = {
    kind: Kind(words=_words, script=_script, only=_shown, taps=TAPS) for kind in KINDS_OF_FAREWELL
}
ACTS = {"end_break": end_break}
