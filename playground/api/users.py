"""users.info, users.list, users.conversations."""

from playground.api.methods import Args, Method, Refusal, page, person
from playground.payloads import Payload
from playground.people import Person
from playground.workspace import Workspace

READ = ("users:read",)
LISTS = ("channels:read", "groups:read", "im:read", "mpim:read")


async def info(here: Workspace, args: Args) -> Payload:
    """One account, with its zone; its locale only when asked for."""
    user_id = args.need("user", "user_not_found")
    if user_id == here.records.company.bot_user_id:
        return {"user": itself(here)}
    return {"user": _with_locale(here, person(here, user_id), args)}


async def everyone(here: Workspace, args: Args) -> Payload:
    """All accounts, bots and deactivated ones among them, a page at a time."""
    people, more = page(list(here.records.people.values()), args, 1000, 1000)
    members = [_with_locale(here, each, args) for each in people]
    if not args.text("cursor"):
        members.append(itself(here))
    stamp = int(here.now().timestamp())
    return {
        "members": members,
        "cache_ts": stamp,
        "response_metadata": {"next_cursor": more},
    }


async def conversations(here: Workspace, args: Args) -> Payload:
    """The conversations the app is in, of the types asked for."""
    company = here.records.company
    types = (args.text("types") or "public_channel").split(",")
    wanted = {"im": "im", "public_channel": "channel"}
    needed = {"im": "im:read", "public_channel": "channels:read"}
    for each in types:
        if each in needed and needed[each] not in here.manifest.scopes:
            scopes = ",".join(here.manifest.scopes)
            raise Refusal("missing_scope", needed=needed[each], provided=scopes)
    kinds = {wanted[each] for each in types if each in wanted}
    found = [
        {"id": each.id, "user": each.members[1], "is_im": True}
        if each.kind == "im"
        else {"id": each.id, "name": each.name, "is_channel": True}
        for each in here.records.channels.values()
        if each.kind in kinds and company.bot_user_id in each.members
    ]
    shown, more = page(found, args, 100, 999)
    return {"channels": shown, "response_metadata": {"next_cursor": more}}


def itself(here: Workspace) -> Payload:
    """The app's own bot user."""
    company = here.records.company
    bot = Person(
        id=company.bot_user_id,
        handle=company.bot_handle,
        real_name=here.manifest.name,
        title="",
        role="other",
        tz="America/Los_Angeles",
        locale="en-US",
        color="5b3a29",
        is_bot=True,
    )
    user = here.describe(bot)
    user["profile"] |= {"bot_id": company.bot_id, "api_app_id": company.app_id}
    return user


def _with_locale(here: Workspace, who: Person, args: Args) -> Payload:
    user = here.describe(who)
    return user | ({"locale": who.locale} if args.flag("include_locale") else {})


METHODS = {
    "users.info": Method(info, READ),
    "users.list": Method(everyone, READ),
    "users.conversations": Method(conversations, LISTS),
}
