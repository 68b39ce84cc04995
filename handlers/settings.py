"""The settings, read once from the environment and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.timers import PREFIX, Timers
from handlers.logs import FORMATS
from store.keys import Ring

SLACK_API = "https://slack.com/api/"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MOST_PORT = 65535


@dataclass(frozen=True)
class Settings:
    """Every variable of .env.example; see there what each is for."""

    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_api_url: str = SLACK_API
    database_url: str = field(default="sqlite:///second-coffee.sqlite", repr=False)
    log_level: str = "INFO"
    organizer: str = ""
    slack_signing_secret: str = field(default="", repr=False)
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    encryption_keys: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: str = ""
    metrics_port: str = ""
    public_url: str = ""
    log_format: str = "text"
    timers: Timers = field(default_factory=Timers)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; ValueError with a sentence for one that can't be used."""
        given = {
            name: environ[name.upper()].strip()
            for name in cls.__dataclass_fields__
            if name != "timers" and environ.get(name.upper(), "").strip()
        }
        timers = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
        api_url = given.get("slack_api_url", SLACK_API)
        if keys := given.get("encryption_keys"):
            Ring.read(keys)
        for name in ("port", "metrics_port"):
            _check_port(name, given.get(name, ""))
        if given.get("log_format", "text") not in FORMATS:
            raise ValueError("LOG_FORMAT is text or json.")
        if (level := given.get("log_level", "INFO").upper()) not in LEVELS:
            raise ValueError(f"LOG_LEVEL is one of {', '.join(LEVELS)}; this is {level}.")
        given.setdefault("port", "3000")
        given["public_url"] = _address(given.get("public_url", ""))
        given["slack_api_url"] = api_url if api_url.endswith("/") else f"{api_url}/"
        return cls(**given, timers=Timers.read(timers))

    @property
    def single(self) -> bool:
        """Say whether the bot is in one workspace, whose token is a setting."""
        return bool(self.slack_bot_token)

    @property
    def installs(self) -> bool:
        """Say whether workspaces install the bot by themselves, through its pages."""
        secrets = self.slack_client_id and self.slack_client_secret
        return bool(secrets and not self.slack_bot_token)

    def missing(self) -> str:
        """Say which settings a start needs, in a sentence; "" when they are all there."""
        if not (self.slack_bot_token or self.installs):
            return (
                "SLACK_BOT_TOKEN is needed, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET. The "
                "README's last section says where to find them; `second-coffee check` helps."
            )
        if not (self.slack_app_token or self.slack_signing_secret):
            return (
                "SLACK_APP_TOKEN is needed for Socket Mode, or SLACK_SIGNING_SECRET for HTTP: "
                "without it nobody could tell Slack's requests from others."
            )
        return ""

    @property
    def ring(self) -> Ring | None:
        """Give the keys that people's words are sealed with, None when there are none."""
        return Ring.read(self.encryption_keys) if self.encryption_keys else None


def _check_port(name: str, value: str) -> None:
    if value and not (value.isdecimal() and int(value) <= MOST_PORT):
        raise ValueError(f"{name.upper()} is a number from 0, for any free port, to {MOST_PORT}.")


def _address(url: str) -> str:
    """Read the address at which Slack and browsers reach the bot, without its last slash."""
    if url and not url.startswith(("https://", "http://")):
        raise ValueError("PUBLIC_URL starts with https://, as in https://coffee.example.org.")
    return url.rstrip("/")
