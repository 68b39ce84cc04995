"""Server-sent events to the open pages: each seat hears what its person would see."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from playground.payloads import Payload

FORMS = ("view_opened", "view_updated", "view_closed")


class Streams:
    """The open pages, by the person whose seat they have taken."""

    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[str | None], str] = {}
        self._hushed: set[str] = set()

    @property
    def open_count(self) -> int:
        """How many pages are open."""
        return len(self._queues)

    def open(self, person: str) -> "asyncio.Queue[str | None]":
        """A new page's queue of JSON lines; None on it means the playground stops."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues[queue] = person
        return queue

    def close(self, queue: "asyncio.Queue[str | None]") -> None:
        """The page has gone."""
        self._queues.pop(queue, None)

    def tell(self, event: Payload, people: Iterable[str] | None = None) -> None:
        """Send an event to the pages of these people, or to every page."""
        heard = None if people is None else set(people)
        if heard is not None and event["type"] in FORMS:
            heard -= self._hushed
        line = json.dumps(event)
        for queue, person in self._queues.items():
            if heard is None or person in heard:
                queue.put_nowait(line)

    @contextmanager
    def hushed(self, person: str) -> Iterator[None]:
        """Keep that person's pages from showing forms meanwhile: a script has them in hand."""
        self._hushed.add(person)
        try:
            yield
        finally:
            self._hushed.discard(person)

    def is_hushed(self, person: str) -> bool:
        """Whether that person's open forms are a script's, which no page is to show."""
        return person in self._hushed

    def stop(self) -> None:
        """Let every page go."""
        for queue in self._queues:
            queue.put_nowait(None)
