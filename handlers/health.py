"""Health pages: is the process alive, may it be given work, and what has it counted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from handlers import metrics
from handlers.serving import Pages, Serving, answer_json
from store import health as store
from store.database import Database

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
BELIEVED_SECONDS = 1.0

Ready = Callable[[], Awaitable[dict[str, bool]]]


class Health:
    """Looks at what the bot needs; one look serves everyone who asks within a second."""

    def __init__(self, database: Database, ready: Ready) -> None:
        self.database = database
        self.ready = ready
        self._looking: asyncio.Task[dict[str, bool]] | None = None
        self._looked_at = 0.0

    async def healthz(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer at all: the process is alive and its loop turns."""
        return answer_json({"ok": True})

    async def readyz(self, request: web.BaseRequest) -> web.StreamResponse:
        """Say what is ready; 503 until all is, and again once the process is ending."""
        now = asyncio.get_running_loop().time()
        if self._looking is None or now - self._looked_at > BELIEVED_SECONDS:
            self._looking, self._looked_at = asyncio.create_task(self._look()), now
        found = await asyncio.shield(self._looking)
        well = all(found.values())
        return answer_json({"ok": well, **found}, 200 if well else 503)

    async def metrics(self, request: web.BaseRequest) -> web.StreamResponse:
        """Give what is counted, as Prometheus reads it."""
        metrics.UNSURE.set(await self.database.read(store.unsure))
        return web.Response(
            body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4"}
        )

    def pages(self, *, with_metrics: bool) -> Pages:
        """Give the pages by method and path; what is counted only where that is not public."""
        pages = {("GET", "/healthz"): self.healthz, ("GET", "/readyz"): self.readyz}
        if with_metrics:
            pages["GET", "/metrics"] = self.metrics
        return pages

    async def _look(self) -> dict[str, bool]:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self.database.read(store.answer)
            answers = True
        except (SQLAlchemyError, OSError, TimeoutError, RuntimeError):
            answers = False
        return {"database": answers, **await self.ready()}


async def beside(pages: Pages, host: str, port: int | None) -> Serving:
    """Serve pages beside the bot; where the port is taken by another process, on any free one."""
    serving = Serving(pages, host, port if port is not None else 0)
    try:
        await serving.start()
    except OSError:
        log.warning("port taken", extra={"port": port})
        serving = Serving(pages, host, 0)
        await serving.start()
    return serving
