"""Gates: one row a workspace, shared by all processes, that holds posting to Slack's pace."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant


class Gate(SQLModel, table=True):
    """What posting to one workspace has to wait for.

    `until`: nothing is posted before. `paced_until`: when all that was claimed would be through
    at its pace. `slowness`: how often the pace was halved, the last time at `slowed_at`.
    `served_at`: when something was last claimed. `looker`: the process that looks for unsure
    messages, until `looking_until`.
    """

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id")
    until: datetime | None = Field(default=None, sa_type=Instant)
    paced_until: datetime | None = Field(default=None, sa_type=Instant)
    slowness: int = 0
    slowed_at: datetime | None = Field(default=None, sa_type=Instant)
    served_at: datetime | None = Field(default=None, sa_type=Instant)
    looker: str | None = None
    looking_until: datetime | None = Field(default=None, sa_type=Instant)


def of(tx: Session, workspace_id: str) -> Gate:
    """Give the gate of a workspace as it is now, locked against other processes."""
    found = tx.exec(
        select(Gate)
        .where(Gate.workspace_id == workspace_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        found = Gate(workspace_id=workspace_id)
        tx.add(found)
        tx.flush()
    return found


def shut(tx: Session, now: datetime) -> dict[str, datetime]:
    """Give the workspaces that may not be posted to now, and from when on they may be."""
    rows = tx.exec(select(Gate).where(col(Gate.until) > now)).all()
    return {row.workspace_id: row.until for row in rows if row.until is not None}
