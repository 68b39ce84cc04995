"""Uninstalls: where the app was removed everything stops; back in time, all goes on (2.4)."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from bot import people, removals, timers, wipings
from bot.people import Who
from store import alarms, gates, installations, purges
from store.installations import Installation, Removal
from store.workspaces import Workspace

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def remove(tx: Session, workspace_id: str, happened_at: datetime, now: datetime) -> bool:
    """Stop everything in a workspace at once and delete its tokens; False where nothing is to do.

    News of a removal from before the app was installed again changes nothing.
    """
    workspace = tx.get(Workspace, workspace_id, with_for_update=True)
    installation = installations.find(tx, workspace_id)
    if workspace is None or installations.removal(tx, workspace_id) is not None:
        return False
    if installation is not None and happened_at < installation.installed_at.replace(microsecond=0):
        return False
    if installation is not None:
        tx.delete(installation)
    tx.add(Removal(workspace_id=workspace_id, removed_at=now))
    gates.of(tx, workspace_id).until = NEVER
    alarms.put_aside(tx, workspace_id)
    removals.leave(tx, workspace_id, now)
    return True


def come_back(tx: Session, workspace_id: str, now: datetime) -> None:
    """Let everything go on in a workspace where the app is installed again."""
    removal = installations.removal(tx, workspace_id)
    if removal is not None:
        tx.delete(removal)
        removals.come_back(tx, workspace_id, now)
        alarms.take_back(tx, workspace_id)
    gate = gates.of(tx, workspace_id)
    if gate.until == NEVER:
        gate.until = None


def install(
    tx: Session, row: Installation, name: str, organizer_slack_id: str | None, now: datetime
) -> None:
    """Keep a workspace's tokens; whoever installs it first helps there until another is named."""
    workspace = tx.get(Workspace, row.workspace_id, with_for_update=True)
    if workspace is None:
        workspace = Workspace(id=row.workspace_id)
    workspace.name, workspace.bot_user_id = name, row.bot_user_id
    workspace.organizer_slack_id = workspace.organizer_slack_id or organizer_slack_id
    tx.add(workspace)
    tx.flush()
    kept = installations.find(tx, row.workspace_id)
    if kept is None:
        tx.add(row)
    else:
        for field in Installation.model_fields:
            setattr(kept, field, getattr(row, field))
    tx.flush()
    if workspace.organizer_slack_id:
        people.meet(tx, Who(row.workspace_id, workspace.organizer_slack_id), now)
    come_back(tx, row.workspace_id, now)


def purge(tx: Session, now: datetime) -> bool:
    """Delete some rows of a workspace that didn't come back in time; False when none is left."""
    ends = now - timedelta(days=timers.of(tx).removal_days)
    for workspace_id in installations.removed_before(tx, ends, 1):
        for person in purges.staying(tx, workspace_id):
            wipings.erase(tx, person, now)
        if not purges.some(tx, workspace_id):
            purges.end(tx, workspace_id)
        return True
    return False
