"""Who plays: scripted people by handle, and the pairs they begin."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from playground.tempers import TEMPERS, Temper

CAST = Path(__file__).with_name("cast.yml")


@dataclass(frozen=True)
class Pair:
    """One person asks another by command, so many days after the play began; handles."""

    asks: str
    mentor: str
    after_days: int


@dataclass(frozen=True)
class Part:
    """How somebody is, and how they become so many months later."""

    temper: Temper
    becomes: Temper | None = None
    after_months: int = 0


@dataclass(frozen=True)
class Cast:
    """Parts by handle, and pairs."""

    parts: dict[str, Part]
    pairs: tuple[Pair, ...]


def read(path: Path = CAST) -> Cast:
    """The cast described at that path."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = {
        handle: Part(
            TEMPERS[part["is"]],
            TEMPERS[part["becomes"]] if "becomes" in part else None,
            part.get("after_months", 0),
        )
        for handle, part in data["people"].items()
    }
    return Cast(parts, tuple(Pair(**each) for each in data["pairs"]))
