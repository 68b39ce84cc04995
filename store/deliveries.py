"""The queries of delivery: what is due, what was claimed, what somebody has had this week."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam
from sqlmodel import Session, col, func, select, update

from store.alarms import Alarm
from store.database import go_beside
from store.errands import Errand
from store.people import Person
from store.prompts import PLANNED, SENDING, SENT, UNSURE, Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting
from store.types import Instant
from store.workspaces import Workspace


def open_workspaces(tx: Session, now: datetime) -> list[str]:
    """Give the workspaces that may be posted to now."""
    gate = col(Workspace.gate_until)
    return list(tx.exec(select(Workspace.id).where(gate.is_(None) | (gate <= now))).all())


def due(tx: Session, now: datetime, limit: int) -> list[Prompt]:
    """Give the prompts due at the head of each open workspace, locked against other processes.

    Their people are locked too: whom another process is writing to now is left for later. It is
    the first thing a unit of work does, and beside others: a long one would lose to each short one.
    """
    go_beside(tx)
    rows: list[Prompt] = []
    for workspace_id in open_workspaces(tx, now):
        rows += tx.exec(
            select(Prompt)
            .join(Person, col(Person.id) == col(Prompt.person_id))
            .where(
                Prompt.workspace_id == workspace_id,
                Prompt.state == PLANNED,
                Prompt.due_at <= now,
            )
            .order_by(col(Prompt.due_at), col(Prompt.planned_at), col(Prompt.place), col(Prompt.id))
            .limit(limit)
            .with_for_update(skip_locked=True, key_share=True, of=(Prompt, Person))
        ).all()
    return rows


def due_errands(tx: Session, now: datetime, limit: int) -> list[Errand]:
    """Give the errands due in each open workspace, locked, those of unsent messages left out.

    The first thing a unit of work does, as `due` is.
    """
    go_beside(tx)
    rows: list[Errand] = []
    for workspace_id in open_workspaces(tx, now):
        rows += tx.exec(
            select(Errand)
            .outerjoin(Prompt, col(Prompt.id) == col(Errand.prompt_id))
            .where(
                Errand.workspace_id == workspace_id,
                Errand.state == PLANNED,
                Errand.due_at <= now,
                col(Errand.prompt_id).is_(None) | col(Prompt.ts).is_not(None),
            )
            .order_by(col(Errand.due_at), col(Errand.id))
            .limit(limit)
            .with_for_update(skip_locked=True, of=Errand)
        ).all()
    return rows


def planned_for(tx: Session, person_id: str, before: datetime) -> list[Prompt]:
    """Give a person's prompts that are planned to go out before an instant, locked."""
    return list(
        tx.exec(
            select(Prompt)
            .where(Prompt.person_id == person_id, Prompt.state == PLANNED, Prompt.due_at < before)
            .with_for_update()
        ).all()
    )


