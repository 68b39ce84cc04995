"""Clients of Slack: one session and one TLS context for all, and nothing is ever sent again."""

import logging
import ssl as tls
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

# At the library's own level it writes each call down, people's words with it, to drop the line.
LIBRARY = logging.getLogger("slack_sdk.calls")
LIBRARY.setLevel(logging.INFO)


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

    What the library does for messages of its own classes is left out.
    """
    answer = await slack.api_call("chat.postMessage", json=dict(message))
    placed: Any = answer.data
    return str(placed["channel"]), str(placed["ts"])
