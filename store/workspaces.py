"""The Slack workspaces the bot is installed in."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from store.types import Instant


class Workspace(SQLModel, table=True):
    """One Slack workspace; its gate is the instant before which nothing is posted to it.

    `organizer_slack_id`: the person who helps when mentoring is hard. `pace`: messages a minute,
    counted by a bucket of `tokens`; `looker`: who looks for unsure messages there, until when.
    """

    id: str = Field(primary_key=True)
    name: str = ""
    bot_user_id: str = ""
    organizer_slack_id: str | None = None
    gate_until: datetime | None = Field(default=None, sa_type=Instant)
    pace: int | None = None
    tokens: float | None = None
    tokens_at: datetime | None = Field(default=None, sa_type=Instant)
    served_at: datetime | None = Field(default=None, sa_type=Instant)
    looker: str | None = None
    looking_until: datetime | None = Field(default=None, sa_type=Instant)


def find(tx: Session, workspace_id: str) -> Workspace | None:
    """Give the workspace of a Slack team id."""
    return tx.get(Workspace, workspace_id)
