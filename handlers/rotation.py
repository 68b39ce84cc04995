"""Tokens that run out: the next one is asked for in time, by one process, and kept at once."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from handlers.access import access
from store import installations
from store.installations import Installation

if TYPE_CHECKING:
    from handlers.installed import Installed

log = logging.getLogger(__name__)

AHEAD = timedelta(hours=2)
LEASE = timedelta(seconds=30)
WAIT_SECONDS, LOOKS = 0.25, 60


def soon_over(row: Installation, now: datetime) -> bool:
    """Say whether a token runs out soon, or has."""
    return row.expires_at is not None and row.expires_at - now < AHEAD


async def renew(here: "Installed", workspace_id: str) -> None:
    """Ask Slack for the next token; where another process does, wait for it only if one must."""
    now = here.clock()
    row = await here.database.write(
        lambda tx: installations.lease(tx, workspace_id, here.owner, now, now + LEASE)
    )
    if row is None:
        await _wait(here, workspace_id)
        return
    if row.refresh_token is None or not soon_over(row, now):
        await here.database.write(lambda tx: _let_go(tx, workspace_id, here.owner))
        return
    try:
        answer = await access(
            here.client,
            here.client_id,
            here.client_secret,
            grant_type="refresh_token",
            refresh_token=row.refresh_token,
        )
        token, following = str(answer["access_token"]), str(answer["refresh_token"])
        ends = here.clock() + timedelta(seconds=int(answer["expires_in"]))
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, KeyError) as error:
        code = error.response.get("error") if isinstance(error, SlackApiError) else None
        why = code or type(error).__name__
        log.warning("token not renewed", extra={"workspace": workspace_id, "error": why})
        return  # the lease runs out, then somebody tries again
    await here.database.write(
        lambda tx: _keep(tx, workspace_id, here.owner, token, following, ends)
    )
    log.info("token renewed", extra={"workspace": workspace_id})


async def _wait(here: "Installed", workspace_id: str) -> None:
    """Wait while another process asks, if the token at hand is over already."""
    for _ in range(LOOKS):
        row = await here.database.read(lambda tx: installations.find(tx, workspace_id))
        if row is None or row.expires_at is None or row.expires_at > here.clock():
            return
        await asyncio.sleep(WAIT_SECONDS)


def _keep(
    tx: Session, workspace_id: str, owner: str, token: str, following: str, ends: datetime
) -> None:
    row = tx.get(Installation, workspace_id, with_for_update=True)
    if row is None or row.refresher != owner:
        return
    row.token, row.refresh_token, row.expires_at = token, following, ends
    row.refresher = row.refreshing_until = None


def _let_go(tx: Session, workspace_id: str, owner: str) -> None:
    row = tx.get(Installation, workspace_id, with_for_update=True)
    if row is not None and row.refresher == owner:
        row.refresher = row.refreshing_until = None
