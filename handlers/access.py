"""Slack's exchange of a code, or of a refresh token, for tokens."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient


async def access(
    client: AsyncWebClient, client_id: str, client_secret: str, **given: str
) -> Mapping[str, Any]:
    """Ask oauth.v2.access in the app's own name; SlackApiError when Slack says no."""
    known = b64encode(f"{client_id}:{client_secret}".encode()).decode()
    answer = await client.api_call(
        "oauth.v2.access", headers={"Authorization": f"Basic {known}"}, data=given
    )
    return answer.data if isinstance(answer.data, dict) else {}
