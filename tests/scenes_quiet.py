"""Scenes of pauses and quiet, and the pages of the menu."""

from typing import Any

from tests.beginnings import begun
from tests.booking import at
from tests.pairs import booked, pair, to_book
from tests.scenes import Scene


def paused(s: Scene) -> None:
    """Maya takes a break; at its end both are asked, and Leo books."""
    pair(s)
    to_book(s, s.relationship, at(20, 0, month=2).date())
    s.submit("maya", s.command("maya", "/mentor-pause").view, until="month")
    s.until("leo", "H3_other")
    s.home("maya", "paused")
    s.home("leo", "paused")
    s.act("maya", "more", s.relationship.id)
    s.command("maya", "/mentor-pause")
    s.until("maya", "H4", days=40)
    s.until("leo", "H4")
    s.tap("maya", "H4", "stay_paused")
    s.tap("leo", "H4", "book_time")
    s.turn(days=3)


def paused_with_a_session(s: Scene) -> None:
    """A break with a session booked; coming back when it suits."""
    pair(s)
    booked(s, s.relationship, at(22, 15))
    view = s.act("leo", "pause", s.relationship.id).view
    s.submit("leo", view, until="ill_come_back")
    s.until("maya", "H3_other_open")
    s.act("leo", "come_back", s.relationship.id)
    s.until("maya", "resumed")


def away(s: Scene) -> None:
    """Leo is away until a date, and back early."""
    pair(s)
    own = s.person("leo").id
    s.submit("leo", s.act("leo", "away", own).view, until_on="2027-02-10")
    s.until("maya", "away_other")
    s.home("leo", "away")
    s.act("leo", "quieter", own)
    s.act("leo", "here_again", own)
    for act in ("write_half", "write_home", "write_all"):
        s.act("leo", act, own)


def too_much(s: Scene) -> None:
    """Three messages in a row unanswered: is it too much?"""
    for handle in ("ada", "ben", "cleo", "dan"):
        s.arrive(handle)
        s.submit(handle, s.command(handle, "/mentor", "leo").view, role="mentee")
        s.turn(days=7)
    s.tap("leo", "H12", "half_as_often")


def from_the_menu(s: Scene) -> None:
    """Maya types a line and picks from the menu."""
    begun(s)
    s.hear("maya", "hi")
    for button in ("book_session", "note_something", "something_changed", "pause"):
        s.tap("maya", "K4", button)
    s.command("maya", "/mentor")
    s.until("maya", "setup_reminder")
    home: Any = s.home("maya", "beginning")
    s.act("maya", "prompt", s.row(home, "prompt"))
    s.act("maya", "something_changed", s.relationship.id)
    for name in ("/mentor-note", "/mentor-book", "/mentor-rhythm", "/mentor-update"):
        s.command("maya", name)
        s.command("leo", name)


def many_people(s: Scene) -> None:
    """Leo has twelve mentees, more than Home has room for."""
    names = [f"guest{number:02}" for number in range(12)]
    for name in names:
        s.arrive(name)
        pair(s, name, "leo")
    home: Any = s.home("leo", "twelve_people")
    s.act("leo", "more_people", s.row(home, "more_people"))
    s.command("leo", "/mentor-book")


SCENES = (paused, paused_with_a_session, away, too_much, from_the_menu, many_people)
