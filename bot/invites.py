"""Invites: a session as a calendar file and as links, with nothing private in them."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session

from bot import calendars, people, scripts
from bot.calendars import Invite
from bot.errors import Correctable
from bot.kinds import Choice
from store.people import Person
from store.relationships import Relationship
from store.sessions import Meeting

SCHEME = re.compile(r"^[a-z][a-z0-9+.\-]*:(?=\S)|^//|^www\.", re.IGNORECASE)
PLACES = {"in_person": "In person", "video": "Video call", "phone": "Phone"}


def file(
    tx: Session, session_id: str, person: Person, sequence: int, cancelled: bool, now: datetime
) -> tuple[str, bytes]:
    """Give the name and content of a session's calendar file; Correctable for a stranger."""
    session = tx.get_one(Meeting, session_id)
    people.theirs(tx, person, session.relationship_id)
    invite = of(tx, session, sequence, cancelled, now)
    return calendars.file_name(session.number), calendars.ics(invite)


def drawn(tx: Session, person: Person, about: dict[str, Any], now: datetime) -> tuple[str, bytes]:
    """Give the calendar file that an errand asks for."""
    return file(tx, about["session"], person, about["sequence"], about["cancelled"], now)


def of(tx: Session, session: Meeting, sequence: int, cancelled: bool, now: datetime) -> Invite:
    """Give what calendars hold of a booked session: who, when and where, never what about."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    mentee, mentor = people.pair(tx, relationship)
    if session.starts_at is None:
        raise ValueError("a session without a time has no calendar file")
    return Invite(
        uid=f"{session.id}@second-coffee",
        sequence=sequence,
        starts_at=session.starts_at,
        minutes=session.minutes,
        summary=f"Mentoring: {people.name(mentee)} and {people.name(mentor)}",
        stamp=now,
        location=location(session),
        cancelled=cancelled,
    )


def location(session: Meeting) -> str:
    """Give where a session is: the place or link somebody wrote, or how they meet."""
    return session.link or PLACES.get(session.place or "", "")


def links(tx: Session, session: Meeting, now: datetime) -> list[Choice]:
    """Give the buttons that open a filled-in calendar form, and the call where there is one."""
    invite = of(tx, session, session.sequence, False, now)
    found = [
        Choice("google", scripts.script("add_to_google").text, calendars.google_link(invite)),
        Choice(
            "outlook", scripts.script("add_to_outlook").text, calendars.outlook_link(invite, True)
        ),
    ]
    if session.link and _is_safe(session.link):
        found.append(Choice("join", scripts.script("join_the_call").text, session.link))
    return found


def check_link(words: str | None) -> str | None:
    """Give a place or an https link back; Correctable at "link" for any other address."""
    if words and SCHEME.match(words) and not _is_safe(words):
        raise Correctable(scripts.error("link_https"), "link")
    return words


def _is_safe(words: str) -> bool:
    """Say whether it is one https address that hides no other host and breaks no line."""
    if not words.startswith("https://") or re.search(r"[\s<>\"|\\\x00-\x1f\x7f]", words):
        return False
    try:
        parts = urlsplit(words)
        return bool(parts.hostname) and "." in (parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        return False
