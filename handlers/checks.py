"""What `second-coffee check` looks at: tokens, scopes, manifest, database and clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handlers.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One plain line: what is well, or what is wrong and what to do."""

    ok: bool
    sentence: str


async def look(settings: Settings, manifest: Path, clock: Callable[[], datetime]) -> list[Finding]:
    """Look at everything the bot needs to run."""
    return [Finding(bool(settings.slack_bot_token), "SLACK_BOT_TOKEN is set.")]
