"""What an answer of Slack, or its absence, means for a call."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

import aiohttp
from slack_sdk.errors import SlackApiError

MAYBE = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
LATER = timedelta(seconds=15)


class Fate(Enum):
    """What becomes of a call that did not come back ok (DESIGN 2.4)."""

    LATER = auto()
    NEVER = auto()
    UNSURE = auto()


@dataclass(frozen=True)
class Trouble:
    """Why a call failed, what becomes of it, and how long to wait for all of the workspace."""

    fate: Fate
    error: str
    wait: timedelta = LATER
    everyone: bool = False


def judge(error: BaseException) -> Trouble:
    """Give what a failed call means: surely not done, never to be done, or perhaps done."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Trouble(Fate.LATER, "not_connected")
    if isinstance(error, (asyncio.TimeoutError, aiohttp.ClientError, OSError)):
        return Trouble(Fate.UNSURE, type(error).__name__)
    raise error


def _answered(error: SlackApiError) -> Trouble:
    status = getattr(error.response, "status_code", 200)
    if status == 429:
        headers = {k.lower(): v for k, v in (error.response.headers or {}).items()}
        wait = timedelta(seconds=max(1, int(headers.get("retry-after", 1))))
        return Trouble(Fate.LATER, "ratelimited", wait, everyone=True)
    data = error.response.data if isinstance(error.response.data, dict) else {}
    code = str(data.get("error", status))
    if code in ("ratelimited", "rate_limited"):
        return Trouble(Fate.LATER, code, everyone=True)
    if status >= 500 or code in MAYBE:
        return Trouble(Fate.UNSURE, code)
    return Trouble(Fate.NEVER, code)
