"""What lies ahead of two people once a round nears its end, as one of them may see it on Home."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot import alarms, contacts, in_touch, renewal_asks, renewals, windows
from bot.invitations import CAREER
from bot.lifecycle import State
from store.contacts import of_relationship
from store.people import Person
from store.relationships import Relationship


@dataclass(frozen=True, slots=True)
class Ahead:
    """`answer`: the person's own, `plan`: as both were told; `contact`: the other's, if shown."""

    answer: str | None = None
    plan: str | None = None
    hello_on: date | None = None
    contact: str | None = None
    left_one: bool = False


NOTHING = Ahead()


def of(tx: Session, relationship: Relationship, person: Person) -> Ahead:
    """Give what lies ahead; nothing in it is the other's alone."""
    answer = plan = hello_on = contact = None
    left_one = False
    if relationship.state == State.CLOSING:
        told = renewal_asks.told(tx, relationship)
        answer = renewals.own(tx, relationship, person)
        plan = told.about["plan"] if told else None
    if relationship.state == State.IN_TOUCH:
        waiting = alarms.waiting(tx, (in_touch.HELLO_DUE,), relationship)
        hello_on = windows.local_day(waiting[0].due_at, person.zone) if waiting else None
    if relationship.kind == CAREER:
        contact = contacts.shown(tx, relationship, person)
        left_one = person.id in of_relationship(tx, relationship.id)
    return Ahead(answer, plan, hello_on, contact, left_one)
