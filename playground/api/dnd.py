"""dnd.info."""

from playground.api.methods import Args, Method, person
from playground.payloads import Payload
from playground.people import silence
from playground.workspace import Workspace


async def info(here: Workspace, args: Args) -> Payload:
    """When somebody's notifications are off; of another person Slack tells no more than this."""
    who = person(here, args.need("user", "user_not_found"))
    return silence(who, here.now())


METHODS = {"dnd.info": Method(info, ("dnd:read",))}
