"""What became of a claimed message: posted, put back, unsure, found again or left alone."""

from datetime import datetime

from sqlmodel import Session

from bot import errands
from store import deliveries
from store.people import Person
from store.prompts import PARKED, PLANNED, SENDING, SENT, UNSURE, Prompt, group
from store.workspaces import Workspace


def sent(
    tx: Session, prompt_id: str, owner: str, attempt: int, channel: str, ts: str, now: datetime
) -> None:
    """Mark a message as posted; a slow process that lost its claim changes nothing."""
    rows = deliveries.claimed(tx, prompt_id, owner, attempt)
    for row in rows:
        row.state, row.channel, row.ts, row.sent_at = SENT, channel, ts, now
        row.lease_until = None
    if rows:
        person = tx.get_one(Person, rows[0].person_id)
        person.channel = channel
        errands.refresh_home(tx, person, now)


def seen(tx: Session, prompt: Prompt, channel: str, ts: str, now: datetime) -> None:
    """Learn from a tap where a message stands, before Slack's answer to its post says so."""
    rows = group(tx, prompt.lead_id or prompt.id)
    if not rows or rows[0].ts is not None:
        return
    for row in rows:
        row.channel, row.ts, row.sent_at = channel, ts, row.first_tried_at or now
        if row.state in (SENDING, UNSURE):
            row.state, row.lease_until = SENT, None


def put_back(
    tx: Session, prompt_id: str, owner: str, attempt: int, due: datetime, now: datetime
) -> None:
    """Plan a message again that surely was not posted; its riders go free."""
    for row in deliveries.claimed(tx, prompt_id, owner, attempt):
        row.state, row.due_at, row.lease_until, row.sent_on = PLANNED, due, None, None
        row.lead_id, row.drawn = None, "whole"


def settle(
    tx: Session, prompt_id: str, owner: str, attempt: int, state: str, error: str, now: datetime
) -> None:
    """End an attempt in another state: unsure when it may have been posted, parked when never."""
    for row in deliveries.claimed(tx, prompt_id, owner, attempt):
        row.state, row.error, row.lease_until = state, error, None


def hold_back(tx: Session, prompt_id: str, until: datetime) -> None:
    """Post nothing to the prompt's workspace before an instant: Slack asked for a pause."""
    workspace = tx.get_one(Workspace, tx.get_one(Prompt, prompt_id).workspace_id)
    workspace.gate_until = max(until, workspace.gate_until or until)


def park(tx: Session, prompt_id: str, error: str) -> None:
    """Leave an unsure prompt alone that can't be looked for: reported, never guessed."""
    for row in unsure_rows(tx, prompt_id):
        row.state, row.error = PARKED, error


def resolve(
    tx: Session,
    prompt_id: str,
    channel: str,
    ts: str | None,
    now: datetime,
) -> None:
    """Settle an unsure prompt and its riders: posted as found, or to be posted again."""
    for row in unsure_rows(tx, prompt_id):
        tx.get_one(Person, row.person_id).channel = channel
        if ts is not None:
            row.state, row.channel, row.ts, row.sent_at = SENT, channel, ts, row.first_tried_at
        else:
            row.state, row.due_at, row.sent_on = PLANNED, now, None
            row.lead_id, row.drawn = None, "whole"


def unsure_rows(tx: Session, prompt_id: str) -> list[Prompt]:
    """Give the unsure rows of one message."""
    return [row for row in group(tx, prompt_id) if row.state == UNSURE]
