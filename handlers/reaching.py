"""Whether the public address leads here, which the bot can see by calling itself."""

import errno
from secrets import token_hex

import aiohttp
from aiohttp import web

from handlers.serving import EVENTS, Serving
from handlers.settings import Settings

SECONDS = 10
NOT_ALLOWED = 405


async def lack(settings: Settings) -> str:
    """Say what is wrong with the way from the public address to this bot, "" when it is well.

    A bot that runs here answers for itself; otherwise its place is taken for a moment.
    """
    here, word = f"{settings.host}:{settings.port}", token_hex()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=word)

    serving = Serving({("GET", EVENTS): answer}, settings.host, int(settings.port))
    try:
        await serving.start()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return f"{here} can't be listened at ({type(error).__name__}): set HOST and PORT."
        return await _ask(settings.public_url, here, NOT_ALLOWED, "")
    try:
        return await _ask(settings.public_url, here, web.HTTPOk.status_code, word)
    finally:
        await serving.stop()


async def _ask(url: str, here: str, status: int, word: str) -> str:
    """Call the public address; what is wrong unless the status and the word come back."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.get(f"{url}{EVENTS}", allow_redirects=False) as answered,
        ):
            told = await answered.text(errors="replace") if word else ""
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return f"PUBLIC_URL can't be reached from here ({type(error).__name__}): {url}"
    if (answered.status, told) == (status, word):
        return ""
    return f"PUBLIC_URL answers ({answered.status}), but not from {here}: let /slack/* through."
