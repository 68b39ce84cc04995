"""Know-me cards looked over once a year, by their own author: still me, or changed (C4)."""

from datetime import date, datetime, time

from sqlmodel import Session

from bot import alarms, choosing, courses, people, prompts, rhythms, windows
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply
from store import cards, relationships
from store.alarms import Alarm
from store.cards import Card
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

MONTHS = 12
FILLED = "fill_in_my_card"
ASKED_IN = ("active", "closing", "in_touch")


def kept(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """Ask about a card again a year after it was written or found still right."""
    card = cards.of_person(tx, person.id)
    if card is None:
        return
    for row in relationships.of_person(tx, person.id, choosing.LIVE):
        prompts.close(tx, ("C4",), row, person, "update_it", now)
    if people.chosen(tx, relationship, person.id, "C1") == FILLED:
        _wait(tx, relationship, person, card)


def _last_on(card: Card, person: Person) -> date:
    looked_at = max(card.written_at, card.looked_at or card.written_at)
    return windows.local_day(looked_at, person.zone)


def _wait(tx: Session, relationship: Relationship, person: Person, card: Card) -> None:
    last_on = _last_on(card, person)
    due_on = rhythms.add_months(last_on, MONTHS)
    occasion = f"{relationship.id}:{person.id}:{last_on}"
    due = windows.at_local(due_on, time(0), person.zone)
    alarms.set_for(tx, courses.CARDS, relationship, occasion, due)


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask the card's author, once for all who read it; one changed since waits its own year."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    person = tx.get_one(Person, alarm.occasion.split(":")[1])
    card = cards.of_person(tx, person.id)
    if card is None or people.chosen(tx, relationship, person.id, "C1") != FILLED:
        return
    if rhythms.add_months(_last_on(card, person), MONTHS) > windows.local_day(now, person.zone):
        _wait(tx, relationship, person, card)
        return
    occasion = f"{person.id}:{_last_on(card, person)}"
    prompts.plan(tx, "C4", person, occasion, now, now, relationship=relationship)


def _still_old(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    card = cards.of_person(tx, person.id)
    last = prompts.root(prompt).partition(":")[2]
    old = card is not None and str(_last_on(card, person)) == last
    return old and relationship.state in ASKED_IN


def _still_me(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    person = tx.get_one(Person, prompt.person_id)
    relationship = choosing.live(tx, person, prompt.relationship_id)
    card = cards.of_person(tx, person.id)
    if card is None:
        return Done("passed")
    card.looked_at = now
    tx.flush()
    _wait(tx, relationship, person, card)
    return Done("still_me")


def _update(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("know_me", str(prompt.relationship_id))


KINDS = {
    "C4": Kind(
        guard=_still_old,
        taps={"still_me": _still_me, "update_it": _update},
        form=lambda tx, prompt: Opens("know_me", str(prompt.relationship_id)),
    ),
}
ALARMS = {"cards_are_old": ring}
