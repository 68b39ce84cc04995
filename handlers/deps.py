"""What listeners and ticks work with: the database, the clock, Slack's client and a bell."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot import retentions
from bot.timers import Timers
from handlers.installed import Installed
from handlers.limits import Limits
from store import receipts
from store.database import Database

Result = TypeVar("Result")

VIEW_SECONDS = 2.0
MOST_TIDIED = 200


@dataclass(frozen=True)
class Identity:
    """Who the bot is in its workspace, as Slack's auth.test says."""

    workspace_id: str
    workspace: str
    bot_user_id: str
    bot_id: str


@dataclass
class Deps:
    """Built once by app.py and given to everything that comes in."""

    database: Database
    client: AsyncWebClient
    clock: Callable[[], datetime]
    timers: Timers = field(default_factory=Timers)
    identity: Identity | None = None
    owner: str = "bot"
    organizer: str = ""
    limits: Limits = field(default_factory=Limits)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    installed: Installed = field(init=False)

    def __post_init__(self) -> None:
        self.installed = Installed(self.database, self.client, self.clock, self.owner)

    async def transact(
        self,
        verb: Callable[..., Result],
        *given: Any,
        receipt: str | None = None,
    ) -> Result | None:
        """Run a verb as one unit of work with `now` as its last argument.

        With a receipt that was seen before, nothing is done and None comes back.
        """
        result = await self.write(verb, *given, receipt=receipt)
        self.bell.set()
        return result

    async def write(
        self,
        verb: Callable[..., Result],
        *given: Any,
        receipt: str | None = None,
    ) -> Result | None:
        """Do what `transact` does within a turn of the heart, which looks again by itself."""
        now = self.clock()

        def work(tx: Session) -> Result | None:
            tx.info["timers"] = self.timers
            if receipt is not None and not receipts.first(tx, receipt, now):
                return None
            return verb(tx, *given, now)

        return await self.database.write(work)

    async def retain(self) -> None:
        """Delete what was kept long enough, a little at a time, and leave nothing beside it."""
        for _ in range(MOST_TIDIED):
            if not await self.write(retentions.tidy):
                break
        await asyncio.to_thread(self.database.let_go)

    async def slack(self, workspace_id: str) -> AsyncWebClient:
        """Give the client that speaks for the bot in a workspace; NotInstalled without one."""
        return await self.installed.slack(workspace_id)

    async def open(self, workspace_id: str, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a modal for the person who tapped, within the trigger's life."""
        client = await self.slack(workspace_id)
        async with asyncio.timeout(VIEW_SECONDS):
            await client.views_open(trigger_id=trigger_id, view=view)

    async def replace(self, workspace_id: str, view_id: str, view: dict[str, Any]) -> None:
        """Put another view in the place of an open one."""
        client = await self.slack(workspace_id)
        async with asyncio.timeout(VIEW_SECONDS):
            await client.views_update(view_id=view_id, view=view)
