"""Refusals: Slack won't post to a person; tried twice more, then their Home alone has it (2.4)."""

from datetime import datetime

from sqlmodel import Session

from bot import errands, people, windows
from bot.windows import Pace
from store import claims
from store.people import Person
from store.prompts import PLANNED, SENT, Prompt

# What Slack answers when it is this person that can't be posted to, and not the message.
OF_PERSON = frozenset(
    {
        "account_inactive", "cannot_dm_bot", "channel_not_found", "is_archived",
        "messages_tab_disabled", "not_in_channel", "restricted_action", "user_disabled",
        "user_not_found", "user_not_visible", "users_not_found",
    }
)  # fmt: skip
OF_ACCOUNT = ("account_inactive", "user_disabled", "user_not_found", "users_not_found")
TRIES_MORE = 2


def refuse(
    tx: Session, prompt_id: str, owner: str, attempt: int, error: str, now: datetime
) -> None:
    """Put a message back for the next window, or leave it on Home when that was tried twice."""
    rows = claims.claimed(tx, prompt_id, owner, attempt)
    if not rows:
        return
    person = tx.get_one(Person, rows[0].person_id)
    person.channel = None
    if error in OF_ACCOUNT:
        errands.plan(tx, person, "learn", now)
    refused = rows[0].about.get("refused", 0) + 1
    again = person.unreachable_at is None and refused <= TRIES_MORE
    for row in rows:
        row.error, row.lease_until, row.sent_on = error, None, None
        row.lead_id, row.drawn = None, "whole"
        row.about = {**row.about, "refused": refused}
        if again:
            row.state, row.due_at = PLANNED, _next_window(person, now)
        else:
            _keep_on_home(row, now)
    if not again:
        person.unreachable_at = person.unreachable_at or now
        errands.refresh_home(tx, person, now)


def _next_window(person: Person, now: datetime) -> datetime:
    hours = people.hours(person)
    return windows.opens(windows.window_end(now, hours) or now, hours, Pace.SESSION)


def _keep_on_home(row: Prompt, now: datetime) -> None:
    row.state, row.sent_at = SENT, now
