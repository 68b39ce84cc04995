"""Which prompts go out now: claim what is due, check its reason again, merge a day's into one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from bot import (
    attention,
    breaks,
    budgets,
    catalogue,
    errands,
    failures,
    pacing,
    people,
    prompts,
    weeks,
    windows,
)
from bot.views import messages
from bot.windows import Pace
from store import batches, claims, deliveries, gates, known, outbox
from store.people import Person
from store.prompts import (
    DROPPED,
    EXPIRED,
    PARKED,
    PLANNED,
    SENT,
    Prompt,
    group,
)
from store.troubles import Trouble

LEASE = timedelta(seconds=60)
BATCH, WORKSPACES = 50, 50
UNHEARD = (SENT, EXPIRED)


@dataclass(frozen=True)
class Outgoing:
    """One message to post, claimed by an owner for one attempt."""

    prompt_id: str
    attempt: int
    workspace_id: str
    due_at: datetime
    claimed_at: datetime
    slack_id: str
    channel: str | None
    thread_ts: str | None
    message: Mapping[str, Any]


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
        if rows_together := _gather(tx, row, person, now):
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


def _gather(tx: Session, row: Prompt, person: Person, now: datetime) -> list[Prompt]:
    """Give the prompts of one message, lead first; none when this one must wait or is dropped."""
    if breaks.hold_back(tx, row, person, now):
        return []
    if person.deactivated_at is not None or not catalogue.stands(tx, row, now):
        row.state = DROPPED
        return []
    pace = attention.of(row.kind).pace
    if pace is Pace.REPLY:
        return [row] if _lead_is_sent(tx, row) else []
    if _stays_on_home(row, person, now):
        _keep_on_home(tx, row, person, now)
        return []
    if not windows.is_open(now, people.hours_now(person), pace):
        breaks.wait(row, prompts.reach(person, row.kind, now))
        return []
    _notice_silence(tx, person, now)
    if _stays_on_home(row, person, now):
        _keep_on_home(tx, row, person, now)
        return []
    later = _later_today(tx, person, row, now) or weeks.wait(tx, person, row, now)
    if later is not None:
        row.due_at = later
        return []
    return _merge(tx, row, person, now)


def _lead_is_sent(tx: Session, row: Prompt) -> bool:
    """Say whether a reply's thread is there yet; a prompt kept on Home never gets one."""
    return row.thread_of is None or tx.get_one(Prompt, row.thread_of).sent_at is not None


def _stays_on_home(row: Prompt, person: Person, now: datetime) -> bool:
    if person.unreachable_at is not None:
        return True
    return budgets.stays_on_home(
        budgets.frequency(person.frequency, person.unanswered),
        person.essential_until_on,
        windows.local_day(now, person.zone),
        essential=attention.of(row.kind).essential,
    )


def _keep_on_home(tx: Session, row: Prompt, person: Person, now: datetime) -> None:
    """Let a prompt be open without a message: it has no ts, and Home shows it."""
    row.state, row.sent_at, row.about = SENT, now, _worded(tx, [row])[0]
    errands.refresh_home(tx, person, now)


def _notice_silence(tx: Session, person: Person, now: datetime) -> None:
    """Count the last message if nobody answered it; after three in a row, ask (2.6, H12)."""
    last = deliveries.last_message(tx, person.id)
    if last is None or last.about.get("unheard"):
        return
    rows = group(tx, last.id)
    asking = [row for row in rows if row.kind not in budgets.MAY_STAY_OPEN]
    open_still = [row for row in asking if catalogue.kind(row.kind).taps and row.state in UNHEARD]
    if not open_still or any(row.answered_at or row.about.get("tapped") for row in rows):
        return
    last.about = {**last.about, "unheard": True}
    today = windows.local_day(now, person.zone)
    if budgets.unheard(person, today) and person.frequency == budgets.Frequency.ALL:
        prompts.plan(tx, "H12", person, today.isoformat(), now, now)


def _later_today(tx: Session, person: Person, row: Prompt, now: datetime) -> datetime | None:
    """Give when a session's prompt is due later today: one message then holds them both (2.6)."""
    if attention.of(row.kind).pace is Pace.SESSION:
        return None
    awaited = [
        other.due_at
        for other in deliveries.planned_for(tx, person.id, _day_end(person, now))
        if other.due_at > now
        and attention.of(other.kind).pace is Pace.SESSION
        and not _stays_on_home(other, person, now)
        and windows.is_open(other.due_at, people.hours_now(person), attention.of(row.kind).pace)
        and catalogue.stands(tx, other, now)
    ]
    return min(awaited, default=None)


def _merge(tx: Session, row: Prompt, person: Person, now: datetime) -> list[Prompt]:
    """Gather the day's prompts of a person into one message, most useful first (2.6)."""
    rows = [row]
    ahead = {brief.id: brief for brief in weeks.briefs(tx, person, now)}
    due = deliveries.planned_for(tx, person.id, _day_end(person, now))
    for other in ({other.id: other for other in due} | ahead).values():
        mode = attention.of(other.kind)
        if other.id == row.id or mode.pace is Pace.REPLY:
            continue
        if other.due_at > now and mode.pace is Pace.SESSION and other.id not in ahead:
            continue
        if _stays_on_home(other, person, now) or breaks.hold_back(tx, other, person, now):
            continue
        if catalogue.stands(tx, other, now):
            other.due_at = min(other.due_at, now)
            rows.append(other)
        elif other.due_at <= now:
            other.state = DROPPED
    rows.sort(key=lambda each: (attention.of(each.kind).rank, each.due_at, each.id))
    lead = rows[0]
    for other in rows[1:]:
        other.lead_id = lead.id
        other.drawn = "whole" if _rides(other, lead) else "line"
    return rows


def _rides(row: Prompt, lead: Prompt) -> bool:
    """Say whether it is drawn whole beside the same pair's lead, as what asks nothing is."""
    if row.relationship_id != lead.relationship_id:
        return False
    return lead.kind in attention.of(row.kind).rides or not catalogue.kind(row.kind).taps


def _day_end(person: Person, now: datetime) -> datetime:
    today = windows.local_day(now, person.zone)
    return windows.at_local(today + timedelta(days=1), time(0), person.zone)


def _worded(tx: Session, rows: Sequence[Prompt]) -> list[dict[str, Any]]:
    """Give what prompts are about, each with the turn that chooses its wording (PRODUCT 3.1).

    One that was put off, or is tried again, keeps its own.
    """
    turns = deliveries.turns(tx, [row.id for row in rows])
    return [{"wording": turns[row.id], **row.about} for row in rows]


def _take(
    tx: Session, rows: Sequence[Prompt], person: Person, owner: str, now: datetime
) -> Outgoing:
    """Take the rows of a message and draw it."""
    lead = rows[0]
    told: dict[str, Any] = {}
    abouts = _worded(tx, rows)
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
    )
