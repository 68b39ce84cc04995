"""What the Home tab shows: each thing for several relationships in one query."""

from collections.abc import Sequence

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
    query = select(Meeting).where(col(Meeting.relationship_id).in_(ids))
    return list(tx.exec(query.order_by(col(Meeting.number))).all())


def slots(tx: Session, session_ids: Sequence[str]) -> list[Slot]:
    """Give the times offered for these sessions that nobody has answered."""
    query = select(Slot).where(col(Slot.session_id).in_(session_ids), Slot.state == "open")
    return list(tx.exec(query).all())


def goals(tx: Session, ids: Sequence[str]) -> list[Goal]:
    """Give the open goals of these relationships in their order."""
    query = select(Goal).where(col(Goal.relationship_id).in_(ids), col(Goal.closed_at).is_(None))
    return list(tx.exec(query.order_by(col(Goal.position), col(Goal.created_at))).all())


def steps(tx: Session, ids: Sequence[str]) -> list[Step]:
    """Give the open steps of these relationships, oldest first."""
    query = select(Step).where(col(Step.relationship_id).in_(ids), Step.state == "open")
    return list(tx.exec(query.order_by(col(Step.planned_at), col(Step.id))).all())


def promises(tx: Session, ids: Sequence[str]) -> list[Promise]:
    """Give the promises still to keep in these relationships, oldest first."""
    query = select(Promise).where(
        col(Promise.relationship_id).in_(ids),
        col(Promise.kept_at).is_(None),
        col(Promise.dropped_at).is_(None),
    )
    return list(tx.exec(query.order_by(col(Promise.promised_at), col(Promise.id))).all())


def trades(tx: Session, ids: Sequence[str]) -> list[Trade]:
    """Give the trades of these relationships, oldest first."""
    query = select(Trade).where(col(Trade.relationship_id).in_(ids))
    return list(tx.exec(query.order_by(col(Trade.opens_at))).all())


def notes(tx: Session, trade_ids: Sequence[str]) -> dict[str, dict[str, Note]]:
    """Give the notes of these trades, by trade id and author id."""
    found: dict[str, dict[str, Note]] = {trade_id: {} for trade_id in trade_ids}
    for note in tx.exec(select(Note).where(col(Note.trade_id).in_(trade_ids))).all():
        found[note.trade_id][note.author_id] = note
    return found


def reviews(tx: Session, ids: Sequence[str]) -> list[Review]:
    """Give the half-way reviews of these relationships by round."""
    query = select(Review).where(col(Review.relationship_id).in_(ids))
    return list(tx.exec(query.order_by(col(Review.round))).all())


def answered(tx: Session, person_id: str, ids: Sequence[str]) -> list[str]:
    """Give the ids of the half-way reviews of these relationships that a person has answered."""
    query = select(Answer.review_id).join(Review, col(Review.id) == col(Answer.review_id))
    own = query.where(Answer.person_id == person_id, col(Review.relationship_id).in_(ids))
    return list(tx.exec(own).all())


def choices(tx: Session, person_id: str, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Give what a person has chosen in these relationships, by relationship id and topic."""
    query = select(Choice).where(
        Choice.person_id == person_id, col(Choice.relationship_id).in_(ids)
    )
    found: dict[str, dict[str, str]] = {each: {} for each in ids}
    for choice in tx.exec(query).all():
        found[choice.relationship_id][choice.topic] = choice.value
    return found


def wished(tx: Session, person_id: str, ids: Sequence[str]) -> set[str]:
    """Give the relationships in whose setup a person has said what rhythm suits them."""
    query = select(RhythmWish.relationship_id).where(
        RhythmWish.person_id == person_id,
        RhythmWish.occasion == "setup",
        col(RhythmWish.relationship_id).in_(ids),
    )
    return set(tx.exec(query).all())


def ruled(tx: Session, person_id: str, ids: Sequence[str]) -> set[str]:
    """Give the relationships in which a person has ticked ground rules."""
    query = select(RulesWish.relationship_id).where(
        RulesWish.person_id == person_id, col(RulesWish.relationship_id).in_(ids)
    )
    return set(tx.exec(query).all())


def prompts(tx: Session, kinds: Sequence[str], ids: Sequence[str]) -> list[Prompt]:
    """Give the prompts of some kinds in these relationships, to either, whatever became of them."""
    query = select(Prompt).where(col(Prompt.relationship_id).in_(ids), col(Prompt.kind).in_(kinds))
    return list(tx.exec(query).all())


def alarms(tx: Session, kind: str, ids: Sequence[str]) -> list[Alarm]:
    """Give the alarms of a kind in these relationships that are still to ring."""
    query = select(Alarm).where(
        col(Alarm.relationship_id).in_(ids), Alarm.kind == kind, col(Alarm.rung_at).is_(None)
    )
    return list(tx.exec(query.order_by(col(Alarm.due_at))).all())


def contacts(tx: Session, ids: Sequence[str]) -> list[Contact]:
    """Give the contacts left in these relationships."""
    return list(tx.exec(select(Contact).where(col(Contact.relationship_id).in_(ids))).all())
