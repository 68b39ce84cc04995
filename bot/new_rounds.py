"""New rounds: another year of two people, with a fresh look and nothing copied silently (I5)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import (
    contacts,
    courses,
    dates,
    errands,
    goal_edits,
    people,
    prompts,
    rhythm_changes,
    rhythms,
    sessions,
    timers,
    windows,
)
from bot.kinds import Kind, Tap
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import TO_BOOK

RENEWED = "renewed"
OPEN_DAYS = timedelta(days=30)


def start(
    tx: Session, relationship: Relationship, starts_on: date, look_on: date, now: datetime
) -> None:
    """Begin the next round of an active pair, and offer both a fresh look from a day on."""
    months = timers.of(tx).term_months
    relationship.round += 1
    relationship.starts_on = starts_on
    relationship.ends_on = rhythms.end_of_term(starts_on, months)
    relationship.extended_on = relationship.in_touch_at = None
    tx.flush()
    _meet_again(tx, relationship, now)
    courses.chart(tx, relationship, now)
    for person in people.pair(tx, relationship):
        due = windows.at_local(look_on, time(0), person.zone)
        prompts.plan(
            tx,
            RENEWED,
            person,
            courses.of_round(relationship),
            due,
            now,
            relationship=relationship,
            expires_at=max(due, now) + OPEN_DAYS,
        )
        errands.refresh_home(tx, person, now)
    contacts.ask(tx, relationship, look_on, now)


def _meet_again(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Open the next session, two weeks off or more; one that is on its way goes on."""
    sessions.retarget(tx, relationship, now)
    session = sessions.current(tx, relationship)
    mentee, _ = people.pair(tx, relationship)
    ahead = timedelta(days=timers.of(tx).book_first_days_before)
    soon = windows.local_day(now, mentee.zone) + ahead
    if session is None:
        sessions.begin(tx, relationship, now)
    elif session.state == TO_BOOK and session.target_on < soon:
        sessions.aim(tx, session, soon, now)


def next_monday(tx: Session, relationship: Relationship, now: datetime) -> date:
    """Give the next Monday after today, on which a new round is looked at (PRODUCT 2.6)."""
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    return today + timedelta(days=7 - today.weekday())


def _goes_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    same = prompt.occasion == courses.of_round(relationship)
    return same and relationship.state in (State.ACTIVE, State.PAUSED)


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person, ends_on = tx.get_one(Person, prompt.person_id), relationship.ends_on
    return {"date": dates.full(ends_on, person.locale) if ends_on else ""}


def _looks(verb: Tap) -> Tap:
    """Give the tap that shows one thing; the others stay at hand."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        return verb(tx, prompt, now) if _goes_on(tx, prompt, now) else Done("passed")

    return tap


def _goals(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return goal_edits.show(tx, tx.get_one(Person, prompt.person_id), relationship, now)


def _card(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("know_me", str(prompt.relationship_id))


def _rhythm(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    return rhythm_changes.open_form(tx, person, relationship, now)


def _still_fit(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("they_still_fit")


KINDS = {
    RENEWED: Kind(
        guard=_goes_on,
        words=_words,
        taps={
            "goals": _looks(_goals),
            "my_card": _looks(_card),
            "rhythm": _looks(_rhythm),
            "they_still_fit": _still_fit,
        },
    ),
}
