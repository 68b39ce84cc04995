"""api.test, auth.test, team.info, bots.info."""

from playground.api.methods import Args, Method, Refusal
from playground.payloads import Payload
from playground.workspace import Workspace


async def test(here: Workspace, args: Args) -> Payload:
    """Echo the arguments, or the error asked for."""
    given = {key: value for key, value in args.values.items() if key != "token"}
    if error := args.text("error"):
        raise Refusal(error, args=given)
    return {"args": given} if given else {}


async def who(here: Workspace, args: Args) -> Payload:
    """Whose token this is."""
    company = here.records.company
    return {
        "url": f"https://{company.domain}.slack.com/",
        "team": company.name,
        "user": company.bot_handle,
        "team_id": company.team_id,
        "user_id": company.bot_user_id,
        "bot_id": company.bot_id,
        "is_enterprise_install": False,
    }


async def team(here: Workspace, args: Args) -> Payload:
    """The workspace."""
    company = here.records.company
    if args.text("team") not in (None, company.team_id):
        raise Refusal("team_not_found")
    return {
        "team": {
            "id": company.team_id,
            "name": company.name,
            "domain": company.domain,
            "url": f"https://{company.domain}.slack.com/",
            "email_domain": "",
            "icon": {"image_default": True},
            "is_verified": False,
        }
    }


async def bot(here: Workspace, args: Args) -> Payload:
    """The app's own bot; others are not to be found."""
    company = here.records.company
    if args.text("bot") not in (None, company.bot_id):
        raise Refusal("bot_not_found")
    return {
        "bot": {
            "id": company.bot_id,
            "deleted": False,
            "name": here.manifest.name,
            "updated": 0,
            "app_id": company.app_id,
            "user_id": company.bot_user_id,
            "icons": {},
        }
    }


METHODS = {
    "api.test": Method(test),
    "auth.test": Method(who),
    "team.info": Method(team, ("team:read",)),
    "bots.info": Method(bot, ("users:read",)),
}
