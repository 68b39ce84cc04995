"""The app's manifest, as far as Slack acts on it: scopes, events, commands, surfaces."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Command:
    """A slash command; should_escape turns @leo into <@U123|leo>."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Manifest:
    """What the installed app may do and is told about."""

    name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: dict[str, Command]
    home_tab: bool
    messages_tab: bool
    interactivity: bool


def read(path: Path) -> Manifest:
    """The manifest at that path (YAML or JSON)."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = data.get("features", {}), data.get("settings", {})
    home = features.get("app_home", {})
    commands = [
        Command(
            each["command"],
            each.get("description", ""),
            each.get("usage_hint", ""),
            bool(each.get("should_escape", False)),
        )
        for each in features.get("slash_commands", [])
    ]
    return Manifest(
        name=features.get("bot_user", {}).get("display_name")
        or data["display_information"]["name"],
        scopes=tuple(data.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        commands={each.command: each for each in commands},
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        interactivity=bool(settings.get("interactivity", {}).get("is_enabled", False)),
    )
