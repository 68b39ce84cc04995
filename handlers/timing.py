"""The database with a watch on it: how long each unit of work took, its wait included."""

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session

from handlers import metrics
from store.database import Database

Result = TypeVar("Result")

WRITES, READS = metrics.DATABASE.labels("write"), metrics.DATABASE.labels("read")


class Timed(Database):
    """A database whose units of work are counted and timed."""

    async def write(self, work: Callable[[Session], Result]) -> Result:
        """Do what the database does, and note how long it took."""
        with WRITES.time():
            return await super().write(work)

    async def read(self, work: Callable[[Session], Result]) -> Result:
        """Do what the database does, and note how long it took."""
        with READS.time():
            return await super().read(work)
