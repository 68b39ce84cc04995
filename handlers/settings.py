"""The settings, read once from the environment and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.timers import PREFIX, Timers
from store.keys import Ring

SLACK_API = "https://slack.com/api/"


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
    public_url: str = ""
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
        given["slack_api_url"] = api_url if api_url.endswith("/") else f"{api_url}/"
        return cls(**given, timers=Timers.read(timers))

    @property
    def ring(self) -> Ring | None:
        """Give the keys that people's words are sealed with, None when there are none."""
        return Ring.read(self.encryption_keys) if self.encryption_keys else None
