"""What `second-coffee check` looks at: tokens, scopes, manifest, database and clock."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import SQLAlchemyError

from handlers import reaching
from handlers.settings import Settings
from store import revisions, seals
from store.database import Database
from store.keys import MAKE_ONE, Ring, Shut

MOST_SKEW = timedelta(minutes=1)
SECONDS = 10


@dataclass(frozen=True)
class Finding:
    """One plain line: what is well, or what is wrong and what to do."""

    ok: bool
    sentence: str


async def look(settings: Settings, manifest: Path, clock: Callable[[], datetime]) -> list[Finding]:
    """Look at everything the bot needs to run, and go on past what is wrong."""
    needed = scopes(manifest)
    findings = [
        *_tokens(settings),
        Finding(bool(needed), f"The manifest asks for {len(needed)} scopes."),
    ]
    if settings.slack_bot_token:
        findings += await _slack(settings, needed, clock)
    elif settings.installs:
        findings.append(await _clock(settings, clock))
    if settings.slack_app_token:
        findings.append(await _socket(settings))
    else:
        findings.append(await _public(settings))
    findings.append(_keys(settings.ring))
    findings.append(await asyncio.to_thread(_database, settings))
    return findings


def scopes(manifest: Path) -> frozenset[str]:
    """Give the bot scopes that the manifest asks for; none when it can't be read."""
    try:
        read = yaml.safe_load(manifest.read_text(encoding="utf-8"))
        return frozenset(read["oauth_config"]["scopes"]["bot"])
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return frozenset()


def _tokens(settings: Settings) -> list[Finding]:
    """See that there is what a start needs: for one workspace or many, by a socket or by HTTP."""
    found = []
    if not settings.installs:
        found.append(_token("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-"))
    if settings.slack_app_token or not settings.slack_signing_secret:
        found.append(_token("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-"))
    return found


async def _public(settings: Settings) -> Finding:
    """See whether Slack's requests to the public address come here."""
    if not settings.public_url:
        return Finding(False, "PUBLIC_URL is missing: without a socket Slack has to call the bot.")
    if not settings.public_url.startswith("https://"):
        return Finding(False, "PUBLIC_URL should start with https://: Slack calls no other.")
    wrong = await reaching.lack(settings)
    return Finding(not wrong, wrong or "PUBLIC_URL leads to this bot.")


def _token(name: str, value: str, start: str) -> Finding:
    if not value:
        return Finding(False, f"{name} is missing: put it in .env (see the README's last section).")
    if not value.startswith(start):
        return Finding(False, f"{name} should start with {start}; this looks like another token.")
    return Finding(True, f"{name} is set.")


async def _slack(
    settings: Settings, needed: Iterable[str], clock: Callable[[], datetime]
) -> list[Finding]:
    """Ask Slack who the bot is, what it may do, and what time it is there."""
    client = AsyncWebClient(
        settings.slack_bot_token, settings.slack_api_url, timeout=SECONDS, retry_handlers=[]
    )
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error", "unknown")
        return [Finding(False, f"Slack refuses SLACK_BOT_TOKEN ({code}): install the app again.")]
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        sentence = f"Slack can't be reached at {settings.slack_api_url} ({type(error).__name__})."
        return [Finding(False, sentence)]
    return [
        Finding(True, f"Slack knows the bot as {answer['user']} in {answer['team']}."),
        _granted(answer, needed),
        _skew(answer, clock()),
        await _organizer(client, settings.organizer),
    ]


async def _clock(settings: Settings, clock: Callable[[], datetime]) -> Finding:
    """Ask Slack only what time it is, where there is no token to ask with."""
    client = AsyncWebClient(base_url=settings.slack_api_url, timeout=SECONDS, retry_handlers=[])
    try:
        return _skew(await client.api_test(), clock())
    except SlackApiError as error:
        return _skew(error.response, clock())
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        sentence = f"Slack can't be reached at {settings.slack_api_url} ({type(error).__name__})."
        return Finding(False, sentence)


