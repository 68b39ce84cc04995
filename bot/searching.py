"""Looking for messages that may have been posted: who looks where, and for what (DESIGN 2.5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from store import claims, gates
from store.people import Person
from store.prompts import Prompt

BATCH = 20


@dataclass(frozen=True)
class Missing:
    """One message to look for: whose, in which conversation, and after which of its messages."""

    prompt_id: str
    attempt: int
    workspace_id: str
    slack_id: str
    channel: str | None
    thread_ts: str | None
    after_ts: str | None


def begin(
    tx: Session, owner: str, now: datetime, settling: timedelta, lease: timedelta
) -> list[str]:
    """Take on the workspaces with messages to look for that no other process looks through."""
    claims.give_up(tx, now)
    found = claims.workspaces_unsure(tx, now - settling)
    return [each for each in sorted(found) if _is_mine(tx, each, owner, now, lease)]


def next_ones(
    tx: Session,
    workspace_id: str,
    owner: str,
    now: datetime,
    settling: timedelta,
    lease: timedelta,
    more: int = 0,
) -> list[Missing]:
    """Give the next messages to look for, and so many more, the oldest first.

    None when another process has taken the workspace on.
    """
    if not _is_mine(tx, workspace_id, owner, now, lease):
        return []
    rows = claims.unsure(tx, workspace_id, now - settling, BATCH + more)
    return [_missing(tx, row) for row in rows]


def end(tx: Session, workspace_id: str, owner: str) -> None:
    """Let other processes look through the workspace."""
    gate = gates.of(tx, workspace_id)
    if gate.looker == owner:
        gate.looker = gate.looking_until = None


def _is_mine(tx: Session, workspace_id: str, owner: str, now: datetime, lease: timedelta) -> bool:
    gate = gates.of(tx, workspace_id)
    if gate.until is not None and gate.until > now:
        return False
    if gate.looker not in (None, owner) and gate.looking_until and gate.looking_until > now:
        return False
    gate.looker, gate.looking_until = owner, now + lease
    return True


def _missing(tx: Session, row: Prompt) -> Missing:
    person = tx.get_one(Person, row.person_id)
    thread = tx.get_one(Prompt, row.thread_of) if row.thread_of else None
    return Missing(
        prompt_id=row.id,
        attempt=row.attempt,
        workspace_id=row.workspace_id,
        slack_id=person.slack_id,
        channel=thread.channel if thread and thread.channel else person.channel,
        thread_ts=thread.ts if thread else None,
        after_ts=row.after_ts,
    )
