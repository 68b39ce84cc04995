"""The company a playground begins with: its workspace, app, people and channels."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from playground.people import Person

SEED = Path(__file__).with_name("company.yml")


@dataclass(frozen=True)
class Company:
    """The seed; what changes later lives in Records."""

    team_id: str
    name: str
    domain: str
    app_id: str
    bot_id: str
    bot_user_id: str
    bot_handle: str
    people: tuple[Person, ...]
    channels: dict[str, str]
    zones: dict[str, tuple[str, str]]


def read(path: Path = SEED) -> Company:
    """The company described at that path."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    team, app = data["team"], data["app"]
    return Company(
        team_id=team["id"],
        name=team["name"],
        domain=team["domain"],
        app_id=app["id"],
        bot_id=app["bot_id"],
        bot_user_id=app["user_id"],
        bot_handle=app["handle"],
        people=tuple(Person(**each) for each in data["people"]),
        channels={each["id"]: each["name"] for each in data["channels"]},
        zones={zone: (names[0], names[1]) for zone, names in data["zones"].items()},
    )
