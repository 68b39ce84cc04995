"""What somebody is to be sent, and has had: the queries of attention (PRODUCT 2.6)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as core
from sqlalchemy import Select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from store import known
from store.among import among
from store.people import Person
from store.prompts import PLANNED, Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting


def planned_for(tx: Session, person_id: str, before: datetime) -> list[Prompt]:
    """Give a person's prompts that are planned to go out before an instant, locked."""
    until, rows = known.of(tx, "planned", person_id) or (before, None)
    if rows is not None and before <= until:
        return [row for row in rows if row.state == PLANNED and row.due_at < before]
    return list(
        tx.exec(
            select(Prompt)
            .where(Prompt.person_id == person_id, Prompt.state == PLANNED, Prompt.due_at < before)
            .with_for_update()
        ).all()
    )


def days_written_to(tx: Session, person_id: str, since: date) -> set[date]:
    """Give the local days from `since` on that a person was, or is being, written to."""
    first, days = known.of(tx, "days", person_id) or (date.max, set())
    if first <= since:
        _, planned = known.of(tx, "planned", person_id)
        days = days | {row.sent_on for row in planned if row.sent_on}
        return {day for day in days if day >= since}
    rows = tx.exec(
        select(col(Prompt.sent_on)).where(
            Prompt.person_id == person_id, col(Prompt.sent_on) >= since
        )
    ).all()
    return {day for day in rows if day is not None}


def last_message(tx: Session, person_id: str) -> Prompt | None:
    """Give the lead of the last message of the bot's own accord that a person got."""
    if (last := known.of(tx, "last", person_id)) is not None:
        return next(iter(last), None)
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
    if (count := known.of(tx, "written", person_id)) is not None:
        _, planned = known.of(tx, "planned", person_id)
        return int(count) + sum(row.sent_on is not None for row in planned)
    return tx.exec(
        select(func.count())
        .select_from(Prompt)
        .where(Prompt.person_id == person_id, col(Prompt.sent_on).is_not(None))
    ).one()


def turns(tx: Session, ids: Collection[str]) -> dict[str, int]:
    """Give by prompt how many of its kind its person was planned to be told before it."""
    found = {row_id: known.of(tx, "turns", row_id) for row_id in ids}
    if unknown := [row_id for row_id, turn in found.items() if turn is None]:
        found |= {row.id: row.turn for row in tx.execute(TURNS, {"ids": unknown})}
    return found


def is_mentee(tx: Session, person_id: str) -> bool:
    """Say whether the person is the mentee of an open relationship."""
    if (rows := known.of(tx, "relationships", person_id)) is not None:
        return any(row.mentee_id == person_id and row.open_pair for row in rows)
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
    rows = known.of(tx, "relationships", mentor_id)
    if rows is not None and not any(
        row.mentor_id == mentor_id and row.every == "month" for row in rows
    ):
        return False
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


def _turns() -> Select[Any, Any]:
    before = aliased(Prompt)
    earlier = tuple_(before.planned_at, before.place, before.id)
    alike = (before.person_id == Prompt.person_id) & (before.kind == Prompt.kind)
    count = select(func.count()).where(
        alike, earlier < tuple_(Prompt.planned_at, Prompt.place, Prompt.id)
    )
    turn = count.scalar_subquery().label("turn")
    return core.select(col(Prompt.id), turn).where(among(Prompt.id, "ids"))


# Built once: every claim asks for it.
TURNS = _turns()
