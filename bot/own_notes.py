"""Own notes: what only one person can read of a relationship, and deleting it for good (I10, 4.4).

What the other may read stays: it is theirs too. Cards and decisions belong to no relationship.
"""

from datetime import datetime

from sqlmodel import Session

from bot import people
from bot.goals import shared_history
from store import advice, changes, goals, reviews, sessions, trades
from store.goals import Goal
from store.people import Person
from store.relationships import Relationship
from store.sessions import HELD

BOXES = ("value", "better", "appreciate", "afterthought")


def delete(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """Delete the person's private words of a relationship that is over."""
    if people.is_mentee(relationship, person):
        _follow_through(tx, relationship)
    _agenda(tx, relationship, person)
    _goals(tx, relationship, person)
    _notes(tx, relationship, person)
    for change in changes.of_relationship(tx, relationship.id):
        if change.person_id == person.id and not change.told:
            tx.delete(change)
    for review in reviews.of_relationship(tx, relationship.id):
        answer = reviews.answers(tx, review.id).get(person.id)
        if answer is not None and (review.shown_at is None or not answer.share):
            answer.working = answer.change = None
            tx.add(answer)
    tx.flush()


def _follow_through(tx: Session, relationship: Relationship) -> None:
    """Delete the mentee's unshared suggestions, steps and lines; what hung on them hangs free."""
    updates, steps = advice.updates(tx, relationship.id), advice.steps(tx, relationship.id)
    noted = [row for row in advice.noted(tx, relationship.id) if not row.shared]
    own = [step for step in steps if not step.shared]
    gone = {row.id for row in noted} | {row.id for row in own}
    for update in updates:
        if update.shared_at is None:
            tx.delete(update)
        elif update.step_id in gone:
            update.step_id = None
    for step in steps:
        if step.advice_id in gone:
            step.advice_id = None
    tx.flush()
    for row in (*own, *noted):
        tx.delete(row)
    tx.flush()


def _agenda(tx: Session, relationship: Relationship, person: Person) -> None:
    """Delete the person's agenda items that no held session had, and what repeats a step."""
    held = {row.id for row in sessions.of_relationship(tx, relationship.id) if row.state == HELD}
    for topic in sessions.agenda(tx, relationship.id):
        repeats = topic.kind == "step" or topic.session_id not in held
        if topic.added_by_id == person.id and topic.text and repeats:
            tx.delete(topic)
    tx.flush()


def _goals(tx: Session, relationship: Relationship, person: Person) -> None:
    """Delete private goals with their history, and what shared ones said while private."""
    for goal in goals.of_relationship(tx, relationship.id):
        if goal.author_id != person.id:
            continue
        if goal.private:
            _forget(tx, relationship, goal)
            continue
        history = goals.changes(tx, goal.id)
        told = {change.id for change in shared_history(history)}
        for change in history:
            if change.id not in told:
                change.text = None


def _forget(tx: Session, relationship: Relationship, goal: Goal) -> None:
    for change in goals.changes(tx, goal.id):
        tx.delete(change)
    for topic in sessions.agenda(tx, relationship.id):
        if topic.goal_id == goal.id:
            topic.goal_id = None
            tx.add(topic)
    tx.flush()
    tx.delete(goal)


def _notes(tx: Session, relationship: Relationship, person: Person) -> None:
    """Empty the notes of the trade that never opened."""
    for trade in trades.of_relationship(tx, relationship.id):
        note = trades.notes(tx, trade.id).get(person.id)
        if note is not None and not note.released:
            for box in BOXES:
                setattr(note, box, None)
            tx.add(note)
