"""Fetching the file that somebody gave in a form: only theirs, only from Slack, never too much."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientResponse

from bot import imports, parcels
from bot.calls import Call
from bot.parcels import Refused
from bot.people import Who
from handlers.deps import Deps

CHUNK, OK, SERVER = 64 * 1024, 200, 500


class NotHanded(Exception):
    """Slack's file server did not hand the bytes over; it may by and by."""


async def fetch(deps: Deps, call: Call, answer: Mapping[str, Any]) -> None:
    """Take in the file that files.info tells of, or say why not; both are said in the DM."""
    who, file_id = Who(call.workspace_id, call.slack_id), str(call.arguments["file"])
    try:
        data = await _open(deps, call, answer.get("file") or {})
    except Refused as refused:
        await deps.transact(imports.refuse, who, file_id, refused.why)
    else:
        await deps.transact(imports.take, who, file_id, data)


async def _open(deps: Deps, call: Call, file: Mapping[str, Any]) -> dict[str, Any]:
    if file.get("user") != call.slack_id:
        raise Refused("import_not_yours")
    client = await deps.slack(call.workspace_id)
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not _of_slack(address, client.base_url):
        raise Refused("import_not_fetched")
    assert client.session is not None  # noqa: S101 - one session for every call
    headers = {"Authorization": f"Bearer {client.token}"}
    async with client.session.get(address, headers=headers, allow_redirects=False) as response:
        content = await _read(response)
    return await asyncio.to_thread(parcels.read, content)


async def _read(response: ClientResponse) -> bytes:
    """Give a body while it stays under the limit, whatever length it announces."""
    if response.status >= SERVER:
        raise NotHanded(str(response.status))
    if response.status != OK:
        raise Refused("import_not_fetched")
    content = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > parcels.MOST_BYTES:
            raise Refused("import_too_big")
    return bytes(content)


def _of_slack(address: str, base: str) -> bool:
    """Say whether an address is on the file server that belongs to the Web API's own host."""
    try:
        there, api = urlsplit(address), urlsplit(base)
        if "@" in there.netloc or "\\" in address:
            return False
        if (there.scheme, there.netloc) == (api.scheme, api.netloc):
            return True
        return there.scheme == "https" and there.netloc == f"files.{api.hostname}"
    except ValueError:
        return False
