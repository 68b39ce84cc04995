"""Posting a file in a thread, in Slack's three steps, once."""

from slack_sdk.web.async_client import AsyncWebClient

from bot import calls
from bot.calls import Call, Upload
from handlers.deps import Deps

PAGE = 15
OK = 200


class Unsent(Exception):
    """Slack's file server did not take the bytes."""


async def upload(deps: Deps, call: Call, file: Upload) -> None:
    """Upload a file and show it in its thread, unless an earlier try has done so."""
    client = await deps.slack(call.workspace_id)
    if file.file_id is not None and await _stands(client, file):
        return
    place = await client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
    assert client.session is not None  # noqa: S101 - one session for every call
    async with client.session.post(place["upload_url"], data=file.content) as answer:
        if answer.status != OK:
            raise Unsent(str(answer.status))
    file_id = str(place["file_id"])
    await deps.write(calls.begun, call.errand_id, file_id)
    await client.files_completeUploadExternal(
        files=[{"id": file_id, "title": file.name}],
        channel_id=file.channel,
        thread_ts=file.thread_ts,
    )


async def _stands(client: AsyncWebClient, file: Upload) -> bool:
    """Say whether the file is in its thread already."""
    cursor: str | None = None
    while True:
        page = await client.conversations_replies(
            channel=file.channel, ts=file.thread_ts, limit=PAGE, cursor=cursor
        )
        for message in page["messages"]:
            if any(each.get("id") == file.file_id for each in message.get("files") or ()):
                return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return False
