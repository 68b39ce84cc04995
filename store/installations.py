"""Installations: the tokens with which the bot speaks in each workspace, and installs under way."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col, or_, select, update

from store.types import Instant, Words


class Installation(SQLModel, table=True):
    """The bot in one workspace, or in a whole organization, whose id then stands for all of it.

    `refresh_token` and `expires_at` are empty where tokens don't rotate. `refresher`: the process
    that asks for the next token, until `refreshing_until`. `checked_at`: when Slack last said
    that the token is good.
    """

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id")
    bot_user_id: str
    bot_id: str
    token: str = Field(sa_type=Words)
    refresh_token: str | None = Field(default=None, sa_type=Words)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    scopes: str = ""
    installed_at: datetime = Field(sa_type=Instant)
    checked_at: datetime = Field(sa_type=Instant)
    refresher: str | None = None
    refreshing_until: datetime | None = Field(default=None, sa_type=Instant)


class InstallState(SQLModel, table=True):
    """An install somebody has begun: the hash of what Slack brings back, good once and not long."""

    id: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Instant, index=True)


class Removal(SQLModel, table=True):
    """A workspace that the app was removed from: nothing happens there until it comes back."""

    workspace_id: str = Field(primary_key=True, foreign_key="workspace.id")
    removed_at: datetime = Field(sa_type=Instant, index=True)


def find(tx: Session, workspace_id: str) -> Installation | None:
    """Give the installation of a workspace or an organization."""
    return tx.get(Installation, workspace_id)


def removal(tx: Session, workspace_id: str) -> Removal | None:
    """Give when the app was removed from a workspace, None where it was not."""
    return tx.get(Removal, workspace_id)


def removed_before(tx: Session, instant: datetime, limit: int) -> list[str]:
    """Give the workspaces that the app was removed from before an instant."""
    rows = select(Removal.workspace_id).where(Removal.removed_at < instant).limit(limit)
    return list(tx.exec(rows).all())


def begun(tx: Session, state: str, expires_at: datetime) -> None:
    """Keep that an install has begun."""
    tx.add(InstallState(id=state, expires_at=expires_at))


def finish(tx: Session, state: str, now: datetime) -> bool:
    """Take an install that has begun; False for one unknown, too old, or taken before."""
    gone = delete(InstallState).where(col(InstallState.id) == state)
    taken = tx.execute(gone.where(col(InstallState.expires_at) > now))
    return bool(getattr(taken, "rowcount", 0))


def forget(tx: Session, now: datetime) -> None:
    """Drop the installs that nobody finished."""
    tx.execute(delete(InstallState).where(col(InstallState.expires_at) <= now))


def lease(
    tx: Session, workspace_id: str, owner: str, now: datetime, until: datetime
) -> Installation | None:
    """Let this process alone ask for the next token until an instant; None when another does."""
    free = or_(
        col(Installation.refreshing_until).is_(None), col(Installation.refreshing_until) <= now
    )
    taken = tx.execute(
        update(Installation)
        .where(col(Installation.workspace_id) == workspace_id, free)
        .values(refresher=owner, refreshing_until=until)
    )
    if not getattr(taken, "rowcount", 0):
        return None
    return tx.get(Installation, workspace_id, populate_existing=True)


def to_check(tx: Session, checked_before: datetime, limit: int) -> list[str]:
    """Give the installations whose token Slack has not vouched for since an instant."""
    rows = (
        select(Installation.workspace_id)
        .where(col(Installation.checked_at) < checked_before)
        .order_by(col(Installation.checked_at))
        .limit(limit)
    )
    return list(tx.exec(rows).all())


def to_refresh(tx: Session, expires_before: datetime, limit: int) -> list[str]:
    """Give the installations whose token runs out before an instant."""
    rows = (
        select(Installation.workspace_id)
        .where(
            col(Installation.refresh_token).is_not(None),
            col(Installation.expires_at) < expires_before,
        )
        .order_by(col(Installation.expires_at))
        .limit(limit)
    )
    return list(tx.exec(rows).all())
