"""A session as a calendar file: stable, rising, and with nothing private in it."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot import invites
from bot.errors import Correctable
from store.sessions import Meeting
from tests.booking import at, book, calendar_files, meeting, offer, pair, stamp, until
from tests.life import Life

WHEN = at(22, 15)


def test_both_get_the_same_file_in_utc(life: Life) -> None:
    pair(life)
    book(life, WHEN)
    [(hers, event)], [(his, other)] = calendar_files(life, "maya"), calendar_files(life, "leo")
    assert (hers, his) == ("REQUEST", "REQUEST")
    assert event["UID"] == other["UID"] == f"{meeting(life).id}@second-coffee"
    assert (event.start, event.end) == (WHEN, WHEN + timedelta(minutes=45))
    assert (int(event["SEQUENCE"]), event["STATUS"]) == (0, "CONFIRMED")
    assert event["SUMMARY"] == "Mentoring: Maya and Leo"


def test_a_move_keeps_the_uid_and_raises_the_sequence(life: Life) -> None:
    pair(life)
    book(life, WHEN)
    view = life.submit(
        "leo", life.tap("leo", "booked_at_once", "move_it").view, how="two_other_times"
    ).view
    life.submit("leo", view, first=stamp(at(25, 15)))
    until(life, "maya", "M9_other")
    life.tap("maya", "M9_other", "time#0")
    for handle in ("maya", "leo"):
        (_, before), (method, after) = calendar_files(life, handle)
        assert after["UID"] == before["UID"]
        assert (method, int(after["SEQUENCE"]), after.start) == ("REQUEST", 1, at(25, 15))


def test_calling_off_sends_a_cancelling_file_to_both(life: Life) -> None:
    pair(life)
    book(life, WHEN)
    life.act("maya", "call_off", meeting(life).id)
    for handle in ("maya", "leo"):
        method, event = calendar_files(life, handle)[-1]
        assert (method, event["STATUS"], int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 1)


def test_nothing_private_is_in_the_file(life: Life) -> None:
    pair(life)
    offer(life, WHEN, note="About my next job", link="https://meet.example.com/x", place="video")
    until(life, "leo", "offered_times")
    life.tap("leo", "offered_times", "time#0")
    [(_, event)] = calendar_files(life, "leo")
    assert event["LOCATION"] == "https://meet.example.com/x"
    assert "job" not in event.to_ical().decode()
    assert "DESCRIPTION" not in event


def test_the_file_is_for_the_two_of_them_only(life: Life) -> None:
    pair(life)
    book(life, WHEN)
    ines, session = life.person("ines"), meeting(life)
    with pytest.raises(Correctable):
        life.run(lambda tx: invites.file(tx, session.id, ines, 0, False, life.now))


def test_the_links_name_the_same_hour(life: Life) -> None:
    pair(life)
    book(life, WHEN)
    session_id = meeting(life).id

    def links(tx: Any) -> dict[str, str]:
        found = invites.links(tx, tx.get_one(Meeting, session_id), life.now)
        return {link.id: str(link.url) for link in found}

    urls = life.run(links)
    google = parse_qs(urlsplit(urls["google"]).query)
    outlook = parse_qs(urlsplit(urls["outlook"]).query)
    assert google["dates"] == ["20270122T150000Z/20270122T154500Z"]
    assert outlook["startdt"] == ["2027-01-22T15:00:00Z"]
    assert "join" not in urls


@pytest.mark.parametrize(
    "words",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "http://a.example",
        "//evil.example", "https://", "https://a b.example", "https://u:p@a.example/",
        "https://a.example/\nBEGIN:VEVENT", "www.example.com", "slack://open", "https://a\\b.example",
    ],
)  # fmt: skip
def test_any_address_but_a_plain_https_one_is_refused(words: str) -> None:
    with pytest.raises(Correctable) as wrong:
        invites.check_link(words)
    assert wrong.value.field == "link"


@pytest.mark.parametrize(
    "words",
    [None, "The cafe by the river", "Room: 4.12", "+44 20 7946 0000", "https://meet.example.com/a-b"],
)  # fmt: skip
def test_words_and_https_are_kept_as_they_are(words: str | None) -> None:
    assert invites.check_link(words) == words
