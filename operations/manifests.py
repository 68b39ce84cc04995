"""`second-coffee manifest`: the app's manifest for Slack, by socket or with the bot's address."""

import sys
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

HERE = Path(__file__).parent.parent
# Beside the code in a copy of the repository, else where pip has put it.
MANIFESTS = (HERE / "manifest.yml", Path(sys.prefix) / "share/second-coffee/manifest.yml")
MANIFEST = next(filter(Path.is_file, MANIFESTS), MANIFESTS[0])
EVENTS, REDIRECT = "/slack/events", "/slack/oauth_redirect"


def over_http(read: dict[str, Any], url: str) -> dict[str, Any]:
    """Give a manifest for a bot that Slack calls at a public address, without its last slash."""
    made = deepcopy(read)
    settings = made["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"]["request_url"] = url + EVENTS
    settings["interactivity"]["request_url"] = url + EVENTS
    for command in made["features"]["slash_commands"]:
        command["url"] = url + EVENTS
    made["oauth_config"] = {"redirect_urls": [url + REDIRECT], **made["oauth_config"]}
    return made


def manifest(
    url: Annotated[
        str, typer.Option(envvar="PUBLIC_URL", help="the bot's address; none for Socket Mode")
    ] = "",
) -> None:
    """Print the manifest to paste at api.slack.com, over HTTP where an address is given."""
    text = MANIFEST.read_text(encoding="utf-8")
    if not url:
        typer.echo(text, nl=False)
        return
    if not url.startswith("https://"):
        typer.echo("The address starts with https://: Slack calls no other.", err=True)
        raise typer.Exit(2)
    made = over_http(yaml.safe_load(text), url.rstrip("/"))
    typer.echo(yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=100), nl=False)
