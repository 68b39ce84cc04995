"""How long, how many and how fast: the limits by which one process talks to Slack (DESIGN 2)."""

from dataclasses import dataclass
from datetime import timedelta

# A bot that is started while Slack or the database has a bad minute waits for it, some five in all;
# then whoever runs it must know.
AGAIN_SECONDS = (1, 1, 2, 4, 8, *(15,) * 20)


@dataclass(frozen=True)
class Limits:
    """The defaults of a bot in Slack; a test may shorten them, in the same proportions.

    `settling` must exceed `call_seconds` and Slack's latest late effect: with too short a one a
    message that came late is posted twice. `pace`: messages a minute in a workspace, None for any.
    """

    call_seconds: float = 10
    ending_seconds: float = 8
    mark_seconds: float = 0.02
    lease: timedelta = timedelta(seconds=60)
    settling: timedelta = timedelta(seconds=60)
    posts_at_once: int = 64
    errands_at_once: int = 32
    pace: int | None = 300
    tick_seconds: float = 5
    reconcile_seconds: float = 10


SLACK = Limits()
DEMO = Limits(pace=None)
