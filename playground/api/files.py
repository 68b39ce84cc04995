"""The three steps of an upload, files.info, and the download."""

import secrets
from urllib.parse import quote

from aiohttp import web

from playground import messages
from playground.api.methods import Args, Method, Refusal, member
from playground.payloads import Payload
from playground.records import File
from playground.workspace import Workspace

MOST_BYTES = 20_000_000


async def begin(here: Workspace, args: Args) -> Payload:
    """Where to send a file of that name and length."""
    name = args.need("filename")
    length = args.number("length", 0, MOST_BYTES)
    if not length:
        raise Refusal("missing_argument")
    file_id = "F" + secrets.token_hex(5).upper()
    created = int(here.now().timestamp())
    here.records.files[file_id] = File(file_id, name, name, b"", created)
    return {"upload_url": f"{here.url}/upload/v1/{file_id}?length={length}", "file_id": file_id}


async def receive(here: Workspace, request: web.Request) -> web.Response:
    """The bytes themselves, raw or as a form's file."""
    file = here.records.files.get(request.match_info["file_id"])
    if file is None or file.done:
        return web.Response(status=404, text="no upload is expected here")
    if request.content_type == "multipart/form-data":
        form = await request.post()
        part = next(iter(form.values()), b"")
        file.content = part.file.read() if isinstance(part, web.FileField) else _bytes(part)
    else:
        file.content = await request.read()
    if len(file.content) != int(request.query.get("length", "0")):
        file.content = b""
        return web.Response(status=400, text="the length is not the one announced")
    return web.Response(text=f"OK - {len(file.content)}")


async def complete(here: Workspace, args: Args) -> Payload:
    """Finish uploads and, with channel_id, share them in one message there."""
    given = args.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise Refusal("invalid_arguments")
    found = None
    if key := args.text("channel_id"):
        found = here.records.channels.get(key)
        if found is None:
            raise Refusal("channel_not_found")
        member(here, found)
    files = []
    for each in given:
        file = here.records.files.get(each.get("id", "") if isinstance(each, dict) else "")
        if file is None or not file.content or file.done:
            raise Refusal("file_not_found")
        file.title = each.get("title") or file.name
        files.append(file)
    for file in files:
        file.done = True
        file.channels = [found.id] if found else []
        here.records.keep_file(file)
    shown = [messages.describe_file(here, file) for file in files]
    if found:
        message: Payload = {
            "type": "message",
            "subtype": "file_share",
            "user": here.records.company.bot_user_id,
            "text": args.text("initial_comment") or "",
            "files": shown,
            "upload": False,
            "display_as_bot": False,
        }
        if thread_ts := args.text("thread_ts"):
            message["thread_ts"] = thread_ts
        messages.post(here, found, message)
    return {"files": shown}


async def info(here: Workspace, args: Args) -> Payload:
    """One file."""
    file = here.records.files.get(args.need("file", "file_not_found"))
    if file is None or not file.done:
        raise Refusal("file_not_found")
    return {"file": messages.describe_file(here, file)}


def download(file: File) -> web.Response:
    """The file's bytes, never to be shown or run in place."""
    return web.Response(
        body=file.content,
        headers={
            "Content-Type": messages.mimetype(file.name),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _bytes(part: object) -> bytes:
    return part.encode() if isinstance(part, str) else b""


METHODS = {
    "files.getUploadURLExternal": Method(begin, ("files:write",)),
    "files.completeUploadExternal": Method(complete, ("files:write",)),
    "files.info": Method(info, ("files:read",)),
}
