"""Parcels: a file that says it is somebody's export, opened with every suspicion.

Only data.json is read out of it, and never to more than a set size, whatever the file claims.
"""

import json
import zipfile
import zlib
from datetime import datetime
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any, NoReturn

import jsonschema

FORMAT, VERSION = "second-coffee-export", 1
DATA = "data.json"
NAMES = frozenset({DATA, "index.html", "sessions.ics", "export.schema.json"})
MOST_BYTES = 10 * 1024 * 1024  # Slack's own limit for a file in a form
MOST_UNPACKED, MOST_DATA = 64 * 1024 * 1024, 8 * 1024 * 1024
SMALL, MOST_TIMES, MOST_DEEP, MOST_THINGS = 1024 * 1024, 200, 12, 20_000
# Where an entry of the directory begins; a file with more of these isn't even listed.
ENTRY, MOST_ENTRIES = b"PK\x01\x02", 64
DATED, FIRST_YEAR, LAST_YEAR = ("_at", "_on"), 1970, 2200
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED, LINK = 0x1, 0o120000
DEFECTS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError, LookupError,
)  # fmt: skip


class Refused(Exception):
    """A file that is not taken in; `why` is the key of the sentence that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(content: bytes) -> dict[str, Any]:
    """Give the export that a file holds, as its schema has it; Refused for any other file."""
    if len(content) > MOST_BYTES or content.count(ENTRY) > MOST_ENTRIES:
        raise Refused("import_too_big")
    try:
        raw = _unpack(content)
    except DEFECTS as error:
        raise Refused("import_not_ours") from error
    return _checked(_parsed(raw))


def _unpack(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as parcel:
        entries = parcel.infolist()
        _look_over(entries)
        [entry] = [each for each in entries if each.filename == DATA]
        with parcel.open(entry) as stream:
            raw = stream.read(MOST_DATA + 1)
        if len(raw) > MOST_DATA:
            raise Refused("import_too_big")
        return raw


def _look_over(entries: list[zipfile.ZipInfo]) -> None:
    """Raise Refused for entries that an export doesn't have, or that unpack to too much."""
    names = [each.filename for each in entries]
    if not set(names) <= NAMES or len(set(names)) != len(names) or DATA not in names:
        raise Refused("import_not_ours")
    if any(each.orig_filename != each.filename for each in entries):
        raise Refused("import_not_ours")
    for each in entries:
        mode = each.external_attr >> 16
        if each.flag_bits & ENCRYPTED or each.compress_type not in METHODS or mode & LINK == LINK:
            raise Refused("import_not_ours")
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries)
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL, MOST_TIMES * packed):
        raise Refused("import_too_big")


def _parsed(raw: bytes) -> dict[str, Any]:
    """Give the JSON of some bytes; Refused for what isn't plain JSON in UTF-8, or is too much."""
    if raw.count(b"{") + raw.count(b"[") > MOST_THINGS:
        raise Refused("import_too_big")
    try:
        parsed = json.loads(raw.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused("import_not_ours") from error
    if not isinstance(parsed, dict) or parsed.get("format") != FORMAT:
        raise Refused("import_not_ours")
    if parsed.get("version") != VERSION or isinstance(parsed["version"], bool):
        raise Refused("import_version")
    return parsed


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _checked(parsed: dict[str, Any]) -> dict[str, Any]:
    if not (_keepable(parsed, MOST_DEEP) and _schema().is_valid(parsed) and _dated(parsed)):
        raise Refused("import_not_ours")
    return parsed


def _keepable(value: Any, deep: int) -> bool:
    """Say whether it nests no deeper than that, and holds no text that can't be written down."""
    if deep < 0:
        return False
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= each <= "\udfff" for each in value)
    if isinstance(value, dict):
        return all(_keepable(key, 0) and _keepable(each, deep - 1) for key, each in value.items())
    return not isinstance(value, list) or all(_keepable(each, deep - 1) for each in value)


def _dated(value: Any, name: str = "") -> bool:
    """Say whether each instant and day is one, in the years that people live in now."""
    if isinstance(value, dict):
        return all(_dated(each, key) for key, each in value.items())
    if isinstance(value, list):
        return all(_dated(each) for each in value)
    return not (name.endswith(DATED) and isinstance(value, str)) or _reads(value)


def _reads(words: str) -> bool:
    try:
        return FIRST_YEAR <= datetime.fromisoformat(words).year <= LAST_YEAR
    except ValueError:
        return False


@cache
def _schema() -> jsonschema.Draft202012Validator:
    text = resources.files("bot").joinpath("data", "export.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))
