"""What lies ahead of two people once a round nears its end, as one of them may see it on Home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot import in_touch, renewal_asks, renewals, windows
from bot.invitations import CAREER
from bot.lifecycle import State
from store import homes
from store.contacts import Contact
from store.people import Person
from store.prompts import Prompt
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


def of(
    tx: Session,
    person: Person,
    rows: Sequence[Relationship],
    chosen: Mapping[str, Mapping[str, str]],
) -> dict[str, Ahead]:
    """Give what lies ahead by relationship id; nothing in it is the other's alone.

    `chosen`: the person's own choices, by relationship id and topic.
    """
    closing = [row.id for row in rows if row.state == State.CLOSING]
    told = homes.prompts(tx, renewal_asks.TOLD_PLANS, closing)
    touching = [row.id for row in rows if row.state == State.IN_TOUCH]
    hellos = {row.relationship_id: row for row in homes.alarms(tx, in_touch.HELLO_DUE, touching)}
    left = homes.contacts(tx, [row.id for row in rows if row.kind == CAREER])
    found = {}
    for row in rows:
        hello = hellos.get(row.id)
        plan = _plan(row, [each for each in told if each.relationship_id == row.id])
        found[row.id] = Ahead(
            answer=chosen[row.id].get(renewals.topic(row)) if row.id in closing else None,
            plan=plan,
            hello_on=windows.local_day(hello.due_at, person.zone) if hello else None,
            contact=_contact(person, [each for each in left if each.relationship_id == row.id]),
            left_one=any(
                (each.relationship_id, each.person_id) == (row.id, person.id) for each in left
            ),
        )
    return found


def _plan(relationship: Relationship, told: Sequence[Prompt]) -> str | None:
    last = renewal_asks.last_told(relationship, told)
    return str(last.about["plan"]) if last else None


def _contact(reader: Person, left: Sequence[Contact]) -> str | None:
    """Give the other's, to a reader who has left one too."""
    theirs = next((each.text for each in left if each.person_id != reader.id), None)
    return theirs if any(each.person_id == reader.id for each in left) else None
