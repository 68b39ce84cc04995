"""What was claimed and what became of it: held, let go, perhaps posted (DESIGN 2.4, 2.5)."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as core
from sqlalchemy import Select, Table, Update, bindparam
from sqlmodel import Session, col, func, select, update

from store.among import among
from store.errands import Errand
from store.items import AsDate, AsJson, items
from store.people import Person
from store.prompts import SENDING, SENT, UNSURE, Prompt
from store.types import Instant

# An attempt whose lease ran out is unsure for others; its own process may know better yet.
OPEN = (SENDING, UNSURE)


def take(row: Prompt, owner: str, lease: timedelta, now: datetime, **told: Any) -> None:
    """Take a prompt for one more attempt, and what its lead is told to remember.

    `keep` has the database know it, for many at once; until then it stands in the row alone.
    """
    tried = row.attempt  # what is put in a row that was not read would not stay
    told |= {"state": SENDING, "owner": owner, "lease_until": now + lease, "attempt": tried + 1}
    # Whoever claims a message begins to post it while half of the lease is left, or not at all.
    told |= {"first_tried_at": row.first_tried_at or now, "tried_at": now + lease / 2}
    vars(row).update(told)


def keep(tx: Session, rows: Sequence[Prompt], now: datetime) -> None:
    """Write the prompts that were taken together with their wording, their leads with the day."""
    if not rows:
        return
    given = {"owner": rows[0].owner, "until": rows[0].lease_until, "tried": rows[0].tried_at}
    taken = [
        (row.id, row.sent_on.isoformat() if row.sent_on else None, json.dumps(row.about))
        for row in rows
    ]
    tx.execute(TAKE, {"taken": taken, "now": now, **given})


def claimed(tx: Session, prompt_id: str, owner: str, attempt: int) -> list[Prompt]:
    """Give the rows of a message that nobody has tried since this owner's attempt, lead first."""
    found = held(tx, owner, [prompt_id])
    rows = found.get(prompt_id, [])
    return rows if rows and rows[0].attempt == attempt else []


def held(tx: Session, owner: str, prompt_ids: Collection[str]) -> dict[str, list[Prompt]]:
    """Give the rows of messages that this owner sent last, by lead and lead first, locked."""
    mine = col(Prompt.state).in_(OPEN) & (col(Prompt.owner) == owner)
    lead, rider = col(Prompt.id).in_(prompt_ids), col(Prompt.lead_id).in_(prompt_ids)
    query = select(Prompt).where(mine & (lead | rider)).order_by(col(Prompt.id)).with_for_update()
    rows = tx.exec(query).all()
    found = {row.id: [row] for row in rows if row.lead_id is None}
    for row in rows:
        if row.lead_id in found:
            found[row.lead_id].append(row)
    return found


def mark(
    tx: Session, owner: str, taken: Mapping[str, tuple[int, str, str]], now: datetime
) -> dict[str, tuple[str, str]]:
    """Mark messages as sent by attempt, channel and ts, each if this owner was the last to send it.

    Gives channel and ts by person. Many come at once: no row is made an object for it.
    """
    tx.flush()
    found = tx.execute(HELD, {"owner": owner, "ids": list(taken)}).all()
    leads = {row.id for row in found if row.lead_id is None and row.attempt == taken[row.id][0]}
    sent, reached = [], {}
    for row in found:
        lead_id = row.lead_id or row.id
        if lead_id in leads:
            _, channel, ts = taken[lead_id]
            sent.append((row.id, channel, ts))
            reached[row.person_id] = (channel, ts)
    if sent:
        tx.execute(MARK, {"sent": sent, "now": now})
        tx.expire_all()
    return reached


