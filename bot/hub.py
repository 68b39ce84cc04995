"""/mentor: the one next thing, help, and the menu for whoever types to the bot (K4)."""

from datetime import datetime

from sqlmodel import Session

from bot import (
    advice,
    bookings_made,
    changes,
    choosing,
    dates,
    earlier,
    invitations,
    next_things,
    organizers,
    overviews,
    pauses,
    people,
    scripts,
)
from bot.choosing import LIVE
from bot.errors import Correctable
from bot.kinds import Command, Kind, Tap
from bot.overviews import Overview
from bot.replies import Asks, Reply, Says, Shows
from bot.views import blocks, home, more, privacy
from store import relationships
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED


def mentor(tx: Session, person: Person, other: Person | None, now: datetime) -> Reply:
    """Ask somebody named to make a pair; with no name, show the one next thing."""
    if other is not None:
        return invitations.invite(tx, person, other, now)
    live = _live(tx, person)
    things = next_things.ranked(tx, person, live, now)
    first = things[0] if things else None
    if isinstance(first, next_things.Thing):
        return Shows(blocks.page("Second Coffee", home.thing(first)))
    if first is not None:
        return Asks(first.id)
    return Says(f"{_nothing(live, now)}\n{scripts.script('help').text}")


def _live(tx: Session, person: Person) -> list[Overview]:
    return overviews.of(tx, person, relationships.of_person(tx, person.id, LIVE))


def _nothing(live: list[Overview], now: datetime) -> str:
    """Say that nothing waits, and when the next date is."""
    booked = sorted(
        (view.meeting.starts_at, view.other.name, view)
        for view in live
        if view.meeting and view.meeting.state == BOOKED and view.meeting.starts_at
    )
    targets = sorted(
        (view.meeting.target_on, view.other.name, view) for view in live if view.meeting
    )
    if not live:
        return scripts.script("no_relationship").text
    if booked:
        at, _, view = booked[0]
        zones = (view.person.zone, view.other.zone)
        when = dates.both_zones(at, *zones, view.person.locale)
        return _said("nothing_next_booked", view, when=when)
    if targets:
        on, _, view = targets[0]
        return _said("nothing_next_target", view, date=dates.day(on, view.person.locale))
    return scripts.script("nothing_next").text


def _said(entry: str, view: Overview, **words: str) -> str:
    name = blocks.escape(people.name(view.other))
    return scripts.fill(scripts.script(entry).text, {"other": name, **words})


def show_prompt(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show a question from Home with its own buttons."""
    return Asks(row_id)


def show_more(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show what else there is to do with one person."""
    [view] = overviews.of(tx, person, [relationship])
    return Shows(more.page(view, now))


def show_rest(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show the relationships that Home has no room for, from the given place on."""
    if not row_id.isdecimal():
        raise Correctable(scripts.script("gone").text)
    return Shows(home.rest(_live(tx, person), int(row_id), now), instead=True)


def show_earlier(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show the relationships that ended, from the given place on."""
    if not row_id.isdecimal():
        raise Correctable(scripts.script("gone").text)
    past = earlier.of(tx, person, now)
    return Shows(home.all_earlier(past, int(row_id)), instead=True)


def who_sees_what(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show who can read what."""
    return Shows(privacy.who_sees_what(person.id))


def person_please(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Say how to reach somebody; nobody is told."""
    return organizers.please(tx, person)


def _runs(command: Command) -> Tap:
    """Give the tap that does what a command does; the menu stays for another."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        return command(tx, tx.get_one(Person, prompt.person_id), None, now)

    return tap


def _person(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return organizers.please(tx, tx.get_one(Person, prompt.person_id))


KINDS = {
    "K4": Kind(
        taps={
            "book_session": _runs(bookings_made.COMMANDS["/mentor-book"]),
            "note_something": _runs(advice.COMMANDS["/mentor-note"]),
            "something_changed": _runs(choosing.by_command("something_changed", changes.show)),
            "pause": _runs(pauses.command),
            "person_please": _person,
        }
    ),
}
ACTS = {
    "prompt": show_prompt,
    "more": choosing.by_act(show_more),
    "more_people": show_rest,
    "earlier": show_earlier,
    "who_sees_what": who_sees_what,
    "person_please": person_please,
}
COMMANDS = {"/mentor": mentor}
