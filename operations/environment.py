"""The settings of this process, read from .env and the environment."""

import os
from pathlib import Path

import typer
from dotenv import load_dotenv
from rich.console import Console

from handlers import logs
from handlers.settings import Settings

# Bolt reads these by itself and would go ways of its own with them.
BOLTS = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")

console = Console()


def settings_of_environment() -> Settings:
    """Read .env and the environment; a sentence and exit 2 for a setting that can't be used."""
    load_dotenv(Path.cwd() / ".env")
    try:
        settings = Settings.read(os.environ)
    except ValueError as wrong:
        console.print(f"[red]{wrong}[/]")
        raise typer.Exit(2) from wrong
    for name in BOLTS:
        os.environ.pop(name, None)
    logs.set_up(settings.log_level, settings.log_format)
    return settings
