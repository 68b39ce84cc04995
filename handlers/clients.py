"""Clients of Slack: one session and one TLS context for all, and nothing is ever sent again."""

import json
import logging
import ssl as tls
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

# At the library's own level it writes each call down, people's words with it, to drop the line.
LIBRARY = logging.getLogger("slack_sdk.calls")
LIBRARY.setLevel(logging.INFO)
HEADERS = {"Content-Type": "application/json;charset=utf-8"}


def client(
    base_url: str,
    token: str | None,
    session: aiohttp.ClientSession | None,
    ssl: tls.SSLContext | None,
    *,
    trust_env: bool = True,
) -> AsyncWebClient:
    """Give a client that speaks with a token on a session."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        session=session,
        ssl=ssl,
        retry_handlers=[],
        trust_env_in_session=trust_env,
        logger=LIBRARY,
    )


def speaking(other: AsyncWebClient, token: str) -> AsyncWebClient:
    """Give a client with another token on the same session."""
    trust_env = other.trust_env_in_session
    return client(other.base_url, token, other.session, other.ssl, trust_env=trust_env)


async def post(slack: AsyncWebClient, message: Mapping[str, Any]) -> tuple[str, str]:
    """Post a message of plain data; give the conversation and the ts it has there.

    Asked on the client's session itself: the library's own way costs half as much again. Raises
    SlackApiError with what Slack said, as the library does, and what the session raises.
    """
    if slack.session is None:
        raise ValueError("a client that posts needs a session")
    async with slack.session.post(
        f"{slack.base_url}chat.postMessage",
        data=json.dumps(message).encode(),
        headers={**slack.headers, **HEADERS, "Authorization": f"Bearer {slack.token}"},
        ssl=True if slack.ssl is None else slack.ssl,
        proxy=slack.proxy,
    ) as answer:
        placed = _read(await answer.read())
    if answer.status != HTTPStatus.OK or not placed.get("ok"):
        said = _said(slack, answer, placed)
        raise SlackApiError("a post failed", said)  # type: ignore[no-untyped-call]
    return str(placed["channel"]), str(placed["ts"])


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:  # a page of whatever stands between us and Slack
        return {}
    return found if isinstance(found, dict) else {}


def _said(
    slack: AsyncWebClient, answer: aiohttp.ClientResponse, data: dict[str, Any]
) -> AsyncSlackResponse:
    return AsyncSlackResponse(
        client=slack,
        http_verb=answer.method,
        api_url=str(answer.url),
        req_args={},
        data=data,
        headers=dict(answer.headers),
        status_code=answer.status,
    )
