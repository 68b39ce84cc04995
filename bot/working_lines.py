"""Working lines: when a mentor comes to manage the mentee, both are asked once what they'd like."""

from datetime import datetime

from sqlmodel import Session

from bot import choosing, organizers, people, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.views import working_lines as views
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED, TOPIC = "H11", "lines"


def show(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Say what happens before it does; once both were asked, that they were."""
    names = people.names(tx, relationship, person)
    if was_asked(tx, relationship):
        return Says(scripts.fill(scripts.script("lines_asked_before").text, names))
    return Shows(views.page(relationship.id, names))


def was_asked(tx: Session, relationship: Relationship) -> bool:
    """Say whether the two were asked about this before, whoever of them said so."""
    pair = people.pair(tx, relationship)
    return any(people.chosen(tx, relationship, one.id, TOPIC) is not None for one in pair)


def ask(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Ask both, once, in the same words; neither hears what the other taps."""
    tx.refresh(relationship, with_for_update=True)
    if relationship.state not in choosing.LIVE:
        raise Correctable(scripts.script("gone").text)
    names = people.names(tx, relationship, person)
    if was_asked(tx, relationship):
        return Says(scripts.fill(scripts.script("lines_asked_before").text, names))
    people.chose(tx, relationship, person.id, TOPIC, "asked", now)
    for one in people.pair(tx, relationship):
        prompts.plan(tx, ASKED, one, relationship.id, now, now, relationship=relationship)
    return Says(scripts.fill(scripts.script("lines_asked").text, names))


def _goes_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state in choosing.LIVE


def _find(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Look for someone new; answered once somebody is asked, and nothing ends by itself."""
    return Opens("find_someone", prompt.person_id)


KINDS = {
    ASKED: Kind(
        guard=_goes_on,
        words=organizers.words,
        only=organizers.buttons(ASKED),
        taps={
            "find_someone_new": _find,
            "keep_going_weve_talked": lambda tx, prompt, now: Done("keep_going_weve_talked"),
            "ask_organizer": organizers.tap,
        },
    ),
}
ACTS = {"working_lines": choosing.by_act(show), "lines_ask": choosing.by_act(ask)}
