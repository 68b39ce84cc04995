"""Faults at random: each kind has its share of all calls, the same ones for the same seed."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from random import Random

from playground import faults
from playground.faults import Fault

RATELIMITED, REFUSED = "ratelimited", "refused before"
BROKEN_BEFORE, BROKEN_AFTER = "broken before", "broken after"
DROPPED_BEFORE, DROPPED_AFTER = "dropped before", "dropped after"
HANGS, LATE, REFUSED_AFTER = "hangs", "late", "refused after"

# In hundredths of all calls: 17 in all, 8 of which took effect or will.
SHARES = {
    RATELIMITED: 3.0,
    BROKEN_BEFORE: 2.0,
    BROKEN_AFTER: 2.0,
    DROPPED_BEFORE: 2.0,
    DROPPED_AFTER: 2.0,
    HANGS: 2.0,
    LATE: 2.0,
    REFUSED: 1.0,
    REFUSED_AFTER: 1.0,
}
PERHAPS = ("internal_error", "fatal_error", "request_timeout", "service_unavailable")


@dataclass
class Misfortunes:
    """An injector. Times in seconds; `only` these methods meet anything, all when it is None.

    `hangs`: how long at most an answer hangs. `late`: how late at most a call takes effect.
    `met`: how often each kind has struck; `calls`: how often each method was called.
    """

    random: Random
    shares: Mapping[str, float] = field(default_factory=lambda: SHARES)
    retry_after: int = 1
    hangs: float = 12.0
    late: float = 40.0
    only: Collection[str] | None = None
    met: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)

    def __call__(self, method: str) -> Fault | None:
        """The fault of this call, None when all goes well."""
        self.calls[method] += 1
        if self.only is not None and method not in self.only:
            return None
        drawn = self.random.uniform(0, 100)
        for kind, share in self.shares.items():
            drawn -= share
            if drawn < 0:
                self.met[kind] += 1
                return self._fault(kind)
        return None

    def _fault(self, kind: str) -> Fault:
        match kind:
            case "ratelimited":
                return faults.ratelimited(self.retry_after)
            case "broken before" | "broken after":
                return faults.broken(after=kind == BROKEN_AFTER)
            case "dropped before" | "dropped after":
                return faults.dropped(after=kind == DROPPED_AFTER)
            case "hangs":
                return faults.late(self.random.uniform(0.8, 1) * self.hangs, after=True)
            case "late":
                return faults.late(self.random.uniform(0.1, 1) * self.late)
            case "refused before" | "refused after":
                error = self.random.choice(PERHAPS)
                return faults.refused(error, after=kind == REFUSED_AFTER)
        raise LookupError(kind)
