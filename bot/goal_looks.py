"""Goals nobody has touched for three sessions: offered for keep, change or let go (S14)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import goal_edits, goals, people
from bot.kinds import Choice
from bot.replies import Reply
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

LOOK = "look_over_goal"


def offered(tx: Session, prompt: Prompt, now: datetime) -> Sequence[Choice]:
    """Give the button before a session that leads to such a goal, while there is one."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    mentee, _ = people.pair(tx, relationship)
    found = goals.untouched(tx, relationship, mentee)
    return [Choice(LOOK, "Look over a goal")] if found else []


def show(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Show the goals, with what may be done about each."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return goal_edits.show(tx, tx.get_one(Person, prompt.person_id), relationship, now)
