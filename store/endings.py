"""What goes after an ending: rows that only the bot needed."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, or_, select

from store.advice import Step, Update
from store.alarms import Alarm
from store.errands import Errand
from store.prompts import ANSWERED, DROPPED, EXPIRED, PARKED, Draft, Prompt
from store.relationships import Choice, Relationship
from store.rhythms import RhythmWish, RulesWish
from store.sessions import Meeting, Slot

OVER = (ANSWERED, EXPIRED, DROPPED, PARKED)
TIDIED = "tidied"


def delete_prompts(tx: Session, relationship_id: str, kept_kinds: Sequence[str] = ()) -> None:
    """Delete a relationship's prompts that are over, and the errands for their messages.

    One that leads a message with prompts of another relationship stays: they need its place. It
    is marked, since what its words were made of may go.
    """
    mine = select(Prompt.id).where(
        Prompt.relationship_id == relationship_id,
        col(Prompt.state).in_(OVER),
        col(Prompt.kind).not_in(kept_kinds),
    )
    leading = select(Prompt.lead_id).where(
        col(Prompt.lead_id).in_(mine),
        or_(
            col(Prompt.relationship_id).is_distinct_from(relationship_id),
            col(Prompt.state).not_in(OVER),
        ),
    )
    kept = {lead for lead in tx.exec(leading).all() if lead is not None}
    for row in tx.exec(select(Prompt).where(col(Prompt.id).in_(kept))).all():
        if row.relationship_id == relationship_id and row.state in OVER:
            row.about = {**row.about, TIDIED: True}
    gone = [row for row in tx.exec(mine).all() if row not in kept]
    tx.exec(delete(Errand).where(col(Errand.prompt_id).in_(gone)))
    tx.exec(delete(Prompt).where(col(Prompt.id).in_(gone)))


def delete_alarms(tx: Session, relationship_id: str) -> None:
    """Delete a relationship's alarms that have rung."""
    mine = col(Alarm.relationship_id) == relationship_id
    tx.exec(delete(Alarm).where(mine, col(Alarm.rung_at).is_not(None)))


def delete_slots(tx: Session, relationship_id: str) -> None:
    """Delete the times that were offered for a relationship's sessions."""
    meetings = select(Meeting.id).where(Meeting.relationship_id == relationship_id)
    tx.exec(delete(Slot).where(col(Slot.session_id).in_(meetings)))


def delete_steps(tx: Session, relationship_id: str) -> None:
    """Delete the steps still open of which nothing was ever written."""
    told = select(Update.step_id).where(col(Update.step_id).is_not(None))
    steps = select(Step.id).where(
        Step.relationship_id == relationship_id,
        Step.state == "open",
        col(Step.id).not_in(told),
    )
    gone = list(tx.exec(steps).all())
    tx.exec(delete(Draft).where(col(Draft.row_id).in_(gone)))
    tx.exec(delete(Step).where(col(Step.id).in_(gone)))


def forget_setup(tx: Session, relationship: Relationship) -> None:
    """Delete what two people answered when they were set up, so that they are asked anew."""
    for table in (Choice, RhythmWish, RulesWish):
        mine = col(table.relationship_id) == relationship.id
        tx.exec(delete(table).where(mine))
