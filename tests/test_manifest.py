"""The manifest is what Slack expects, asks for the least, and matches what the code listens to."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot import catalogue

MANIFEST: dict[str, Any] = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))
SCHEMA = Path("tests/data/slack_shapes/manifest.schema.2.json")
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
READING_PEOPLE = ("channels:history", "groups:history", "mpim:history", "search:read")


def test_the_manifest_fits_slacks_schema() -> None:
    jsonschema.validate(MANIFEST, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_every_command_in_the_manifest_is_answered_and_no_other() -> None:
    named = {command["command"] for command in MANIFEST["features"]["slash_commands"]}
    assert named == set(catalogue.COMMANDS)


def test_commands_get_the_people_they_name() -> None:
    assert all(command["should_escape"] for command in MANIFEST["features"]["slash_commands"])


def test_the_scopes_are_the_least_that_the_bots_calls_need() -> None:
    assert {
        "chat:write",
        "commands",
        "dnd:read",
        "files:read",
        "files:write",
        "im:history",
        "im:write",
        "users:read",
    } == SCOPES


@pytest.mark.parametrize("scope", READING_PEOPLE)
def test_no_scope_reads_what_people_say_to_each_other(scope: str) -> None:
    assert scope not in SCOPES


def test_every_event_has_its_listener_and_no_other() -> None:
    listened = set()
    for file in Path("handlers").glob("*.py"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if "app.event(" in line:
                listened.add(line.split('"')[1])
    assert {event.partition(".")[0] for event in EVENTS} == listened


def test_home_messages_and_buttons_are_switched_on() -> None:
    home = MANIFEST["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
