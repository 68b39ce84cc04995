"""Which prompts go out now: claim what is due, check its reason again, merge a day's into one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import attention, failures, gathering, pacing, windows
from bot.views import messages
from bot.windows import Pace
from store import batches, claims, deliveries, gates, known, outbox
from store.people import Person
from store.prompts import PARKED, PLANNED, Prompt
from store.troubles import Trouble

LEASE = timedelta(seconds=60)
BATCH, WORKSPACES = 50, 50


@dataclass(frozen=True)
class Outgoing:
    """One message to post, claimed by an owner for one attempt; `direct`: it answers a tap."""

    prompt_id: str
    attempt: int
    workspace_id: str
    due_at: datetime
    claimed_at: datetime
    slack_id: str
    channel: str | None
    thread_ts: str | None
    message: Mapping[str, Any]
    direct: bool = False


def claim(
    tx: Session,
    owner: str,
    now: datetime,
    *,
    limit: int = BATCH,
    pace: int | None = None,
    lease: timedelta = LEASE,
) -> list[Outgoing]:
    """Claim what is due and may go out now, one message a person (DESIGN 2.2).

    Every open workspace has an equal share of `limit`; `pace`: messages a minute in each.
    """
    tx.info["lease"] = lease
    ready = outbox.ready(tx, now, min(limit, WORKSPACES))
    share = max(1, limit // max(1, len(ready)))
    heads: list[Prompt] = []
    for workspace_id, gate, lanes in ready:
        heads += _heads(tx, workspace_id, lanes, now, share, pacing.room(gate, now, pace))
    if not heads:
        return []
    batches.read(tx, heads, now)
    try:
        with tx.begin_nested():
            outgoing = _claim(tx, heads, owner, now)
    except Exception:  # then one by one: what can't be drawn must not hold up the others
        known.forget(tx)
        tx.expire_all()
        outgoing = [message for row in heads for message in _apart(tx, row, owner, now)]
    known.forget(tx)
    counted = Counter(message.workspace_id for message in outgoing)
    for workspace_id, count in sorted(counted.items()):
        pacing.take(gates.of(tx, workspace_id), count, now, pace)
    return outgoing


def _heads(
    tx: Session, workspace_id: str, lanes: Sequence[bool], now: datetime, share: int, room: int
) -> list[Prompt]:
    """Give what is next in a workspace: answers to taps first, and they wait for no pace."""
    rows: list[Prompt] = []
    for direct in lanes:
        most = share if direct else min(room, share) - len(rows)
        if most > 0:
            rows += outbox.heads(tx, workspace_id, now, most, direct=direct)
    return rows


def _claim(tx: Session, rows: Sequence[Prompt], owner: str, now: datetime) -> list[Outgoing]:
    outgoing: list[Outgoing] = []
    taken: list[Prompt] = []
    busy = outbox.in_flight(tx, {row.person_id for row in rows})
    for row in rows:
        if row.state != PLANNED or row.person_id in busy:
            continue
        person = tx.get_one(Person, row.person_id)
        if rows_together := gathering.gather(tx, row, person, now):
            busy.add(row.person_id)
            taken += rows_together
            outgoing.append(_take(tx, rows_together, person, owner, now))
    claims.keep(tx, taken, now)
    return outgoing


def _apart(tx: Session, row: Prompt, owner: str, now: datetime) -> list[Outgoing]:
    """Claim one by itself; one that can't be drawn is parked."""
    try:
        with tx.begin_nested():
            return _claim(tx, [row], owner, now)
    except Trouble:
        raise
    except Exception as error:
        tx.expire_all()
        row.state, row.error = PARKED, failures.report(error)
        return []


def _take(
    tx: Session, rows: Sequence[Prompt], person: Person, owner: str, now: datetime
) -> Outgoing:
    """Take the rows of a message and draw it."""
    lead = rows[0]
    told: dict[str, Any] = {}
    abouts = gathering.worded(tx, rows)
    if attention.of(lead.kind).pace is not Pace.REPLY:
        told["sent_on"] = windows.local_day(now, person.zone)
        if deliveries.written_to(tx, person.id) % 3 == 2:
            abouts[0]["footer"] = True
    for row, about in zip(rows, abouts, strict=True):
        remembers = {"about": about, **(told if row is lead else {})}
        claims.take(row, owner, tx.info["lease"], now, **remembers)
    thread = tx.get_one(Prompt, lead.thread_of) if lead.thread_of else None
    return Outgoing(
        prompt_id=lead.id,
        attempt=lead.attempt,
        workspace_id=person.workspace_id,
        due_at=lead.due_at,
        claimed_at=now,
        slack_id=person.slack_id,
        channel=thread.channel if thread and thread.channel else person.channel,
        thread_ts=thread.ts if thread else None,
        message=messages.draw(tx, rows, now),
        direct=lead.direct,
    )
