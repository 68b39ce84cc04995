"""What an answer of Slack, or its absence, means for a call."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.failures import report
from handlers.installed import NotInstalled

MAYBE = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
# Slack takes no more for now: too much was said, or the workspace is moving into an organization.
NOT_NOW = {"ratelimited", "rate_limited", "message_limit_exceeded", "team_added_to_org"}
# Nothing of anyone's can be posted with such a token; another may come, so nothing is given up.
OF_TOKEN = {"invalid_auth", "not_authed", "org_login_required", "token_expired", "token_revoked"}
LATER, QUARTER = timedelta(seconds=15), timedelta(minutes=15)
MOST_WAIT = timedelta(hours=1)


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
    if isinstance(error, NotInstalled):
        return Trouble(Fate.LATER, "not_installed")
    if isinstance(error, aiohttp.ClientConnectorError):
        return Trouble(Fate.LATER, "not_connected")
    if not isinstance(error, (asyncio.TimeoutError, aiohttp.ClientError, OSError)):
        report(error)
    return Trouble(Fate.UNSURE, type(error).__name__)


def _answered(error: SlackApiError) -> Trouble:
    """Read an answer; one that is no JSON comes as the bare response of the HTTP client."""
    answer = error.response
    status = getattr(answer, "status_code", getattr(answer, "status", 200))
    if status == 429:
        return Trouble(Fate.LATER, "ratelimited", _asked_wait(answer), everyone=True)
    data = getattr(answer, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if code in NOT_NOW:
        return Trouble(Fate.LATER, str(code), everyone=True)
    if code in OF_TOKEN:
        return Trouble(Fate.LATER, code, QUARTER, everyone=True)
    if code is None or status >= 500 or code in MAYBE:
        return Trouble(Fate.UNSURE, str(code or status))
    return Trouble(Fate.NEVER, str(code))


def _asked_wait(answer: Any) -> timedelta:
    headers = {str(key).lower(): value for key, value in (answer.headers or {}).items()}
    try:
        seconds = float(headers.get("retry-after", 1))
    except ValueError:
        return LATER
    return timedelta(seconds=min(max(1.0, seconds), MOST_WAIT.total_seconds()))
