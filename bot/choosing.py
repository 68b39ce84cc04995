"""Which relationship a person means: the only one, the one they named, or one they pick."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from bot import people, scripts
from bot.errors import Correctable
from bot.kinds import Act, Command
from bot.replies import Picks, Reply, Says
from store import relationships
from store.people import Person
from store.relationships import Relationship

LIVE = ("setting_up", "active", "paused", "closing", "in_touch", "carried_on")

Verb = Callable[[Session, Person, Relationship, datetime], Reply]


def by_command(act: str, verb: Verb, states: Sequence[str] = LIVE) -> Command:
    """Give the command that runs a verb on the relationship somebody means."""

    def command(tx: Session, person: Person, other: Person | None, now: datetime) -> Reply:
        if other is not None:
            found = relationships.open_between(tx, person.id, other.id)
            if found is None or found.state not in states:
                return Says(scripts.error("not_paired", other=people.name(other)))
            return verb(tx, person, found, now)
        live = relationships.of_person(tx, person.id, states)
        if not live:
            return Says(scripts.script("no_relationship").text)
        if len(live) == 1:
            return verb(tx, person, live[0], now)
        named = [(one.id, people.name(people.other(tx, one, person))) for one in live]
        return Picks(act, named)

    return command


def by_act(verb: Verb) -> Act:
    """Give the act that runs the same verb on the relationship its button carries."""

    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        relationship = people.theirs(tx, person, row_id)
        if relationship.state not in LIVE:
            raise Correctable(scripts.script("gone").text)
        return verb(tx, person, relationship, now)

    return act


def live(tx: Session, person: Person, row_id: str | None, role: str = "either") -> Relationship:
    """Give a relationship that goes on, of the mentee, the mentor or either; Correctable else."""
    relationship = people.theirs(tx, person, row_id)
    is_mentee = people.is_mentee(relationship, person)
    if role == ("mentor" if is_mentee else "mentee"):
        raise Correctable(scripts.script("not_yours").text)
    if relationship.state not in LIVE:
        raise Correctable(scripts.script("gone").text)
    return relationship
