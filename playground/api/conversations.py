"""conversations.open, info, members, history, replies."""

from playground.api.methods import Args, Method, Refusal, channel, member, page, person
from playground.messages import shown
from playground.payloads import Payload
from playground.records import Channel
from playground.workspace import Workspace

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
WRITE = ("channels:manage", "groups:write", "im:write", "mpim:write")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


async def begin(here: Workspace, args: Args) -> Payload:
    """Open the app's DM with one person."""
    if args.text("channel"):
        found = channel(here, args)
    else:
        users = (args.text("users") or "").split(",")
        if users == [""]:
            raise Refusal("users_list_not_supplied")
        if len(users) > 1:
            raise Refusal("missing_scope", needed="mpim:write", provided=_scopes(here))
        if "im:write" not in here.manifest.scopes:
            raise Refusal("missing_scope", needed="im:write", provided=_scopes(here))
        who = person(here, users[0])
        if who.deleted:
            raise Refusal("user_disabled")
        if who.is_bot:
            raise Refusal("cannot_dm_bot")
        found = here.dm(who)
    return {"channel": _describe(here, found) if args.flag("return_im") else {"id": found.id}}


async def info(here: Workspace, args: Args) -> Payload:
    """What a conversation is."""
    found = channel(here, args, "read")
    more = {"num_members": len(found.members)} if args.flag("include_num_members") else {}
    return {"channel": _describe(here, found) | more}


async def members(here: Workspace, args: Args) -> Payload:
    """Who is in a conversation."""
    people, more = page(channel(here, args, "read").members, args, 100, 1000)
    return {"members": people, "response_metadata": {"next_cursor": more}}


async def history(here: Workspace, args: Args) -> Payload:
    """A conversation's own messages, newest first, between oldest and latest."""
    found = member(here, channel(here, args, "history"))
    kept = here.records.messages[found.id].values()
    own = [each for each in kept if each.get("thread_ts", each["ts"]) == each["ts"]]
    between = _between(own, args)
    some, more = page(list(reversed(between)), args, 100, 999)
    answer: Payload = {
        "messages": [_read(here, found, each, args) for each in some],
        "has_more": bool(more),
        "pin_count": 0,
    }
    return answer | ({"response_metadata": {"next_cursor": more}} if more else {})


async def replies(here: Workspace, args: Args) -> Payload:
    """A thread, its first message before its replies, oldest first."""
    found = member(here, channel(here, args, "history"))
    ts = args.need("ts")
    parent = here.records.messages[found.id].get(ts)
    if parent is None:
        raise Refusal("thread_not_found")
    thread = here.records.threads.get((found.id, parent.get("thread_ts", ts)), [])
    rest = [here.records.messages[found.id][each] for each in thread]
    some, more = page([parent, *_between(rest, args)], args, 1000, 1000)
    answer: Payload = {
        "messages": [_read(here, found, each, args) for each in some],
        "has_more": bool(more),
    }
    return answer | ({"response_metadata": {"next_cursor": more}} if more else {})


def _between(messages: list[Payload], args: Args) -> list[Payload]:
    try:
        oldest = float(args.text("oldest") or 0)
        latest = float(args.text("latest") or "inf")
    except ValueError:
        raise Refusal("invalid_ts_oldest") from None
    if args.flag("inclusive"):
        return [each for each in messages if oldest <= float(each["ts"]) <= latest]
    return [each for each in messages if oldest < float(each["ts"]) < latest]


def _read(here: Workspace, found: Channel, message: Payload, args: Args) -> Payload:
    message = shown(here, found.id, message)
    if "thread_ts" in message and message["thread_ts"] != message["ts"]:
        parent = here.records.messages[found.id].get(message["thread_ts"], {})
        message = message | {"parent_user_id": parent.get("user", "")}
    if args.flag("include_all_metadata") or "metadata" not in message:
        return message
    return {key: value for key, value in message.items() if key != "metadata"}


def _describe(here: Workspace, found: Channel) -> Payload:
    company = here.records.company
    both: Payload = {
        "id": found.id,
        "created": found.created,
        "is_archived": False,
        "is_im": found.kind == "im",
        "is_org_shared": False,
        "context_team_id": company.team_id,
        "updated": found.created * 1000,
    }
    if found.kind == "im":
        return both | {"user": found.members[1], "last_read": "0000000000.000000", "is_open": True}
    return both | {
        "name": found.name,
        "name_normalized": found.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": False,
        "is_general": found.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": company.bot_user_id in found.members,
        "creator": found.members[0],
        "unlinked": 0,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def _scopes(here: Workspace) -> str:
    return ",".join(here.manifest.scopes)


METHODS = {
    "conversations.open": Method(begin, WRITE),
    "conversations.info": Method(info, READ),
    "conversations.members": Method(members, READ),
    "conversations.history": Method(history, HISTORY),
    "conversations.replies": Method(replies, HISTORY),
}
