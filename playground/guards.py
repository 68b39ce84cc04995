"""Lets in only what comes from this machine, asked for by a loopback name, from our own page."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from playground.submissions import Refused

LOOPBACK = ("127.0.0.1", "localhost")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: https:;"
        " object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
    ),
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other hosts and other sites; turn a Refused into its sentence."""
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return web.json_response({"error": "Only this machine may ask."}, status=403)
    if request.headers.get("Origin", f"http://{request.host}") != f"http://{request.host}":
        return web.json_response({"error": "Only the playground's own page may ask."}, status=403)
    try:
        response = await handler(request)
    except Refused as refused:
        return web.json_response({"error": str(refused)}, status=400)
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response
