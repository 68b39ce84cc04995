"""What happened and what is due, told in one line each; for who looks after the bot's clock."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import attention
from bot.views import messages
from bot.windows import Pace
from store import prompts
from store.people import Person
from store.prompts import PLANNED


@dataclass(frozen=True)
class Moment:
    """One prompt, sent or due: `at` in UTC, the person by Slack id, and where its message is."""

    at: datetime
    slack_id: str
    title: str
    kind: str
    done: bool
    channel: str | None
    ts: str | None


def told(tx: Session, workspace_id: str, now: datetime) -> list[Moment]:
    """Give every prompt of a workspace that was sent or is planned, direct answers left out."""
    moments = []
    for row in prompts.timeline(tx, workspace_id):
        if attention.of(row.kind).pace is Pace.REPLY:
            continue
        person = tx.get_one(Person, row.person_id)
        lead = tx.get_one(prompts.Prompt, row.lead_id) if row.lead_id else row
        done = row.state != PLANNED
        at = (row.sent_at or row.due_at) if done else row.due_at
        moments.append(
            Moment(
                at=at,
                slack_id=person.slack_id,
                title=messages.title(tx, row),
                kind=row.kind,
                done=done,
                channel=lead.channel,
                ts=lead.ts,
            )
        )
    return sorted(moments, key=lambda moment: moment.at)
