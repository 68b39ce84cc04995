"""What an archive holds, opened and held to its schema."""

import json
import zipfile
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

from jsonschema import Draft202012Validator

NAMES = ["index.html", "data.json", "export.schema.json", "sessions.ics"]


def unpacked(content: bytes) -> dict[str, bytes]:
    """Give the entries of an archive by name; AssertionError for one that isn't as published."""
    with zipfile.ZipFile(BytesIO(content)) as parcel:
        assert parcel.namelist() == NAMES
        found = {name: parcel.read(name) for name in NAMES}
    wrong = [f"{each.json_path}: {each.message}" for each in _schema().iter_errors(data(found))]
    assert not wrong, wrong[:5]
    return found


def data(entries: dict[str, bytes]) -> dict[str, Any]:
    """Give an archive's data."""
    read: dict[str, Any] = json.loads(entries["data.json"])
    return read


@cache
def _schema() -> Draft202012Validator:
    published = resources.files("bot").joinpath("data", "export.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(published))
