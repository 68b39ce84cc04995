"""The database at the start: it may be away for a minute, and then the bot waits for it."""

import asyncio
import logging

from handlers.limits import AGAIN_SECONDS
from store import revisions, seals
from store.database import Database

log = logging.getLogger(__name__)


async def ready(database: Database) -> None:
    """See that the database has its tables and opens with our keys.

    Behind or Shut, the database closed, when it hasn't or doesn't.
    """
    for seconds in AGAIN_SECONDS:
        try:
            await asyncio.to_thread(revisions.prepare, database)
            break
        except revisions.Away as away:
            log.warning("no answer from the database yet", extra={"error": away.error})
            last = away
        await asyncio.sleep(seconds)
    else:
        database.close()
        raise last
    await asyncio.to_thread(seals.prove, database)
