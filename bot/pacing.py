"""How fast a workspace may be posted to: Slack's pace, slower after each 429, and back again.

Slack: about one message a second in a conversation, several hundred a minute in a workspace.
"""

import sys
from datetime import datetime, timedelta

from store.gates import Gate

BURST = 50
# A 429 holds the gate by itself; a slowness that lasts long starves whoever has a few in a hundred.
MOST_SLOWNESS = 2
RECOVERY = timedelta(seconds=30)


def interval(gate: Gate, now: datetime, a_minute: int) -> timedelta:
    """Give the time between two messages: doubled by each 429, halved again soon after."""
    return timedelta(minutes=1) / a_minute * (1 << _slowness(gate, now))


def room(gate: Gate | None, now: datetime, a_minute: int | None) -> int:
    """Give how many messages may go out now; without a pace there is always room."""
    if a_minute is None:
        return sys.maxsize
    if gate is None or gate.paced_until is None:
        return BURST
    ahead = gate.paced_until - now
    return max(0, BURST - max(0, -(-ahead // interval(gate, now, a_minute))))


def take(gate: Gate, count: int, now: datetime, a_minute: int | None) -> None:
    """Count messages that were claimed."""
    gate.served_at = now
    if a_minute is not None:
        gate.paced_until = max(gate.paced_until or now, now) + count * interval(gate, now, a_minute)


def slow_down(gate: Gate, until: datetime, now: datetime) -> None:
    """Post nothing before an instant, and more slowly for a while: Slack asked for a pause."""
    again = gate.until is not None and gate.until > now  # many calls hear of one limit at once
    if not again:
        gate.slowness, gate.slowed_at = min(_slowness(gate, now) + 1, MOST_SLOWNESS), now
    gate.until = max(until, gate.until or until)


def _slowness(gate: Gate, now: datetime) -> int:
    if gate.slowed_at is None:
        return 0
    return max(0, gate.slowness - max(0, (now - gate.slowed_at) // RECOVERY))
