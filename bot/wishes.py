"""Wishes: the rhythm each person would like, kept from the other until both have answered."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot import courses, rhythms, scripts, terms, windows
from bot.errors import Correctable
from bot.kinds import Answers
from bot.rhythms import Every, Rhythm
from store import rhythms as kept_rhythms
from store import sessions
from store.people import Person
from store.relationships import Relationship
from store.rhythms import RhythmWish

SETUP = "setup"
OPEN = (sessions.TO_BOOK, sessions.OFFERED, sessions.BOOKED)
ASKED_IN = ("setting_up", "active", "paused", "closing")
TERMS = {"6_months": 6, "12_months": 12}
MOST_YEARS = 10


def round_of(relationship: Relationship) -> str:
    """Give the name of the newest time both were asked: setup, or the day it was asked again."""
    asked_on = relationship.rhythm_asked_on
    return asked_on.isoformat() if asked_on else SETUP


def occasion(relationship: Relationship, round_: str) -> str:
    """Give the occasion of what is asked, shown and awaited of one round of wishes."""
    return f"{courses.of_setup(relationship)}:{round_}"


def asked(relationship: Relationship) -> bool:
    """Say whether both are being asked now, so that nothing of an answer may be seen."""
    waiting = relationship.rhythm_state in (terms.UNASKED, terms.ASKED_AGAIN)
    return waiting and relationship.state in ASKED_IN


def first_day(tx: Session, relationship: Relationship, round_: str) -> date:
    """Give the day from which "6 months" and a sprint count, the same for both people."""
    if round_ == SETUP:
        return terms.begins_on(tx, relationship)
    return date.fromisoformat(round_)


def of_round(tx: Session, relationship: Relationship, round_: str) -> Mapping[str, Rhythm]:
    """Give the wishes of one round by person id, in the order they came."""
    sprint_until_on = terms.sprint_end(tx, first_day(tx, relationship, round_))
    return {
        person_id: Rhythm(
            Every(row.every), row.minutes, row.until_on, sprint_until_on if row.sprint else None
        )
        for person_id, row in kept_rhythms.wishes(tx, relationship.id, round_).items()
    }


def keep(
    tx: Session, relationship: Relationship, person: Person, wish: Rhythm, now: datetime
) -> bool:
    """Keep a person's answer in place of their earlier one; say whether it is their first."""
    round_ = round_of(relationship)
    row = kept_rhythms.wishes(tx, relationship.id, round_).get(person.id)
    first = row is None
    if row is None:
        row = RhythmWish(
            relationship_id=relationship.id,
            person_id=person.id,
            occasion=round_,
            every=wish.every.value,
            minutes=wish.minutes,
            until_on=wish.until_on,
            wished_at=now,
        )
    row.every, row.minutes, row.until_on = wish.every.value, wish.minutes, wish.until_on
    row.sprint = wish.sprint_until_on is not None
    tx.add(row)
    tx.flush()
    return first


def initial(tx: Session, relationship: Relationship, person: Person) -> dict[str, Any]:
    """Give what the form opens with: the person's own answer, else the usual rhythm."""
    round_ = round_of(relationship)
    wish = of_round(tx, relationship, round_).get(person.id) or terms.usual(tx, relationship)
    first_on = first_day(tx, relationship, round_)
    ends = {rhythms.add_months(first_on, months): key for key, months in TERMS.items()}
    until = ends.get(wish.until_on, "date")
    return {
        "every": wish.every.value,
        "minutes": str(wish.minutes),
        "until": until,
        "until_on": wish.until_on.isoformat() if until == "date" else None,
        "sprint": ["sprint"] if wish.sprint_until_on else [],
    }


def read(
    tx: Session, relationship: Relationship, person: Person, answers: Answers, now: datetime
) -> Rhythm:
    """Give the wish in a form's answers; Correctable at the field that can't be."""
    first_on = first_day(tx, relationship, round_of(relationship))
    if answers["until"] in TERMS:
        if answers["until_on"]:
            raise Correctable(scripts.error("date_or_months"), "until_on")
        until_on = rhythms.end_of_term(first_on, TERMS[answers["until"]])
    else:
        until_on = read_end(answers["until_on"], person, now)
        if until_on <= _next_session_on(tx, relationship, person, first_on):
            raise Correctable(scripts.error("end_too_soon"), "until_on")
    sprint = "sprint" in (answers["sprint"] or ())
    return Rhythm(
        Every(answers["every"]),
        int(answers["minutes"]),
        until_on,
        terms.sprint_end(tx, first_on) if sprint else None,
    )


def read_end(text: str | None, person: Person, now: datetime) -> date:
    """Give the last day picked; Correctable for none, one before today or in over 10 years."""
    if not text:
        raise Correctable(scripts.error("date_needed"), "until_on")
    until_on = date.fromisoformat(text)
    today = windows.local_day(now, person.zone)
    if until_on < today:
        raise Correctable(scripts.error("date_past"), "until_on")
    if until_on > rhythms.add_months(today, 12 * MOST_YEARS):
        raise Correctable(scripts.error("date_too_far"), "until_on")
    return until_on


def _next_session_on(
    tx: Session, relationship: Relationship, person: Person, first_on: date
) -> date:
    """Give the day of the next session, or the one by which the first is wanted."""
    for meeting in sessions.of_relationship(tx, relationship.id):
        if meeting.state in OPEN:
            starts_at = meeting.starts_at
            return windows.local_day(starts_at, person.zone) if starts_at else meeting.target_on
    return first_on
