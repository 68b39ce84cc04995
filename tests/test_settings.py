"""Settings: each is named in .env.example, and a bad one is refused with a sentence."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.timers import PREFIX, Timers
from handlers.settings import Settings

NAMED = set(re.findall(r"^(?:# )?([A-Z_]+)=", Path(".env.example").read_text(), re.MULTILINE))


def test_every_setting_is_in_the_example_and_no_other() -> None:
    settings = {field.name.upper() for field in fields(Settings) if field.name != "timers"}
    timers = {f"{PREFIX}{field.name.upper()}" for field in fields(Timers)}
    assert settings | timers == NAMED


def test_the_readme_names_every_setting() -> None:
    readme = Path("README.md").read_text(encoding="utf-8")
    for field in fields(Settings):
        if field.name != "timers":
            assert f"`{field.name.upper()}`" in readme


def test_nothing_set_gives_slack_and_a_sqlite_file() -> None:
    settings = Settings.read({})
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///second-coffee.sqlite"


def test_an_api_address_without_its_slash_is_mended() -> None:
    settings = Settings.read({"SLACK_API_URL": "http://127.0.0.1:1/api"})
    assert settings.slack_api_url.endswith("/api/")


def test_a_timer_can_be_set_and_a_wrong_one_is_refused() -> None:
    assert Settings.read({f"{PREFIX}FEEDBACK_CLOSE_DAYS": "9"}).timers.feedback_close_days == 9
    with pytest.raises(ValueError, match="FEEDBACK_CLOSE_DAYS"):
        Settings.read({f"{PREFIX}FEEDBACK_CLOSE_DAYS": "soon"})


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = Settings.read(
        {"SLACK_BOT_TOKEN": "xoxb-secret", "DATABASE_URL": "postgresql://u:p@h/d"}
    )
    assert "secret" not in repr(settings)
    assert "u:p" not in repr(settings)
