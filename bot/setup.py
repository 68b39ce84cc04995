"""Setup: a chain of cards at each person's own pace, which never blocks the first session."""

from datetime import datetime

from sqlmodel import Session

from bot import people, prompts
from store.people import Person
from store.relationships import Relationship


def begin(tx: Session, relationship: Relationship, tapped_by: Person, now: datetime) -> None:
    """Ask both to set up: at once who has just tapped yes, the other in their window."""
    for person in people.pair(tx, relationship):
        prompts.plan(tx, "B11", person, relationship.id, now, now, relationship=relationship)