def lapsed(tx: Session, now: datetime, limit: int) -> list[Prompt]:
    """Give the prompts that were sent and whose time to answer is over."""
    return list(
        tx.exec(
            select(Prompt)
            .where(Prompt.state == SENT, col(Prompt.expires_at) <= now)
            .order_by(col(Prompt.expires_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
    )


def give_up(tx: Session, now: datetime) -> None:
    """Let go of what is held by processes that died: what they sent may have arrived."""
    tx.exec(
        update(Prompt)
        .where(col(Prompt.state) == SENDING, col(Prompt.lease_until) < now)
        .values(state=UNSURE, lease_until=None)
    )


def release(tx: Session, owner: str, now: datetime) -> None:
    """Let go of what an ending process has claimed and not heard of: it may have arrived."""
    tx.exec(
        update(Prompt)
        .where(col(Prompt.state) == SENDING, col(Prompt.owner) == owner)
        .values(state=UNSURE, lease_until=None, tried_at=now)
    )


def abandoned(tx: Session, now: datetime, owner: str | None = None) -> list[Errand]:
    """Give the errands being run whose lease ran out, or that this owner holds, locked."""
    mine = Errand.owner == owner if owner else col(Errand.lease_until) < now
    return list(
        tx.exec(
            select(Errand).where(Errand.state == SENDING, mine).with_for_update(skip_locked=True)
        ).all()
    )


def workspaces_unsure(tx: Session, tried_before: datetime) -> list[str]:
    """Give the workspaces with messages that may have been posted and have had time to settle."""
    rows = select(Prompt.workspace_id).where(*_settled(tried_before)).distinct()
    return list(tx.exec(rows).all())


def unsure(tx: Session, workspace_id: str, tried_before: datetime, limit: int) -> list[Prompt]:
    """Give the unsure messages of a workspace that have had time to settle, oldest first."""
    return list(
        tx.exec(
            select(Prompt)
            .where(Prompt.workspace_id == workspace_id, *_settled(tried_before))
            .order_by(col(Prompt.tried_at), col(Prompt.id))
            .limit(limit)
        ).all()
    )


def _held() -> Select[Any, Any, Any, Any]:
    mine = col(Prompt.state).in_(OPEN) & (col(Prompt.owner) == bindparam("owner"))
    asked = among(Prompt.id, "ids") | among(Prompt.lead_id, "ids")
    columns = (col(Prompt.id), col(Prompt.lead_id), col(Prompt.attempt), col(Prompt.person_id))
    return core.select(*columns).where(mine & asked).order_by(col(Prompt.id)).with_for_update()


def _take() -> Update:
    row, sent_on, about = items("taken", 3)
    now = bindparam("now", type_=Instant)
    known_ts = core.select(col(Person.last_ts)).where(col(Person.id) == PROMPT.c.person_id)
    return (
        core.update(PROMPT)
        .where(PROMPT.c.id == row)
        .values(
            state=SENDING,
            owner=bindparam("owner"),
            lease_until=bindparam("until"),
            attempt=PROMPT.c.attempt + 1,
            first_tried_at=func.coalesce(PROMPT.c.first_tried_at, now),
            tried_at=bindparam("tried"),
            after_ts=func.coalesce(PROMPT.c.after_ts, known_ts.scalar_subquery()),
            sent_on=func.coalesce(AsDate(sent_on), PROMPT.c.sent_on),
            about=AsJson(about),
        )
    )


def _mark() -> Update:
    row, channel, ts = items("sent", 3)
    return (
        core.update(PROMPT)
        .where(PROMPT.c.id == row)
        .values(state=SENT, channel=channel, ts=ts, sent_at=bindparam("now"), lease_until=None)
    )


def _settled(tried_before: datetime) -> Iterable[Any]:
    return (
        col(Prompt.state) == UNSURE,
        col(Prompt.lead_id).is_(None),
        col(Prompt.tried_at) < tried_before,
    )


# Built once: claiming and marking is what a process does most often.
PROMPT: Table = Prompt.__table__  # type: ignore[attr-defined]
HELD, TAKE, MARK = _held(), _take(), _mark()
