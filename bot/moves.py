"""Moves: another time for a booked session, or none, with no reason asked (PRODUCT 2.4, M9)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    bookings,
    bookings_made,
    lighter,
    misses,
    offers,
    people,
    prompts,
    scripts,
    sessions,
    slots,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says
from store.people import Person
from store.prompts import Prompt, waiting
from store.relationships import Relationship
from store.sessions import BOOKED, OFFERED, TO_BOOK, Meeting

missed = misses.missed


def _booked(
    tx: Session, person: Person, row_id: str, now: datetime, field: str | None
) -> tuple[Meeting, Relationship]:
    """Give a booked session that is still to come; Correctable for any other."""
    session, relationship = sessions.theirs(tx, person, row_id)
    if session.state != BOOKED or session.starts_at is None:
        key = "no_session" if session.state in (TO_BOOK, OFFERED) else "session_over"
        raise Correctable(scripts.error(key), field)
    if session.starts_at <= now:
        raise Correctable(scripts.error("session_over"), field)
    return session, relationship


def _how_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship = _booked(tx, person, row_id, now, None)
    return Page(params=people.names(tx, relationship, person))


def choose(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Go on to other times, ask the other for some, or call this session off (M9)."""
    session, relationship = _booked(tx, person, row_id, now, "how")
    if answers["how"] == "two_other_times":
        return Opens("move_times", session.id)
    if answers["how"] == "ask_them_for_times":
        ask_for_times(tx, relationship, session, person, now)
        return _told("move_asked", tx, relationship, person)
    if answers["how"] != "skip_this_one":
        raise Correctable(scripts.error("pick_one"), "how")
    _call_off(tx, relationship, session, person, now)
    return Done()


def _told(entry: str, tx: Session, relationship: Relationship, person: Person) -> Says:
    names = people.names(tx, relationship, person)
    return Says(scripts.fill(scripts.script(entry).text, names))


def ask_for_times(
    tx: Session, relationship: Relationship, session: Meeting, person: Person, now: datetime
) -> None:
    """Ask the other of the two for times; asked once for each time that stands."""
    prompts.plan(
        tx,
        "asked_for_times",
        people.other(tx, relationship, person),
        f"{session.id}:{session.sequence}",
        now,
        now,
        relationship=relationship,
        about={"session": session.id},
    )


def _call_off(
    tx: Session, relationship: Relationship, session: Meeting, person: Person, now: datetime
) -> None:
    """Call a session off for a person, and look after what it leads to on their side."""
    session.cancelled_by_id = person.id
    tx.flush()
    bookings.call_off(tx, relationship, session, person, now)
    lighter.offer(tx, relationship, session, person, now)
    following = sessions.current(tx, relationship)
    if following is not None and not people.is_mentee(relationship, person):
        about = {"session": following.id}
        prompts.say(
            tx,
            person,
            "offer_two_times",
            session.id,
            now,
            relationship=relationship,
            about=about,
        )


def call_off(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Call a session off from its page."""
    session, relationship = _booked(tx, person, row_id, now, None)
    _call_off(tx, relationship, session, person, now)
    return Done()


def open_move(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the choice between other times and none, from a page or from Home."""
    session, _ = _booked(tx, person, row_id, now, None)
    return Opens("move", session.id)


def _open_session(
    tx: Session, person: Person, row_id: str, now: datetime, field: str
) -> tuple[Meeting, Relationship]:
    session, relationship = sessions.theirs(tx, person, row_id)
    if session.state in (TO_BOOK, OFFERED):
        return session, relationship
    return _booked(tx, person, row_id, now, field)


def _times_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship = sessions.theirs(tx, person, row_id)
    return Page(params=slots.params(tx, relationship, person))


def offer_times(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Offer other times for a booked session, or times one was asked for."""
    session, relationship = _open_session(tx, person, row_id, now, "first")
    offers.refuse_standing(tx, session, relationship, person)
    times = slots.read(tx, answers, person, session, session.minutes, now)
    if not times:
        raise Correctable(scripts.error("no_times"), "first")
    if session.starts_at in times and session.state == BOOKED:
        raise Correctable(scripts.error("no_change"), "first")
    asked = waiting(tx, "asked_for_times", relationship.id, person.id)
    kind = "M9_other" if session.state == BOOKED and not asked else "times_offered"
    offers.offer(tx, relationship, session, person, times, kind, now, answers["note"])
    return _told("move_offered", tx, relationship, person) if kind == "M9_other" else Done()


def _moved_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship = sessions.theirs(tx, person, row_id)
    return Page(params=slots.params(tx, relationship, person))


def moved_to(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the new time two people agreed on by themselves, before or after the old one passed."""
    session, relationship = sessions.theirs(tx, person, row_id)
    if session.state != BOOKED:
        raise Correctable(scripts.error("session_over"), "on")
    starts_at = bookings_made.read_local(answers["on"], answers["at"], person, now)
    slots.check(tx, starts_at, person, session, session.minutes, now, "at")
    if starts_at == session.starts_at:
        raise Correctable(scripts.error("no_change"), "on")
    bookings.book(tx, relationship, session, starts_at, person, now, elsewhere=True)
    return Done()


def _offer(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("move_times", prompt.about["session"])


def not_this_month(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Let it be for this month: the date moves on by one, and the other is told."""
    person = tx.get_one(Person, prompt.person_id)
    session, relationship = sessions.theirs(tx, person, prompt.about["session"])
    other = people.other(tx, relationship, person)
    if session.state == BOOKED:
        bookings.call_off(tx, relationship, session, person, now)
        return Done("cant_this_month")
    if session.state == TO_BOOK:
        month, today = timedelta(days=30), windows.local_day(now, person.zone)
        sessions.aim(tx, session, max(session.target_on, today) + month, now)
    entry = "not_this_month" if people.is_mentee(relationship, other) else "not_this_month_mentor"
    prompts.plan(
        tx,
        "not_this_month",
        other,
        prompt.id,
        now,
        now,
        relationship=relationship,
        about={"entry": entry},
    )
    return Done("cant_this_month")


def _unanswered(tx: Session, prompt: Prompt, now: datetime) -> bool:
    session = bookings.meeting_of(tx, prompt)
    to_come = session.state == BOOKED and session.starts_at is not None and session.starts_at > now
    return session.state == TO_BOOK or to_come


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    person = tx.get_one(Person, prompt.person_id)
    return {"times": slots.own(tx, bookings.meeting_of(tx, prompt), person)}


ASKED = Kind(
    guard=_unanswered,
    words=_words,
    taps={"offer_times": _offer, "cant_this_month": not_this_month},
)
KINDS = {
    "asked_for_times": ASKED,
    "offer_two_times": ASKED,
    "M12_mentor": ASKED,
    "not_this_month": Kind(script=lambda tx, prompt: str(prompt.about["entry"])),
}
FORMS = {
    "move": Form(page=_how_page, submit=choose),
    "move_times": Form(page=_times_page, submit=offer_times),
    "moved_to": Form(page=_moved_page, submit=moved_to),
}
ACTS = {"move": open_move, "call_off": call_off}
