"""The settings of this process, read from .env and the environment."""

import logging
import os
from pathlib import Path

import typer
from dotenv import load_dotenv
from rich.console import Console

from handlers.settings import Settings

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
NOISY = ("slack_bolt", "slack_sdk", "apscheduler")

console = Console()


def settings_of_environment() -> Settings:
    """Read .env and the environment; a sentence and exit 2 for a setting that can't be used."""
    load_dotenv(Path.cwd() / ".env")
    try:
        settings = Settings.read(os.environ)
    except ValueError as wrong:
        console.print(f"[red]{wrong}[/]")
        raise typer.Exit(2) from wrong
    logging.basicConfig(level=settings.log_level.upper(), format=LOG_FORMAT)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return settings
