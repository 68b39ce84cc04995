from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendars import (
    LONGEST_LINK,
    Contact,
    Invite,
    file_name,
    google_link,
    ics,
    outlook_link,
)

# The first country, locale or zone is read from files.
unhurried = settings(deadline=None)
INVITE = Invite(
    uid="session-7@second-coffee",
    sequence=0,
    starts_at=datetime(2026, 12, 8, 14, 30, tzinfo=UTC),
    minutes=45,
    summary="Maya and Leo",
    stamp=datetime(2026, 12, 1, 9, 30, 5, tzinfo=UTC),
)
FILE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Second Coffee//Sessions//EN
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Maya and Leo
DTSTART:20261208T143000Z
DTEND:20261208T151500Z
DTSTAMP:20261201T093005Z
UID:session-7@second-coffee
SEQUENCE:0
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""


def event(file: bytes) -> icalendar.Event:
    read = icalendar.Calendar.from_ical(file)
    assert isinstance(read, icalendar.Calendar)
    return read.events[0]


def test_a_file_holds_the_session_in_utc_and_no_alarm() -> None:
    assert ics(INVITE).decode() == FILE.replace("\n", "\r\n")


def test_a_cancelling_file_names_the_same_session() -> None:
    lines = ics(replace(INVITE, sequence=2, cancelled=True)).decode().splitlines()
    for line in ("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2", f"UID:{INVITE.uid}"):
        assert line in lines


def test_people_without_an_address_are_left_out() -> None:
    leo, maya = Contact("Leo: the; mentor", "leo@example.org"), Contact("Maya")
    read = event(ics(replace(INVITE, organizer=leo, attendees=(leo, maya))))
    assert read["ORGANIZER"] == "mailto:leo@example.org"
    assert read["ATTENDEE"] == "mailto:leo@example.org"
    assert read["ATTENDEE"].params["CN"] == "Leo: the; mentor"
    assert "ORGANIZER" not in event(ics(replace(INVITE, organizer=maya)))


def test_long_lines_are_folded_and_special_characters_escaped() -> None:
    file = ics(replace(INVITE, description="Goals, steps; a \\ and\nnew lines, é " * 20))
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert rb"Goals\, steps\; a \\ and\nnew lines" in file.replace(b"\r\n ", b"")


@pytest.mark.parametrize(
    ("starts_at", "start", "end"),
    [
        ("2026-03-29T00:45:00+00:00", "20260329T004500Z", "20260329T013000Z"),
        ("2026-10-25T01:30:00+01:00", "20261025T003000Z", "20261025T011500Z"),
        ("2026-12-31T23:30:00-05:00", "20270101T043000Z", "20270101T051500Z"),
        ("2028-02-29T23:30:00+00:00", "20280229T233000Z", "20280301T001500Z"),
    ],
)
def test_clock_changes_and_year_ends_do_not_move_a_session(
    starts_at: str, start: str, end: str
) -> None:
    invite = replace(INVITE, starts_at=datetime.fromisoformat(starts_at))
    file = ics(invite).decode()
    assert f"DTSTART:{start}" in file
    assert f"DTEND:{end}" in file
    assert f"dates={start}%2F{end}" in google_link(invite)


def test_a_google_link_fills_in_the_form() -> None:
    link = urlsplit(google_link(replace(INVITE, location="Room 2 & 3", description="a+b\n50%")))
    assert (link.netloc, link.path) == ("calendar.google.com", "/calendar/render")
    assert parse_qs(link.query) == {
        "action": ["TEMPLATE"],
        "dates": ["20261208T143000Z/20261208T151500Z"],
        "text": ["Maya and Leo"],
        "location": ["Room 2 & 3"],
        "details": ["a+b\n50%"],
    }


@pytest.mark.parametrize(
    ("work", "host"), [(True, "outlook.office.com"), (False, "outlook.live.com")]
)
def test_an_outlook_link_fills_in_the_form(work: bool, host: str) -> None:
    link = outlook_link(INVITE, work)
    assert urlsplit(link).netloc == host
    assert parse_qs(urlsplit(link).query) == {
        "path": ["/calendar/action/compose"],
        "rru": ["addevent"],
        "startdt": ["2026-12-08T14:30:00Z"],
        "enddt": ["2026-12-08T15:15:00Z"],
        "subject": ["Maya and Leo"],
    }
    # Outlook shows a plus sign as one.
    assert "+" not in link


def test_a_file_is_named_after_its_session() -> None:
    assert file_name(2) == "session-2.ics"


@unhurried
@given(
    st.dates(date(2024, 1, 1), date(2040, 1, 1)),
    st.times(),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from([25, 30, 45, 60]),
)
def test_a_file_read_back_has_the_same_instants(
    on: date, wall: time, offset: int, minutes: int
) -> None:
    zone = timezone(timedelta(minutes=offset))
    starts_at = datetime.combine(on, wall.replace(microsecond=0), zone)
    read = event(ics(replace(INVITE, starts_at=starts_at, minutes=minutes)))
    assert read.start == starts_at
    assert read.end == starts_at + timedelta(minutes=minutes)


@unhurried
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n")))
def test_a_file_read_back_has_the_same_words(words: str) -> None:
    read = event(ics(replace(INVITE, summary=words, description=words)))
    assert read["SUMMARY"] == words
    assert read.get("DESCRIPTION", "") == words


@unhurried
@given(st.text(st.characters()), st.booleans())
def test_no_text_breaks_a_file_or_a_link(words: str, work: bool) -> None:
    invite = replace(
        INVITE,
        summary=words,
        description=words * 50,
        location=words,
        organizer=Contact(words, "leo@example.org"),
    )
    assert event(ics(invite))["UID"] == INVITE.uid
    for link in (google_link(invite), outlook_link(invite, work)):
        assert len(link) <= LONGEST_LINK
        assert link.isascii()
        assert parse_qs(urlsplit(link).query, errors="strict")