async def _organizer(client: AsyncWebClient, slack_id: str) -> Finding:
    """See whether there is somebody who helps; without one the bot only offers no such button."""
    if not slack_id:
        return Finding(True, "ORGANIZER is not set: nobody can be asked for help through the bot.")
    try:
        answer = await client.users_info(user=slack_id)
    except SlackApiError as error:
        code = error.response.get("error", "unknown")
        sentence = f"ORGANIZER is nobody Slack knows ({code}): copy the member id from a profile."
        return Finding(False, sentence)
    user = answer["user"]
    if user.get("deleted") or user.get("is_bot"):
        return Finding(False, f"ORGANIZER is {user['name']}, who can't read messages.")
    return Finding(True, f"ORGANIZER is {user['name']}.")


def _granted(answer: AsyncSlackResponse, needed: Iterable[str]) -> Finding:
    """Hold the scopes Slack has granted against those the manifest asks for."""
    given = _header(answer, "x-oauth-scopes")
    missing = sorted(set(needed) - {scope.strip() for scope in given.split(",")})
    if missing:
        listed = ", ".join(missing)
        return Finding(False, f"Scopes are missing: {listed}. Add them and install the app again.")
    return Finding(True, "Every scope the manifest asks for is granted.")


def _skew(answer: AsyncSlackResponse, now: datetime) -> Finding:
    """Hold this machine's clock against the Date header of Slack's answer."""
    told = _header(answer, "date")
    if not told:
        return Finding(True, "Slack told no time to hold the clock against.")
    skew = abs(now - parsedate_to_datetime(told))
    if skew > MOST_SKEW:
        seconds = int(skew.total_seconds())
        return Finding(False, f"The clock is {seconds} seconds off Slack's: set it by NTP.")
    return Finding(True, "The clock agrees with Slack's.")


def _header(answer: AsyncSlackResponse, name: str) -> str:
    headers = {str(key).lower(): value for key, value in (answer.headers or {}).items()}
    return str(headers.get(name, ""))


async def _socket(settings: Settings) -> Finding:
    """Ask for a socket with the app-level token, without opening it."""
    client = AsyncWebClient(
        settings.slack_app_token, settings.slack_api_url, timeout=SECONDS, retry_handlers=[]
    )
    try:
        await client.apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as error:
        code = error.response.get("error", "unknown")
        return Finding(
            False,
            f"Slack refuses SLACK_APP_TOKEN ({code}): make one with the scope connections:write.",
        )
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Finding(False, f"Socket Mode can't be reached ({type(error).__name__}).")
    return Finding(True, "Socket Mode opens.")


def _keys(ring: Ring | None) -> Finding:
    if ring is None:
        return Finding(False, f"ENCRYPTION_KEYS is missing: {MAKE_ONE} Put it in .env.")
    others = f", and {len(ring.ids) - 1} more to read with" if len(ring.ids) > 1 else ""
    return Finding(True, f"ENCRYPTION_KEYS has the key {ring.first.hex()}{others}.")


def _database(settings: Settings) -> Finding:
    """Open the database, see whether its tables are the newest, and hold the keys against it."""
    try:
        database = Database(settings.database_url, settings.ring)
    except (SQLAlchemyError, OSError, ImportError) as error:
        return Finding(False, f"DATABASE_URL can't be used ({type(error).__name__}).")
    try:
        if revisions.current(database):
            if database.ring is not None:
                seals.prove(database, leaves=False)
            return Finding(True, "The database is up to date, and opens.")
        if database.sqlite:
            return Finding(True, "The database is new or older; starting the bot brings it up.")
        return Finding(False, "The database is not up to date: run second-coffee migrate.")
    except Shut as wrong:
        return Finding(False, str(wrong))
    except (SQLAlchemyError, OSError) as error:
        return Finding(False, f"The database can't be opened ({type(error).__name__}).")
    finally:
        database.close()
