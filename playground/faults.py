"""What goes wrong with a Web API call, so that tests can live through it."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["ratelimited", "broken", "dropped", "late", "refused"]


@dataclass(frozen=True)
class Fault:
    """One call's misfortune; `after` says whether the call took effect before it struck."""

    kind: Kind
    seconds: float = 0
    after: bool = False
    error: str = ""


def ratelimited(seconds: int) -> Fault:
    """HTTP 429 with Retry-After; nothing happens."""
    return Fault("ratelimited", seconds)


def broken(after: bool = False) -> Fault:
    """HTTP 500, before or after the effect."""
    return Fault("broken", after=after)


def dropped(after: bool = False) -> Fault:
    """The connection is cut, before or after the effect."""
    return Fault("dropped", after=after)


def late(seconds: float, after: bool = False) -> Fault:
    """The call hangs: its effect comes late, or (after) only its answer does."""
    return Fault("late", seconds, after)


def refused(error: str, after: bool = False) -> Fault:
    """An answer with ok false and that error code."""
    return Fault("refused", after=after, error=error)


# What else may give each call its fault: asked with the method's name, None when all goes well.
Injector = Callable[[str], Fault | None]


class Faults:
    """A queue of misfortunes for each method; a call takes the first one, else the injector's."""

    def __init__(self) -> None:
        self.injector: Injector | None = None
        self._queues: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, *faults: Fault) -> None:
        """Let the next calls of that method meet these, in this order."""
        self._queues[method].extend(faults)

    def take(self, method: str) -> Fault | None:
        """The fault this call meets, if any; it is used up."""
        queue = self._queues.get(method)
        if queue:
            return queue.popleft()
        return self.injector(method) if self.injector else None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._queues.clear()
        self.injector = None
