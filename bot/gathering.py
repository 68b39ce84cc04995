"""What goes out together: a prompt that may go now, with what is due beside it that day (2.6)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from bot import (
    attention,
    breaks,
    budgets,
    catalogue,
    errands,
    people,
    prompts,
    weeks,
    windows,
)
from bot.windows import Pace
from store import deliveries
from store.people import Person
from store.prompts import DROPPED, EXPIRED, SENT, Prompt, group

UNHEARD = (SENT, EXPIRED)


def gather(tx: Session, row: Prompt, person: Person, now: datetime) -> list[Prompt]:
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
    row.state, row.sent_at, row.about = SENT, now, worded(tx, [row])[0]
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


def worded(tx: Session, rows: Sequence[Prompt]) -> list[dict[str, Any]]:
    """Give what prompts are about, each with the turn that chooses its wording (PRODUCT 3.1).

    One that was put off, or is tried again, keeps its own.
    """
    turns = deliveries.turns(tx, [row.id for row in rows])
    return [{"wording": turns[row.id], **row.about} for row in rows]
