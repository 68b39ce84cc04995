"""The manifest as it is printed: by socket as it is in the repository, over HTTP with addresses."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

import app

URL = "https://coffee.example.org"
SCHEMA = Path("tests/data/slack_shapes/manifest.schema.2.json")


def printed(*given: str) -> str:
    """Give what the command prints."""
    result = CliRunner().invoke(app.cli, ["manifest", *given], env={"PUBLIC_URL": ""})
    assert result.exit_code == 0, result.output
    return result.output


def test_without_an_address_it_is_the_one_for_socket_mode() -> None:
    assert printed() == Path("manifest.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("given", [URL, f"{URL}/"])
def test_with_an_address_slack_is_told_where_to_call(given: str) -> None:
    made = yaml.safe_load(printed("--url", given))
    jsonschema.validate(made, json.loads(SCHEMA.read_text(encoding="utf-8")))
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == f"{URL}/slack/events"
    assert settings["interactivity"]["request_url"] == f"{URL}/slack/events"
    commands = made["features"]["slash_commands"]
    assert {command["url"] for command in commands} == {f"{URL}/slack/events"}
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]


def test_everything_else_is_the_same() -> None:
    plain, made = yaml.safe_load(printed()), yaml.safe_load(printed("--url", URL))
    assert made["oauth_config"]["scopes"] == plain["oauth_config"]["scopes"]
    assert made["display_information"] == plain["display_information"]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert events == plain["settings"]["event_subscriptions"]["bot_events"]


def test_an_address_that_slack_would_not_call_is_refused() -> None:
    result = CliRunner().invoke(app.cli, ["manifest", "--url", "http://coffee.example.org"])
    assert result.exit_code == 2
