"""Whose words somebody may read (PRODUCT 4.4), said a second time, from the rows alone."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlmodel import Session, SQLModel, select

from store import contacts
from store.advice import Advice, Promise, Step, Update
from store.cards import Card
from store.changes import Change
from store.contacts import Contact
from store.goals import Goal, GoalChange
from store.lines import Line
from store.people import Person
from store.relationships import Relationship, choice
from store.reviews import Answer, Review
from store.rhythms import RulesWish
from store.sessions import Meeting, Topic
from store.thanks import DRAFTED, Thanks
from store.trades import Note, Trade
from store.visions import Decision, Vision


def may_read(tx: Session, words: str, reader: Person) -> bool:
    """Say whether some row that holds the words is one this reader may see."""
    return any(_readable(tx, row, words, reader) for row in _holding(tx, words))


def _holding(tx: Session, words: str) -> Iterator[SQLModel]:
    for table in RULES:
        for row in tx.exec(select(table)).all():
            if any(words in value for value in vars(row).values() if isinstance(value, str)):
                yield row


def _readable(tx: Session, row: Any, words: str, reader: Person) -> bool:
    if isinstance(row, Card):
        return any(row.person_id in _pair(each) for each in _of(tx, reader))
    if isinstance(row, Vision | Decision):
        return row.person_id == reader.id or _card_is_shared(tx, row, reader)
    if isinstance(row, Note):
        row_of: Any = tx.get_one(Trade, row.trade_id)
    elif isinstance(row, Answer):
        row_of = tx.get_one(Review, row.review_id)
    elif isinstance(row, GoalChange):
        row_of = tx.get_one(Goal, row.goal_id)
    else:
        row_of = row
    relationship_id = getattr(row_of, "relationship_id", row_of.id)
    relationship = tx.get_one(Relationship, relationship_id)
    if isinstance(row, Note) and row.shown_to_id == reader.id:
        return _note(tx, row, words)
    return reader.id in _pair(relationship) and RULES[type(row)](tx, row, words)


def _of(tx: Session, reader: Person) -> list[Relationship]:
    rows = tx.exec(select(Relationship).where(Relationship.begun_at != None)).all()  # noqa: E711
    return [row for row in rows if reader.id in _pair(row)]


def _pair(relationship: Relationship) -> tuple[str, str]:
    return relationship.mentee_id, relationship.mentor_id


def _card_is_shared(tx: Session, row: Any, reader: Person) -> bool:
    """Say whether a mentor reads a vision card: in a relationship in which it is shared."""
    with_reader = [each for each in _of(tx, reader) if each.mentee_id == row.person_id]
    chosen = [choice(tx, each.id, row.person_id, "vision") for each in with_reader]
    return isinstance(row, Vision) and any(each and each.value == "shared" for each in chosen)


def _always(tx: Session, row: Any, words: str) -> bool:
    return True


def _never(tx: Session, row: Any, words: str) -> bool:
    return False


def _shared(tx: Session, row: Any, words: str) -> bool:
    return bool(row.shared)


def _told(tx: Session, row: Any, words: str) -> bool:
    return bool(row.told)


def _goal(tx: Session, row: Any, words: str) -> bool:
    return not row.private


def _change(tx: Session, row: Any, words: str) -> bool:
    return not tx.get_one(Goal, row.goal_id).private


def _update(tx: Session, row: Any, words: str) -> bool:
    return row.shared_at is not None


def _topic(tx: Session, row: Any, words: str) -> bool:
    return bool(row.kind != "step")


def _note(tx: Session, row: Any, words: str) -> bool:
    """A box is read once it is released; thanks and afterthought come after that."""
    boxes = [box for box in ("value", "better", "appreciate") if words in (getattr(row, box) or "")]
    released = (row.released or "").split(",")
    return all(box in released for box in boxes) and bool(row.released)


def _review(tx: Session, row: Any, words: str) -> bool:
    """Half-way answers are read once both sets are open, or the one its author let go."""
    review = tx.get_one(Review, row.review_id)
    both = tx.exec(select(Answer).where(Answer.review_id == review.id)).all()
    return review.shown_at is not None and (len(both) == 2 or row.share)


def _thanks(tx: Session, row: Any, words: str) -> bool:
    return bool(row.state != DRAFTED)


def _contact(tx: Session, row: Any, words: str) -> bool:
    """A contact is read by the other once both have left one."""
    return len(contacts.of_relationship(tx, row.relationship_id)) == 2


def _rules(tx: Session, row: Any, words: str) -> bool:
    """Ground rules show once both have answered or the usual ones stand in, a contact later."""
    relationship = tx.get_one(Relationship, row.relationship_id)
    if words in (row.contact or ""):
        return relationship.rules_state == "agreed"
    both = tx.exec(select(RulesWish).where(RulesWish.relationship_id == relationship.id)).all()
    return len(both) == 2 or relationship.rules_state != "default"


RULES: dict[type[SQLModel], Callable[[Session, Any, str], bool]] = {
    Advice: _shared,
    Answer: _review,
    Card: _always,
    Change: _told,
    Contact: _contact,
    Goal: _goal,
    GoalChange: _change,
    Line: _always,
    Meeting: _always,
    Note: _note,
    Promise: _never,
    Relationship: _always,
    RulesWish: _rules,
    Step: _shared,
    Topic: _topic,
    Thanks: _thanks,
    Trade: _always,
    Update: _update,
    Vision: _never,
    Decision: _never,
}
