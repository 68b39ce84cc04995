"""Capacities: how many people a mentor takes on; a hard limit that nobody else is told (M13)."""

from datetime import datetime

from sqlmodel import Session

from bot import errands, people, prompts, scripts
from bot.choosing import LIVE
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.replies import Opens, Reply, Says
from store import relationships
from store.people import Person
from store.prompts import waiting_for
from store.relationships import Relationship

NUMBERS = {"one": 1, "two": 2, "three": 3, "open": None}
# Two hellos a year take no room, and neither does going on alone.
TAKES_ROOM = ("invited", "setting_up", "active", "paused", "closing")


def has_room(tx: Session, mentor: Person, besides: Relationship | None = None) -> bool:
    """Say whether a mentor takes on one more; one they have asked or answered yes counts."""
    if mentor.capacity is None:
        return True
    held = [
        row
        for row in relationships.of_person(tx, mentor.id, TAKES_ROOM)
        if row.mentor_id == mentor.id and (besides is None or row.id != besides.id)
    ]
    taken = [row for row in held if row.state != "invited" or _agreed(tx, row, mentor)]
    return len(taken) < mentor.capacity


def _agreed(tx: Session, relationship: Relationship, mentor: Person) -> bool:
    return people.chosen(tx, relationship, mentor.id, "A7") == "yes"


def check(tx: Session, person: Person, mentor: Person, besides: Relationship | None = None) -> None:
    """Raise Correctable when there is no room; no number is named."""
    if not has_room(tx, mentor, besides):
        own = person.id == mentor.id
        key = "no_room_own" if own else "no_room"
        raise Correctable(scripts.error(key, other=people.name(mentor)), "role")


def mentors(tx: Session, person: Person) -> bool:
    """Say whether a person is a mentor now."""
    return any(row.mentor_id == person.id for row in relationships.of_person(tx, person.id, LIVE))


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _own(tx, person, row_id)
    chosen = {number: key for key, number in NUMBERS.items()}
    return Page(initial={"people": chosen.get(person.capacity, "open")})


def _own(tx: Session, person: Person, row_id: str) -> None:
    people.own(person, row_id)
    if not mentors(tx, person):
        raise Correctable(scripts.script("not_yours").text)


def choose(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep how many feel comfortable; those there are stay."""
    _own(tx, person, row_id)
    person.capacity = NUMBERS[answers["people"]]
    outcome = "its_fine" if person.capacity is None else "fewer_people"
    for prompt in waiting_for(tx, "M13", person.id):
        relationship = tx.get_one(Relationship, prompt.relationship_id)
        prompts.close(tx, ("M13",), relationship, person, outcome, now)
    errands.refresh_home(tx, person, now)
    said = "capacity_open" if person.capacity is None else "capacity_kept"
    return Says(scripts.script(said).text)


def open_form(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the form, from Home."""
    _own(tx, person, row_id)
    return Opens("capacity", person.id)


FORMS = {"capacity": Form(page=_page, submit=choose)}
ACTS = {"capacity": open_form}
