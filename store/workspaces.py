"""The Slack workspaces the bot is installed in."""

from sqlmodel import Field, Session, SQLModel


class Workspace(SQLModel, table=True):
    """One Slack workspace; `organizer_slack_id`: the person who helps when mentoring is hard."""

    id: str = Field(primary_key=True)
    name: str = ""
    bot_user_id: str = ""
    organizer_slack_id: str | None = None


def find(tx: Session, workspace_id: str) -> Workspace | None:
    """Give the workspace of a Slack team id."""
    return tx.get(Workspace, workspace_id)