def lapsed(tx: Session, now: datetime, limit: int) -> list[Prompt]:
    """Give the prompts that were sent and whose time to answer is over."""
    return list(
        tx.exec(
            select(Prompt)
            .where(Prompt.state == SENT, col(Prompt.expires_at) <= now)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
    )


def claimed(tx: Session, prompt_id: str, owner: str, attempt: int) -> list[Prompt]:
    """Give the rows of a message that this owner still holds for this attempt, lead first."""
    lead = tx.get(Prompt, prompt_id)
    if lead is None or (lead.state, lead.owner, lead.attempt) != (SENDING, owner, attempt):
        return []
    riders = tx.exec(
        select(Prompt).where(
            Prompt.lead_id == prompt_id, Prompt.state == SENDING, Prompt.owner == owner
        )
    ).all()
    return [lead, *riders]


def days_written_to(tx: Session, person_id: str, since: date) -> set[date]:
    """Give the local days from `since` on that a person was, or is being, written to."""
    rows = tx.exec(
        select(col(Prompt.sent_on)).where(
            Prompt.person_id == person_id, col(Prompt.sent_on) >= since
        )
    ).all()
    return {day for day in rows if day is not None}


def last_message(tx: Session, person_id: str) -> Prompt | None:
    """Give the lead of the last message of the bot's own accord that a person got."""
    return tx.exec(
        select(Prompt)
        .where(
            Prompt.person_id == person_id,
            col(Prompt.sent_on).is_not(None),
            col(Prompt.ts).is_not(None),
            col(Prompt.lead_id).is_(None),
        )
        .order_by(col(Prompt.sent_at).desc())
        .limit(1)
    ).first()


def written_to(tx: Session, person_id: str) -> int:
    """Give how many messages of the bot's own accord a person has had."""
    return tx.exec(
        select(func.count())
        .select_from(Prompt)
        .where(Prompt.person_id == person_id, col(Prompt.sent_on).is_not(None))
    ).one()


def is_mentee(tx: Session, person_id: str) -> bool:
    """Say whether the person is the mentee of an open relationship."""
    return (
        tx.exec(
            select(Relationship.id)
            .where(Relationship.mentee_id == person_id, col(Relationship.open_pair).is_not(None))
            .limit(1)
        ).first()
        is not None
    )


def meets_monthly(tx: Session, mentor_id: str, begins: datetime, ends: datetime) -> bool:
    """Say whether a session of a monthly pair of this mentor's lies between two instants."""
    return (
        tx.exec(
            select(Meeting.id)
            .join(Relationship, col(Relationship.id) == col(Meeting.relationship_id))
            .where(
                Relationship.mentor_id == mentor_id,
                Relationship.every == "month",
                col(Meeting.state).in_((BOOKED, HELD)),
                col(Meeting.starts_at) >= begins,
                col(Meeting.starts_at) < ends,
            )
            .limit(1)
        ).first()
        is not None
    )


def count_unreachable(tx: Session, workspace_id: str) -> int:
    """Give how many people of a workspace the bot can't write to, though their accounts are on."""
    return tx.exec(
        select(func.count())
        .select_from(Person)
        .where(
            Person.workspace_id == workspace_id,
            col(Person.unreachable_at).is_not(None),
            col(Person.deactivated_at).is_(None),
        )
    ).one()


def is_due(tx: Session, now: datetime) -> bool:
    """Say in one look whether there is anything to claim, ring or lapse."""
    return bool(tx.execute(IS_DUE, {"now": now}).scalar_one())


def next_due(tx: Session) -> datetime | None:
    """Give the earliest instant at which something planned is due, whatever it is."""
    found = tx.execute(NEXT_DUE).one()
    return min((at for at in found if at is not None), default=None)


def release(tx: Session, owner: str, now: datetime) -> None:
    """Let go of what an ending process had claimed and not sent."""
    tx.exec(
        update(Prompt)
        .where(col(Prompt.state) == SENDING, col(Prompt.owner) == owner)
        .values(state=UNSURE, lease_until=None)
    )


def unsure(tx: Session, now: datetime, settling: timedelta) -> list[Prompt]:
    """Give the messages that may have been posted and have had time to settle.

    A claim whose lease ran out joins them: its owner may have died with the answer.
    """
    tx.exec(
        update(Prompt)
        .where(col(Prompt.state) == SENDING, col(Prompt.lease_until) < now)
        .values(state=UNSURE, lease_until=None)
    )
    return list(
        tx.exec(
            select(Prompt).where(
                Prompt.state == UNSURE,
                col(Prompt.lead_id).is_(None),
                col(Prompt.first_tried_at) < now - settling,
            )
        ).all()
    )


def _is_due() -> Select[Any]:
    now = bindparam("now", type_=Instant)
    gate = col(Workspace.gate_until)
    open_now = select(Workspace.id).where(gate.is_(None) | (gate <= now))
    rings = select(Alarm.id).where(col(Alarm.rung_at).is_(None), col(Alarm.due_at) <= now)
    lapses = select(Prompt.id).where(Prompt.state == SENT, col(Prompt.expires_at) <= now)
    goes_out = select(Prompt.id).where(
        col(Prompt.workspace_id).in_(open_now), Prompt.state == PLANNED, col(Prompt.due_at) <= now
    )
    runs = _errands().where(col(Errand.workspace_id).in_(open_now), col(Errand.due_at) <= now)
    return select(rings.exists() | lapses.exists() | goes_out.exists() | runs.exists())


def _next_due() -> Select[Any]:
    alarm = select(func.min(Alarm.due_at)).where(col(Alarm.rung_at).is_(None))
    prompt = select(func.min(Prompt.due_at)).where(Prompt.state == PLANNED)
    errand = _errands().with_only_columns(func.min(Errand.due_at))
    return select(*(query.scalar_subquery() for query in (alarm, prompt, errand)))


def _errands() -> Select[Any]:
    """Select the errands still to be run, those of unsent messages left out."""
    return (
        select(Errand.id)
        .outerjoin(Prompt, col(Prompt.id) == col(Errand.prompt_id))
        .where(
            Errand.state == PLANNED, col(Errand.prompt_id).is_(None) | col(Prompt.ts).is_not(None)
        )
    )


# Built once: they are asked at every turn of the clock, and building one takes longer than asking.
IS_DUE, NEXT_DUE = _is_due(), _next_due()
