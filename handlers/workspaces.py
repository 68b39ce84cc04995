"""The workspace the bot's token belongs to."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import people, uninstalls
from bot.people import Who
from handlers.deps import Deps, Identity
from handlers.limits import AGAIN_SECONDS
from handlers.outcomes import OF_TOKEN, Fate, judge
from store import workspaces
from store.workspaces import Workspace

log = logging.getLogger(__name__)


class Refused(Exception):
    """Slack does not accept the bot's token, or is not there; the sentence says what to do."""


async def hello(deps: Deps) -> Identity:
    """Ask Slack who the bot is and keep its workspace; Refused when it does not say."""
    answer = await _ask(deps)
    whole = answer.get("is_enterprise_install") is True
    place = answer["enterprise_id"] if whole else answer["team_id"]
    who = Identity(str(place), answer["team"], answer["user_id"], answer["bot_id"])
    await deps.transact(keep, who, deps.organizer)
    return who


async def _ask(deps: Deps) -> Mapping[str, Any]:
    """Give what auth.test says, asked again for some minutes where Slack can't be heard."""
    for seconds in AGAIN_SECONDS:
        try:
            return (await deps.client.auth_test()).data  # type: ignore[return-value]
        except Exception as error:
            trouble = judge(error)
            if trouble.fate is Fate.NEVER or trouble.error in OF_TOKEN:
                raise Refused(
                    f"Slack refused SLACK_BOT_TOKEN ({trouble.error}). Copy the Bot User OAuth "
                    "Token again from your app's page, under OAuth & Permissions."
                ) from error
        log.warning("no answer from Slack yet", extra={"error": trouble.error})
        await asyncio.sleep(trouble.wait.total_seconds() if trouble.everyone else seconds)
    raise Refused(f"Slack gives no answer ({trouble.error}). Is this machine connected?")


def keep(tx: Session, who: Identity, organizer: str, now: datetime) -> None:
    """Keep what Slack says of a workspace, and the Slack id of who helps; empty for nobody."""
    workspace = workspaces.find(tx, who.workspace_id) or Workspace(id=who.workspace_id)
    workspace.name, workspace.bot_user_id = who.workspace, who.bot_user_id
    workspace.organizer_slack_id = organizer or None
    tx.add(workspace)
    tx.flush()
    uninstalls.come_back(tx, who.workspace_id, now)
    if organizer:
        people.meet(tx, Who(who.workspace_id, organizer), now)
