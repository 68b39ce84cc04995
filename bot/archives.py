"""Archives: Save my data, one file with all a person may see: to read, to keep, to bring along.

A page that opens without the bot, the same as data with its schema, and the sessions' calendar.
"""

import json
import zipfile
from datetime import datetime
from importlib import resources
from io import BytesIO
from typing import Any

from sqlmodel import Session

from bot import calendars, errands, exports, invites, people, prompts, saved_pages, scripts, windows
from bot.kinds import Kind
from bot.replies import Reply, Says
from store import prompts as kept
from store import relationships, sessions
from store.people import Person
from store.sessions import BOOKED, HELD, UNCONFIRMED

SAID = "data_saved"
SCHEMA = "export.schema.json"
# No entry tells when it was made, so the same data is the same file.
STAMP = (1980, 1, 1, 0, 0, 0)
IN_CALENDAR = (BOOKED, HELD, UNCONFIRMED)


def zipped(tx: Session, person: Person, now: datetime) -> tuple[str, bytes]:
    """Give the name and content of a person's archive."""
    data = exports.of(tx, person, now)
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    entries = {
        "index.html": saved_pages.page(data, person, now).encode(),
        "data.json": text.encode("utf-8", "replace"),
        SCHEMA: resources.files("bot").joinpath("data", SCHEMA).read_bytes(),
        "sessions.ics": _calendar(tx, person, now),
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            parcel.writestr(entry, content)
    on = windows.local_day(now, person.zone)
    return f"second-coffee-{on.isoformat()}.zip", made.getvalue()


def _calendar(tx: Session, person: Person, now: datetime) -> bytes:
    """Give every session that has a time and wasn't called off."""
    rows = relationships.of_person(tx, person.id, exports.EVERY_STATE)
    meetings = [each for row in rows for each in sessions.of_relationship(tx, row.id)]
    shown = [each for each in meetings if each.state in IN_CALENDAR and each.starts_at]
    return calendars.book([invites.of(tx, each, each.sequence, False, now) for each in shown])


def drawn(tx: Session, person: Person, about: dict[str, Any], now: datetime) -> tuple[str, bytes]:
    """Give the file that an errand asks for; it is made of what is there when it is posted."""
    return zipped(tx, person, now)


def save(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Say that the file is coming and post it beneath; once a minute is enough."""
    people.own(person, row_id)
    occasion = f"{now:%Y%m%dT%H%M}"
    if kept.find(tx, SAID, person.id, occasion) is None:
        said = prompts.say(tx, person, SAID, occasion, now)
        about = {"archive": person.id}
        errands.plan(tx, person, "file", now, key=said.id, prompt_id=said.id, about=about)
    return Says(scripts.script("data_on_its_way").text)


KINDS = {SAID: Kind()}
ACTS = {"save_my_data": save}
