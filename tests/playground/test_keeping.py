"""What is kept is found again after a restart; files are uploaded and fetched."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.clock import Clock
from playground.server import Playground
from tests.playground.conftest import MANIFEST, START, grant

MAYA = "U0MAYA001"


async def begin(folder: Path) -> tuple[Playground, AsyncWebClient]:
    playground = Playground(MANIFEST, Clock(START, running=False), folder=folder)
    await playground.start()
    client = AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)
    return playground, client


async def test_a_restart_finds_everything_where_it_was(tmp_path: Path) -> None:
    first, client = await begin(tmp_path)
    sent = await client.chat_postMessage(channel=MAYA, text="hello")
    where = sent["channel"]
    gone = await client.chat_postMessage(channel=MAYA, text="gone")
    await client.chat_delete(channel=where, ts=gone["ts"])
    await client.chat_postMessage(channel=where, text="reply", thread_ts=sent["ts"])
    await client.files_upload_v2(channel=where, filename="a.ics", content="BEGIN")
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await client.views_publish(user_id=MAYA, view=home)
    await first.change_zone("leo", "Asia/Tokyo")
    await first.turn("day")
    await first.stop()

    second, client = await begin(tmp_path)
    assert second.messages("maya") == first.messages("maya")
    assert second.home("maya") == first.home("maya")
    assert second.here.now() == first.here.now()
    assert second.bot_token == first.bot_token
    assert (await client.users_info(user="U0LEO0001"))["user"]["tz"] == "Asia/Tokyo"
    assert second.here.records.count_unread(MAYA) == 3
    assert second.here.records.files.keys() == first.here.records.files.keys()
    thread = await client.conversations_replies(channel=where, ts=sent["ts"])
    assert [each["text"] for each in thread["messages"]] == ["hello", "reply"]
    later = await client.chat_postMessage(channel=MAYA, text="later")
    assert later["ts"] > sent["ts"]
    await second.stop()


async def test_without_a_folder_nothing_is_written(
    playground: Playground, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=MAYA, text="hello")
    assert playground.here.records.changes() == {}


async def test_a_file_is_uploaded_in_three_steps_shared_and_fetched(
    playground: Playground, client: AsyncWebClient
) -> None:
    grant(playground, "files:read")
    where = (await client.chat_postMessage(channel=MAYA, text="hello"))["channel"]
    await client.files_upload_v2(
        channel=where,
        filename="session é.ics",
        title="Session",
        content="BEGIN:VCALENDAR",
        initial_comment="For your calendar",
    )
    message = playground.messages("maya")[1]
    [file] = message["files"]
    assert (message["text"], message["subtype"]) == ("For your calendar", "file_share")
    assert (file["title"], file["mimetype"], file["size"]) == ("Session", "text/calendar", 15)
    token = {"Authorization": f"Bearer {playground.bot_token}"}
    async with aiohttp.ClientSession() as session:
        async with session.get(file["url_private"], headers=token) as response:
            assert await response.read() == b"BEGIN:VCALENDAR"
        page = f"{playground.url}/files/{file['id']}/a?as="
        async with session.get(page + MAYA) as response:
            assert response.headers["Content-Disposition"].startswith("attachment;")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert await response.read() == b"BEGIN:VCALENDAR"
        async with session.get(page + "U0LEO0001") as response:
            assert response.status == 404


async def test_an_upload_that_does_not_fit_is_refused(
    playground: Playground, client: AsyncWebClient
) -> None:
    opened: Any = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    async with aiohttp.ClientSession() as session:
        async with session.post(opened["upload_url"], data=b"four") as response:
            assert response.status == 400
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.files_completeUploadExternal(files=[{"id": opened["file_id"]}])
        form = aiohttp.FormData()
        form.add_field("file", b"abc", filename="a.txt")
        async with session.post(opened["upload_url"], data=form) as response:
            assert await response.text() == "OK - 3"
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.files_completeUploadExternal(
            files=[{"id": opened["file_id"]}], channel_id=MAYA
        )
