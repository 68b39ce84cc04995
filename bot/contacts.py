"""Contacts: a way to stay in touch that shows only when both have left one (PRODUCT J10)."""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import choosing, courses, errands, people, prompts, windows
from bot.invitations import CAREER
from bot.kinds import Answers, Form, Kind, Page
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply
from store import contacts
from store.contacts import Contact
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED, FORM = "J10", "contact"
OPEN_DAYS = timedelta(days=60)


def ask(tx: Session, relationship: Relationship, on: date, now: datetime) -> None:
    """Ask both of a career pair from a day on, once a round, unless they have left one (S75)."""
    if relationship.kind != CAREER:
        return
    left = contacts.of_relationship(tx, relationship.id)
    for person in people.pair(tx, relationship):
        if person.id not in left:
            due = windows.at_local(on, time(0), person.zone)
            prompts.plan(
                tx,
                ASKED,
                person,
                courses.of_round(relationship),
                due,
                now,
                relationship=relationship,
                expires_at=max(due, now) + OPEN_DAYS,
            )


def shown(tx: Session, relationship: Relationship, reader: Person) -> str | None:
    """Give the other's contact to somebody who has left one too, else None."""
    left = contacts.of_relationship(tx, relationship.id)
    other = people.other(tx, relationship, reader)
    return left[other.id].text if {reader.id, other.id} <= left.keys() else None


def _none_left(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    left = contacts.of_relationship(tx, relationship.id)
    goes_on = relationship.state in (*choosing.LIVE,) and relationship.state != State.CARRIED_ON
    return goes_on and prompt.person_id not in left


def _add(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens(FORM, str(prompt.relationship_id))


def _no(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("no_thanks")


def _conversation(tx: Session, prompt: Prompt) -> Opens:
    return Opens(FORM, str(prompt.relationship_id))


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id)
    own = contacts.of_relationship(tx, relationship.id).get(person.id)
    names = people.names(tx, relationship, person)
    return Page(params=names, initial={"contact": own.text} if own else {})


def leave(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep, change or take back a person's contact; an empty field takes it back."""
    relationship = choosing.live(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    own = contacts.of_relationship(tx, relationship.id).get(person.id)
    text = answers["contact"]
    if text is None:
        if own is not None:
            tx.delete(own)
    else:
        own = own or Contact(
            relationship_id=relationship.id, person_id=person.id, text=text, left_at=now
        )
        own.text, own.left_at = text, now
        tx.add(own)
    outcome = "add_contact" if text else "no_thanks"
    prompts.close(tx, (ASKED,), relationship, person, outcome, now)
    for each in people.pair(tx, relationship):
        errands.refresh_home(tx, each, now)
    return Done()


def open_form(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open one's own contact, from Home."""
    return Opens(FORM, relationship.id)


KINDS = {
    ASKED: Kind(guard=_none_left, form=_conversation, taps={"add_contact": _add, "no_thanks": _no}),
}
FORMS = {FORM: Form(page=_page, submit=leave)}
ACTS = {"contact": choosing.by_act(open_form)}
