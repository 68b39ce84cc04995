"""The workspace the bot's token belongs to."""

from datetime import datetime

from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot import people, uninstalls
from bot.people import Who
from handlers.deps import Deps, Identity
from store import workspaces
from store.workspaces import Workspace


class Refused(Exception):
    """Slack does not accept the bot's token; the sentence says what to do."""


async def hello(deps: Deps) -> Identity:
    """Ask Slack who the bot is and keep its workspace; Refused when it does not say."""
    try:
        answer = await deps.client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error", "unknown")
        raise Refused(
            f"Slack refused SLACK_BOT_TOKEN ({code}). Copy the Bot User OAuth Token again from "
            "your app's page, under OAuth & Permissions."
        ) from error
    whole = answer.get("is_enterprise_install") is True
    place = answer["enterprise_id"] if whole else answer["team_id"]
    who = Identity(str(place), answer["team"], answer["user_id"], answer["bot_id"])
    await deps.transact(keep, who, deps.organizer)
    return who


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
