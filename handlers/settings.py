"""The settings, read once from the environment and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.timers import PREFIX, Timers

SLACK_API = "https://slack.com/api/"


@dataclass(frozen=True)
class Settings:
    """Every variable of .env.example; see there what each is for."""

    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    slack_api_url: str = SLACK_API
    database_url: str = field(default="sqlite:///second-coffee.sqlite", repr=False)
    encryption_keys: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 3000
    log_level: str = "INFO"
    timers: Timers = field(default_factory=Timers)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; ValueError with a sentence for one that can't be used."""
        given = {
            name: environ[name.upper()].strip()
            for name in cls.__dataclass_fields__
            if name not in ("timers", "port") and environ.get(name.upper(), "").strip()
        }
        timers = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
        api_url = given.get("slack_api_url", SLACK_API)
        given["slack_api_url"] = api_url if api_url.endswith("/") else f"{api_url}/"
        return cls(**given, port=_port(environ.get("PORT", "")), timers=Timers.read(timers))


def _port(text: str) -> int:
    """Give the port; ValueError for anything but 0 to 65535."""
    if not text.strip():
        return 3000
    if not text.strip().isdecimal() or int(text) > 65535:
        raise ValueError(f"PORT must be a number from 0 to 65535, not {text!r}.")
    return int(text)
