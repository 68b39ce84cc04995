"""Where the bot is installed: each workspace's token, kept for a while, renewed in time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from handlers import rotation
from handlers.clients import speaking
from store import installations
from store.database import Database
from store.installations import Installation

KEPT = timedelta(seconds=30)


class NotInstalled(Exception):
    """The bot has no token for a workspace: nothing was asked of Slack."""


@dataclass(frozen=True)
class Seat:
    """The bot in one workspace: who it is there and the client that speaks for it."""

    workspace_id: str
    bot_user_id: str
    bot_id: str
    client: AsyncWebClient

    @cached_property
    def authorized(self) -> AuthorizeResult:
        """Give who the bot is there as Bolt wants it."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=self.workspace_id,
            bot_token=self.client.token,
            bot_id=self.bot_id,
            bot_user_id=self.bot_user_id,
        )


@dataclass
class Installed:
    """Every workspace the bot is in; a single one where its token is a setting.

    What was looked up is believed for half a minute: other processes learn of a removal by then,
    and the gate in the database holds them meanwhile.
    """

    database: Database
    client: AsyncWebClient
    clock: Callable[[], datetime]
    owner: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    only: Seat | None = None
    _kept: dict[str, tuple[Seat | None, datetime]] = field(default_factory=dict)
    _asking: dict[str, asyncio.Task[Seat | None]] = field(default_factory=dict)

    def home(self, named: str | None) -> str:
        """Give the workspace that a payload which names this one, or none, belongs to."""
        return named or (self.only.workspace_id if self.only else "")

    async def seat(self, workspace_id: str) -> Seat | None:
        """Give the bot's seat in a workspace, None where it is not installed."""
        if self.only is not None:
            return self.only
        kept = self._kept.get(workspace_id)
        if kept is not None and abs(self.clock() - kept[1]) < KEPT:
            return kept[0]
        asking = self._asking.get(workspace_id)
        if asking is None:
            asking = self._asking[workspace_id] = asyncio.create_task(self._look(workspace_id))
            asking.add_done_callback(lambda _: self._asking.pop(workspace_id, None))
        return await asyncio.shield(asking)

    async def slack(self, workspace_id: str) -> AsyncWebClient:
        """Give the client that speaks for the bot in a workspace; NotInstalled without one."""
        if self.only is None and self.client.token:
            return self.client  # one token for all there is, and Slack not asked yet whose it is
        seat = await self.seat(workspace_id)
        if seat is None:
            raise NotInstalled(workspace_id)
        return seat.client

    def drop(self, workspace_id: str) -> None:
        """Forget what is kept of a workspace: its token has changed or is gone."""
        self._kept.pop(workspace_id, None)

    async def renew(self, workspace_id: str) -> None:
        """Ask for the next token of a workspace where this one soon runs out."""
        await rotation.renew(self, workspace_id)
        self.drop(workspace_id)

    async def _look(self, workspace_id: str) -> Seat | None:
        def find(tx: Session) -> Installation | None:
            return installations.find(tx, workspace_id)

        row = await self.database.read(find)
        if row is not None and rotation.soon_over(row, self.clock()):
            await rotation.renew(self, workspace_id)
            row = await self.database.read(find)
        seat = self._sit(row) if row is not None else None
        if len(self._kept) > 10_000:
            self._kept.clear()
        self._kept[workspace_id] = (seat, self.clock())
        return seat

    def _sit(self, row: Installation) -> Seat:
        return Seat(row.workspace_id, row.bot_user_id, row.bot_id, speaking(self.client, row.token))
