"""A session as calendars take it: an RFC 5545 file, and links that open a filled-in form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from icalendar import Calendar, Event, vCalAddress

PRODID = "-//Second Coffee//Sessions//EN"
GOOGLE = "https://calendar.google.com/calendar/render?"
OUTLOOK_WORK = "https://outlook.office.com/calendar/0/deeplink/compose?"
OUTLOOK_HOME = "https://outlook.live.com/calendar/0/deeplink/compose?"
# Slack refuses a button whose address is longer.
LONGEST_LINK = 3000


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone as a calendar names them; without an address they can't be in the file."""

    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """What a calendar file says; `uid` stays for a session's life, `sequence` rises on a change."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    summary: str
    stamp: datetime
    description: str = ""
    location: str = ""
    organizer: Contact | None = None
    attendees: tuple[Contact, ...] = ()
    cancelled: bool = False

    @property
    def ends_at(self) -> datetime:
        """Give the UTC end."""
        return self.starts_at + timedelta(minutes=self.minutes)


def file_name(session_number: int) -> str:
    """Give the name under which the file is sent, "session-2.ics"."""
    return f"session-{session_number}.ics"


def _plain(text: str) -> str:
    """Give text as calendars can hold it: one kind of line break, no control characters."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


def _address(contact: Contact) -> vCalAddress:
    """Give a contact's calendar address with its name."""
    address = vCalAddress(f"mailto:{contact.email}")
    address.params["CN"] = _plain(contact.name).replace("\n", " ")
    return address


def ics(invite: Invite) -> bytes:
    """Give the file: a REQUEST, or a CANCEL of the same uid; times in UTC, no alarm."""
    return _file("CANCEL" if invite.cancelled else "REQUEST", [invite])


def book(invites: Sequence[Invite]) -> bytes:
    """Give many sessions as one file to open in a calendar; it asks nobody for an answer."""
    return _file("PUBLISH", invites)


def _file(method: str, invites: Sequence[Invite]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for invite in invites:
        calendar.add_component(_event(invite))
    return bytes(calendar.to_ical())


def _event(invite: Invite) -> Event:
    event = Event()
    event.add("uid", invite.uid)
    event.add("sequence", invite.sequence)
    event.add("dtstamp", invite.stamp.astimezone(UTC))
    event.add("dtstart", invite.starts_at.astimezone(UTC))
    event.add("dtend", invite.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if invite.cancelled else "CONFIRMED")
    event.add("summary", _plain(invite.summary))
    for name in ("description", "location"):
        if text := _plain(getattr(invite, name)):
            event.add(name, text)
    if invite.organizer and invite.organizer.email:
        event.add("organizer", _address(invite.organizer))
    for attendee in invite.attendees:
        if attendee.email:
            event.add("attendee", _address(attendee))
    return event


def _link(base: str, fixed: dict[str, str], texts: dict[str, str]) -> str:
    """Give an address with its texts cut, the last ones first, to the length Slack takes."""
    link = base + urlencode(fixed, quote_via=quote, safe="")
    for name, text in texts.items():
        room = LONGEST_LINK - len(link) - len(name) - 2
        kept = ""
        for character in _plain(text):
            piece = quote(character, safe="")
            if len(kept) + len(piece) > room:
                break
            kept += piece
        if kept:
            link += f"&{name}={kept}"
    return link


def google_link(invite: Invite) -> str:
    """Give an address that opens Google Calendar with the session filled in."""
    start, end = (
        at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for at in (invite.starts_at, invite.ends_at)
    )
    fixed = {"action": "TEMPLATE", "dates": f"{start}/{end}"}
    texts = {"text": invite.summary, "location": invite.location, "details": invite.description}
    return _link(GOOGLE, fixed, texts)


def outlook_link(invite: Invite, work: bool) -> str:
    """Give an address that opens Outlook, of a workplace or a private one, with it filled in."""
    start, end = (
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for at in (invite.starts_at, invite.ends_at)
    )
    fixed = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": start,
        "enddt": end,
    }
    texts = {"subject": invite.summary, "location": invite.location, "body": invite.description}
    return _link(OUTLOOK_WORK if work else OUTLOOK_HOME, fixed, texts)
