"""Upkeep: tokens renewed before they run out, removals found that no event told of, data let go."""

import asyncio
import logging
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot import uninstalls
from bot.failures import report
from handlers import rotation
from handlers.deps import Deps
from store import installations

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
CHECKED_FOR = timedelta(hours=6)
SOME, MOST_PURGES = 50, 1000
# What Slack says of a token that will never be good again.
OVER = frozenset({"account_inactive", "app_uninstalled", "team_disabled", "token_revoked"})


class Upkeep:
    """Looks after installations, slowly and in the background."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._go_on())

    def stop(self) -> None:
        """End; whatever was under way is safe to leave."""
        if self._task is not None:
            self._task.cancel()

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look()
            except Exception as error:
                report(error)

    async def look(self) -> None:
        """Do all that is due now."""
        now = self.deps.clock()
        soon = await self.deps.database.read(
            lambda tx: installations.to_refresh(tx, now + rotation.AHEAD, SOME)
        )
        for workspace_id in soon:
            await self.deps.installed.renew(workspace_id)
        for workspace_id in await self._unchecked(now):
            await self._check(workspace_id)
        await self.deps.database.write(lambda tx: installations.forget(tx, now))
        for _ in range(MOST_PURGES):
            if not await self.deps.write(uninstalls.purge):
                break

    async def _unchecked(self, now: datetime) -> list[str]:
        only = self.deps.installed.only
        if only is not None:
            return [only.workspace_id]
        return await self.deps.database.read(
            lambda tx: installations.to_check(tx, now - CHECKED_FOR, SOME)
        )

    async def _check(self, workspace_id: str) -> None:
        """Ask Slack whether the token is good; one that is over means that the app was removed."""
        asked_at = self.deps.clock()
        try:
            client = await self.deps.slack(workspace_id)
            await client.auth_test()
        except SlackApiError as error:
            code = str(error.response.get("error"))
            log.warning("token refused", extra={"workspace": workspace_id, "error": code})
            if code in OVER:
                await self.deps.transact(uninstalls.remove, workspace_id, asked_at)
                self.deps.installed.drop(workspace_id)
            return
        except (aiohttp.ClientError, OSError, TimeoutError):
            return
        await self.deps.transact(_checked, workspace_id)


def _checked(tx: Session, workspace_id: str, now: datetime) -> None:
    """Keep that a token is good; where it is a setting, it may be good again."""
    row = installations.find(tx, workspace_id)
    if row is not None:
        row.checked_at = now
    else:
        uninstalls.come_back(tx, workspace_id, now)
