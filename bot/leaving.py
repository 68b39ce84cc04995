"""Leaving: at any time and with no reason, after one last talk or at once (H8)."""

from datetime import datetime

from sqlmodel import Session

from bot import choosing, last_talks, partings, people, prompts, scripts, sessions
from bot.errors import Correctable
from bot.kinds import Act, Kind, Tap
from bot.replies import Done, Reply, Shows
from bot.views import leaving as views
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED = "H8"


def begin(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show the ways to leave; nobody is told before one is chosen."""
    entry = entry_of(tx, relationship, person)
    return Shows(views.choice(entry, relationship.id, people.names(tx, relationship, person)))


def entry_of(tx: Session, relationship: Relationship, person: Person) -> str:
    """Give H8's entry: with a last talk only while the two book sessions."""
    if people.other(tx, relationship, person).deactivated_at is not None:
        return "H8_gone"
    return ASKED if relationship.state in sessions.MEETING else "H8_no_talk"


def wrap_up(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """End it for one of the two, now; the other is told by the next working day (H9)."""
    partings.part(tx, relationship, person, now)


def _live(tx: Session, person: Person, row_id: str | None) -> Relationship:
    """Give a relationship that goes on, locked; Correctable for one that has ended."""
    relationship = people.theirs(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    if relationship.state not in choosing.LIVE:
        raise Correctable(scripts.script("gone").text)
    return relationship


def choose(
    tx: Session, person: Person, relationship: Relationship, outcome: str, now: datetime
) -> None:
    """Do what one of H8's buttons says; a last talk that can't be had any more is none."""
    if outcome in ("please_tell_them", "close_with_thanks"):
        wrap_up(tx, relationship, person, now)
    elif outcome == "last_talk_first" and relationship.state in sessions.MEETING:
        last_talks.wish(tx, relationship, person, now)
    elif outcome == "not_yet":
        last_talks.unwish(tx, relationship, person, now)
    prompts.close(tx, (ASKED,), relationship, person, outcome, now)


def _act(outcome: str) -> Act:
    """Give the button of the page that leaves in one of the ways."""

    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        relationship = _live(tx, person, row_id)
        entry = entry_of(tx, relationship, person)
        choose(tx, person, relationship, outcome, now)
        names = people.names(tx, relationship, person)
        return Shows(views.chosen(entry, outcome, names), instead=True)

    return act


def _tap(outcome: str) -> Tap:
    """Give the same as an answer to the question that comes once more after 28 days."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        person = tx.get_one(Person, prompt.person_id)
        relationship = _live(tx, person, prompt.relationship_id)
        prompts.answer(tx, prompt, outcome, now)
        choose(tx, person, relationship, outcome, now)
        return Done(outcome)

    return tap


def _still_wanted(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    meets = relationship.state in sessions.MEETING
    return meets and last_talks.wished(tx, relationship, person)


WAYS = ("last_talk_first", "please_tell_them", "not_yet")
KINDS = {ASKED: Kind(guard=_still_wanted, taps={each: _tap(each) for each in WAYS})}
ACTS = {
    "leave": choosing.by_act(begin),
    **{f"leave_{each}": _act(each) for each in (*WAYS, "close_with_thanks")},
}
