"""What the Home tab shows: each thing for several relationships in one query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam
from sqlmodel import Session, col, select

from store.advice import Promise, Step
from store.alarms import Alarm
from store.contacts import Contact
from store.goals import Goal
from store.prompts import Prompt
from store.relationships import Choice
from store.reviews import Answer, Review
from store.rhythms import RhythmWish, RulesWish
from store.sessions import Meeting, Slot
from store.trades import Note, Trade


def meetings(tx: Session, ids: Sequence[str]) -> list[Meeting]:
    """Give the sessions of these relationships by number."""
    return _all(tx, MEETINGS, ids)


def slots(tx: Session, session_ids: Sequence[str]) -> list[Slot]:
    """Give the times offered for these sessions that nobody has answered."""
    return _all(tx, SLOTS, session_ids)


def goals(tx: Session, ids: Sequence[str]) -> list[Goal]:
    """Give the open goals of these relationships in their order."""
    return _all(tx, GOALS, ids)


def steps(tx: Session, ids: Sequence[str]) -> list[Step]:
    """Give the open steps of these relationships, oldest first."""
    return _all(tx, STEPS, ids)


def promises(tx: Session, ids: Sequence[str]) -> list[Promise]:
    """Give the promises still to keep in these relationships, oldest first."""
    return _all(tx, PROMISES, ids)


def trades(tx: Session, ids: Sequence[str]) -> list[Trade]:
    """Give the trades of these relationships, oldest first."""
    return _all(tx, TRADES, ids)


def notes(tx: Session, trade_ids: Sequence[str]) -> dict[str, dict[str, Note]]:
    """Give the notes of these trades, by trade id and author id."""
    found: dict[str, dict[str, Note]] = {trade_id: {} for trade_id in trade_ids}
    for note in _all(tx, NOTES, trade_ids):
        found[note.trade_id][note.author_id] = note
    return found


def reviews(tx: Session, ids: Sequence[str]) -> list[Review]:
    """Give the half-way reviews of these relationships by round."""
    return _all(tx, REVIEWS, ids)


def answered(tx: Session, person_id: str, ids: Sequence[str]) -> list[str]:
    """Give the ids of the half-way reviews of these relationships that a person has answered."""
    return _all(tx, ANSWERED, ids, person=person_id)


def choices(tx: Session, person_id: str, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Give what a person has chosen in these relationships, by relationship id and topic."""
    found: dict[str, dict[str, str]] = {each: {} for each in ids}
    for choice in _all(tx, CHOICES, ids, person=person_id):
        found[choice.relationship_id][choice.topic] = choice.value
    return found


def wished(tx: Session, person_id: str, ids: Sequence[str]) -> set[str]:
    """Give the relationships in whose setup a person has said what rhythm suits them."""
    return set(_all(tx, WISHED, ids, person=person_id))


def ruled(tx: Session, person_id: str, ids: Sequence[str]) -> set[str]:
    """Give the relationships in which a person has ticked ground rules."""
    return set(_all(tx, RULED, ids, person=person_id))


def prompts(tx: Session, kinds: Sequence[str], ids: Sequence[str]) -> list[Prompt]:
    """Give the prompts of some kinds in these relationships, to either, whatever became of them."""
    return _all(tx, PROMPTS, ids, kinds=kinds)


def alarms(tx: Session, kind: str, ids: Sequence[str]) -> list[Alarm]:
    """Give the alarms of a kind in these relationships that are still to ring."""
    return _all(tx, ALARMS, ids, kind=kind)


def contacts(tx: Session, ids: Sequence[str]) -> list[Contact]:
    """Give the contacts left in these relationships."""
    return _all(tx, CONTACTS, ids)


def _all(tx: Session, query: Select[Any], ids: Sequence[str], **given: Any) -> list[Any]:
    return list(tx.execute(query, {"ids": ids, **given}).scalars().all())


# Built once: building one takes as long as asking, and a Home asks all of them.
_ids: Any = bindparam("ids", expanding=True)
_kinds: Any = bindparam("kinds", expanding=True)
_person: Any = bindparam("person")
MEETINGS = select(Meeting).where(col(Meeting.relationship_id).in_(_ids))
MEETINGS = MEETINGS.order_by(col(Meeting.number))
SLOTS = select(Slot).where(col(Slot.session_id).in_(_ids), Slot.state == "open")
GOALS = select(Goal).where(col(Goal.relationship_id).in_(_ids), col(Goal.closed_at).is_(None))
GOALS = GOALS.order_by(col(Goal.position), col(Goal.created_at))
STEPS = select(Step).where(col(Step.relationship_id).in_(_ids), Step.state == "open")
STEPS = STEPS.order_by(col(Step.planned_at), col(Step.id))
PROMISES = (
    select(Promise)
    .where(col(Promise.relationship_id).in_(_ids))
    .where(col(Promise.kept_at).is_(None), col(Promise.dropped_at).is_(None))
    .order_by(col(Promise.promised_at), col(Promise.id))
)
TRADES = select(Trade).where(col(Trade.relationship_id).in_(_ids)).order_by(col(Trade.opens_at))
NOTES = select(Note).where(col(Note.trade_id).in_(_ids))
REVIEWS = select(Review).where(col(Review.relationship_id).in_(_ids)).order_by(col(Review.round))
ANSWERED = (
    select(Answer.review_id)
    .join(Review, col(Review.id) == col(Answer.review_id))
    .where(Answer.person_id == _person, col(Review.relationship_id).in_(_ids))
)
CHOICES = select(Choice)
CHOICES = CHOICES.where(Choice.person_id == _person, col(Choice.relationship_id).in_(_ids))
WISHED = (
    select(RhythmWish.relationship_id)
    .where(RhythmWish.person_id == _person, RhythmWish.occasion == "setup")
    .where(col(RhythmWish.relationship_id).in_(_ids))
)
RULED = select(RulesWish.relationship_id)
RULED = RULED.where(RulesWish.person_id == _person, col(RulesWish.relationship_id).in_(_ids))
PROMPTS = select(Prompt).where(col(Prompt.relationship_id).in_(_ids), col(Prompt.kind).in_(_kinds))
ALARMS = (
    select(Alarm)
    .where(col(Alarm.relationship_id).in_(_ids), Alarm.kind == bindparam("kind"))
    .where(col(Alarm.rung_at).is_(None))
    .order_by(col(Alarm.due_at))
)
CONTACTS = select(Contact).where(col(Contact.relationship_id).in_(_ids))
