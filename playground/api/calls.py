"""Takes a Web API request: reads it, checks token and scopes, runs the method, meets its fault."""

import asyncio
import json
from email.utils import format_datetime

from aiohttp import web

from playground.api import auth, chat, conversations, dnd, files, sockets, users, views
from playground.api.methods import Args, Method, Refusal
from playground.faults import Fault
from playground.payloads import Payload
from playground.workspace import Call, Workspace

METHODS: dict[str, Method] = {
    **auth.METHODS,
    **sockets.METHODS,
    **users.METHODS,
    **dnd.METHODS,
    **conversations.METHODS,
    **chat.METHODS,
    **views.METHODS,
    **files.METHODS,
}
OPEN = ("api.test",)


async def answer(here: Workspace, request: web.Request) -> web.StreamResponse:
    """One call, from its request to its answer; that tells the workspace's time, as Slack's do."""
    with here.sockets.traffic.passing():
        answered = await _answer(here, request)
    answered.headers["Date"] = format_datetime(here.now(), usegmt=True)
    return answered


async def _answer(here: Workspace, request: web.Request) -> web.StreamResponse:
    name = request.match_info["method"]
    args = await _read(request)
    fault = here.faults.take(name)
    if fault and not fault.after and (struck := await _strike(fault, request)):
        _note(here, name, args, {"ok": False, "error": fault.error or fault.kind})
        return struck
    result, headers = await _run(here, name, args, request)
    _note(here, name, args, result)
    if fault and fault.after and (struck := await _strike(fault, request)):
        return struck
    return web.json_response(result, headers=headers)


def _note(here: Workspace, name: str, args: Args, result: Payload) -> None:
    shown = {key: value for key, value in args.values.items() if key != "token"}
    here.calls.append(Call(name, shown, result, here.now()))


async def _run(
    here: Workspace, name: str, args: Args, request: web.Request
) -> tuple[Payload, dict[str, str]]:
    method = METHODS.get(name)
    headers: dict[str, str] = {}
    try:
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        if name not in OPEN:
            scopes = _scopes(here, method, _token(request, args))
            headers["x-oauth-scopes"] = ",".join(scopes)
            headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
            if method.scopes and not set(method.scopes) & set(scopes):
                needed = ",".join(method.scopes)
                raise Refusal("missing_scope", needed=needed, provided=",".join(scopes))
        return {"ok": True, **await method.run(here, args)}, headers
    except Refusal as refusal:
        return refusal.answer, headers


def _scopes(here: Workspace, method: Method, token: str | None) -> tuple[str, ...]:
    if token is None:
        raise Refusal("not_authed")
    if token not in (here.bot_token, here.app_token):
        raise Refusal("invalid_auth")
    if method.app_token != (token == here.app_token):
        raise Refusal("not_allowed_token_type")
    return ("connections:write",) if method.app_token else here.manifest.scopes


def _token(request: web.Request, args: Args) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else args.text("token")


async def _read(request: web.Request) -> Args:
    values: Payload = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            try:
                body = json.loads(await request.text() or "{}")
            except ValueError:
                body = {}
            values |= body if isinstance(body, dict) else {}
        else:
            values |= dict(await request.post())
    return Args(values)


async def _strike(fault: Fault, request: web.Request) -> web.StreamResponse | None:
    """The fault's own answer, or None when it only took time."""
    match fault.kind:
        case "late":
            await asyncio.sleep(fault.seconds)
            return None
        case "ratelimited":
            wait = {"Retry-After": str(int(fault.seconds))}
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers=wait)
        case "broken":
            return web.Response(status=500, text="Internal Server Error")
        case "refused":
            return web.json_response({"ok": False, "error": fault.error})
        case "dropped":
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
