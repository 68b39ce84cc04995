"""What became of a claimed message: posted, put back, unsure, found again or left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import errands, pacing
from store import claims, gates, people
from store.people import Person
from store.prompts import PARKED, PLANNED, SENDING, SENT, UNSURE, Prompt, group


@dataclass(frozen=True)
class Posted:
    """Slack's word that it took a message, for one attempt."""

    prompt_id: str
    attempt: int
    channel: str
    ts: str


def sent(
    tx: Session, prompt_id: str, owner: str, attempt: int, channel: str, ts: str, now: datetime
) -> None:
    """Mark a message as posted; a slow process that lost its claim changes nothing."""
    all_sent(tx, owner, [Posted(prompt_id, attempt, channel, ts)], now)


def all_sent(tx: Session, owner: str, posted: Sequence[Posted], now: datetime) -> None:
    """Mark messages as posted, many at once (DESIGN 2.6)."""
    taken = {each.prompt_id: (each.attempt, each.channel, each.ts) for each in posted}
    reached = claims.mark(tx, owner, taken, now)
    for person in people.reach(tx, reached):
        errands.refresh_home(tx, person, now)


def _knows(person: Person, channel: str, ts: str) -> None:
    """Keep where somebody's conversation is, and the last message known in it."""
    if person.channel != channel:
        person.channel, person.last_ts = channel, None
    person.last_ts = max(person.last_ts or "", ts)


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
    for row in claims.claimed(tx, prompt_id, owner, attempt):
        _free(row, due)


def _free(row: Prompt, due: datetime) -> None:
    row.state, row.due_at, row.lease_until, row.sent_on = PLANNED, due, None, None
    row.lead_id, row.drawn = None, "whole"


def settle(
    tx: Session, prompt_id: str, owner: str, attempt: int, state: str, error: str, now: datetime
) -> None:
    """End an attempt in another state: unsure when it may have been posted, parked when never.

    It may have left at any time until now, however long ago it was claimed.
    """
    for row in claims.claimed(tx, prompt_id, owner, attempt):
        row.state, row.error, row.lease_until, row.tried_at = state, error, None, now


def hold_back(tx: Session, workspace_id: str, until: datetime, now: datetime) -> None:
    """Post nothing to a workspace before an instant: Slack asked for a pause."""
    pacing.slow_down(gates.of(tx, workspace_id), until, now)


def park(tx: Session, prompt_id: str, attempt: int, error: str) -> None:
    """Leave an unsure prompt alone that can't be looked for: reported, never guessed."""
    for row in unsure_rows(tx, prompt_id, attempt):
        row.state, row.error = PARKED, error


def resolve(
    tx: Session, prompt_id: str, attempt: int, channel: str, ts: str | None, now: datetime
) -> None:
    """Settle an unsure prompt and its riders: posted as found, or to be posted again."""
    for row in unsure_rows(tx, prompt_id, attempt):
        person = tx.get_one(Person, row.person_id)
        if ts is not None:
            _knows(person, channel, ts)
            row.state, row.channel, row.ts, row.sent_at = SENT, channel, ts, row.first_tried_at
            errands.refresh_home(tx, person, now)
        else:
            person.channel = channel
            _free(row, now)


def unsure_rows(tx: Session, prompt_id: str, attempt: int) -> list[Prompt]:
    """Give the unsure rows of one message, if nobody has tried it again since."""
    rows = [row for row in group(tx, prompt_id) if row.state == UNSURE]
    return rows if rows and rows[0].id == prompt_id and rows[0].attempt == attempt else []
