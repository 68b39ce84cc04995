"""apps.connections.open."""

from playground.api.methods import Args, Method
from playground.payloads import Payload
from playground.workspace import Workspace


async def connect(here: Workspace, args: Args) -> Payload:
    """The address of a new Socket Mode connection, good once."""
    base = here.url.replace("http", "ws", 1)
    return {"url": f"{base}/link?ticket={here.sockets.ticket()}&app_id={here.sockets.app_id}"}


METHODS = {"apps.connections.open": Method(connect, ("connections:write",), app_token=True)}
