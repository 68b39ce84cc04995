"""What goes wrong on a socket at random: twice, out of order, or cut with envelopes in flight."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random


@dataclass
class Whims:
    """Shares of all envelopes, times in seconds.

    `again`: acknowledged, and delivered once more all the same, up to `again_seconds` later.
    `held`: overtaken by what was sent up to `held_seconds` after it.
    `cut`: its connection is cut just after it was sent. `struck`: how often each was.
    """

    random: Random
    again: float = 0.1
    again_seconds: float = 2.0
    held: float = 0.2
    held_seconds: float = 1.0
    cut: float = 0.03
    struck: Counter[str] = field(default_factory=Counter)

    def wait(self) -> float:
        """How long this envelope is held, 0 for most."""
        return self.random.uniform(0, self.held_seconds) if self._strikes("held") else 0.0

    def cuts(self) -> bool:
        """Whether the connection is cut with this envelope in flight."""
        return self._strikes("cut")

    def repeats(self) -> float | None:
        """How long after its acknowledgement this envelope comes again, None for never."""
        if not self._strikes("again"):
            return None
        return self.random.choice((0.0, self.random.uniform(0, self.again_seconds)))

    def _strikes(self, whim: str) -> bool:
        struck = self.random.random() < float(getattr(self, whim))
        if struck:
            self.struck[whim] += 1
        return struck
