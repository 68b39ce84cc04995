"""Making a booking: offering times, a date from elsewhere, another week, and /mentor-book."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    bookings,
    choosing,
    dates,
    invites,
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
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.views import bookings as views
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, OFFERED, TO_BOOK, Meeting, Slot

MINUTES = (25, 30, 45, 60)
SHORTER = 25


def _to_book(tx: Session, person: Person, row_id: str, field: str) -> tuple[Meeting, Relationship]:
    """Give a session that has no time yet; Correctable says which time stands otherwise."""
    session, relationship = sessions.theirs(tx, person, row_id)
    other = people.other(tx, relationship, person)
    if relationship.state == "paused":
        raise Correctable(scripts.error("paused"), field)
    if session.state == BOOKED and session.starts_at is not None:
        when = slots.said(session.starts_at, person, other)
        sentence = scripts.error("already_booked_by_other", other=people.name(other), when=when)
        raise Correctable(sentence, field)
    if session.state not in (TO_BOOK, OFFERED):
        raise Correctable(scripts.error("session_over"), field)
    return session, relationship


def usual_minutes(session: Meeting, relationship: Relationship) -> int:
    """Give the length a form begins with: the rhythm's, unless this one was made shorter (M10)."""
    return SHORTER if session.minutes == SHORTER else relationship.minutes


# A page checks only whose session it is: what changed meanwhile is said at a field, on sending,
# so that the words in the form are not lost.
def _invite_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    session, relationship = sessions.theirs(tx, person, row_id)
    return Page(
        params=slots.params(tx, relationship, person),
        initial={
            "minutes": str(usual_minutes(session, relationship)),
            "place": session.place or "in_person",
            "link": session.link,
        },
    )


def invite(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Offer up to three times; the other's own open offer stands before it."""
    session, relationship = _to_book(tx, person, row_id, "first")
    offers.refuse_standing(tx, session, relationship, person)
    minutes = read_minutes(answers["minutes"], relationship.minutes)
    times_read = slots.read(tx, answers, person, session, minutes, now)
    if not times_read:
        raise Correctable(scripts.error("no_times"), "first")
    if answers["place"] not in invites.PLACES:
        raise Correctable(scripts.error("pick_one"), "place")
    session.link = invites.check_link(answers["link"])
    session.minutes, session.place = minutes, answers["place"]
    kind = "offered_times" if people.is_mentee(relationship, person) else "times_offered"
    offers.offer(tx, relationship, session, person, times_read, kind, now, answers["note"])
    return Done()


def read_minutes(value: str | None, default: int) -> int:
    """Give one of the lengths there are; Correctable at "minutes" for another."""
    if value is None:
        return default
    if value not in [str(minutes) for minutes in MINUTES]:
        raise Correctable(scripts.error("pick_one"), "minutes")
    return int(value)


def read_local(
    on: str, at: str, person: Person, now: datetime, fields: tuple[str, str] = ("on", "at")
) -> datetime:
    """Give the instant of a day and a time on the person's wall.

    Correctable at the field for what is no date or time, skipped by the clocks, passed, or over a
    year ahead.
    """
    try:
        found = dates.parse_local(on, at, person.zone)
    except ValueError as wrong:
        raise Correctable(scripts.error("not_a_date"), fields[0]) from wrong
    local = found.astimezone(windows.zone_of(person.zone))
    if local.strftime("%H:%M") != at:
        raise Correctable(scripts.error("time_skipped"), fields[1])
    if found <= now:
        raise Correctable(scripts.error("met_already"), fields[0])
    if found > now + slots.FURTHEST:
        raise Correctable(scripts.error("date_too_far"), fields[0])
    return found


def _booked_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    session, relationship = sessions.theirs(tx, person, row_id)
    initial = {"minutes": str(usual_minutes(session, relationship))}
    return Page(params=slots.params(tx, relationship, person), initial=initial)


def already_booked(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Keep a date two people agreed on by themselves; the other may put it right."""
    session, relationship = _to_book(tx, person, row_id, "on")
    minutes = read_minutes(answers["minutes"], relationship.minutes)
    starts_at = read_local(answers["on"], answers["at"], person, now)
    slots.check(tx, starts_at, person, session, minutes, now, "at")
    session.minutes = minutes
    bookings.book(tx, relationship, session, starts_at, person, now, elsewhere=True)
    return Done()


def _looks_right(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("looks_right")


def _change_it(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("moved_to", prompt.about["session"])


def _week_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    session, relationship = sessions.theirs(tx, person, row_id)
    if not people.is_mentee(relationship, person):
        raise Correctable(scripts.script("not_yours").text)
    today = windows.local_day(now, person.zone)
    initial = {"week_on": max(session.target_on, today).isoformat()}
    return Page(params=people.names(tx, relationship, person), initial=initial)


def another_week(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Meet around another date; M1 comes two weeks before it, or soon."""
    session, relationship = _to_book(tx, person, row_id, "week_on")
    if not people.is_mentee(relationship, person):
        raise Correctable(scripts.script("not_yours").text, "week_on")
    try:
        week_at = dates.parse_local(answers["week_on"], "00:00", person.zone)
    except ValueError as wrong:
        raise Correctable(scripts.error("not_a_date"), "week_on") from wrong
    on, today = windows.local_day(week_at, person.zone), windows.local_day(now, person.zone)
    if on < today:
        raise Correctable(scripts.error("date_past"), "week_on")
    if on > today + slots.FURTHEST:
        raise Correctable(scripts.error("date_too_far"), "week_on")
    if relationship.ends_on is not None and on > relationship.ends_on >= today:
        ends_on = dates.full(relationship.ends_on, person.locale)
        raise Correctable(scripts.error("after_the_end", date=ends_on), "week_on")
    if session.state == OFFERED:
        raise Correctable(scripts.error("changed_meanwhile"), "week_on")
    prompts.close(tx, ("M8",), relationship, person, "change_date", now)
    sessions.aim(tx, session, on, now)
    return Done()


def open_booking(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show what is booked, the times that wait for an answer, or the form that offers some."""
    session = sessions.current(tx, relationship)
    if session is None:
        return Says(scripts.error("no_session"))
    if relationship.state == "paused":
        return Says(scripts.error("paused"))
    if session.state == BOOKED and session.starts_at is not None:
        if session.starts_at + timedelta(minutes=session.minutes) <= now:
            return Says(scripts.error("met_first"))
        return Shows(views.booked(tx, session, person, now))
    if waiting := offers.open_round(tx, session, person):
        return Shows(views.offered(tx, session, waiting, person, now))
    return Opens("invite", session.id)


def _take(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Take a time from the page that lists them."""
    slot = tx.get(Slot, row_id)
    if slot is None:
        raise Correctable(scripts.script("not_yours").text)
    offers.take(tx, slot, person, now)
    session = tx.get_one(Meeting, slot.session_id)
    return Shows(views.booked(tx, session, person, now), instead=True)


def _none_of_these(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    session, _ = sessions.theirs(tx, person, row_id)
    return Opens("suggest_times", session.id)


FROM_ELSEWHERE = Kind(
    guard=bookings.stands,
    words=bookings.words,
    script=lambda tx, prompt: "booked_elsewhere",
    made=bookings.links,
    taps={"looks_right": _looks_right, "change_it": _change_it},
)
KINDS = {"booked_elsewhere": FROM_ELSEWHERE, "booked_elsewhere_at_once": FROM_ELSEWHERE}
FORMS = {
    "invite": Form(page=_invite_page, submit=invite),
    "already_booked": Form(page=_booked_page, submit=already_booked),
    "another_week": Form(page=_week_page, submit=another_week),
}
ACTS = {
    "book": choosing.by_act(open_booking),
    "take_time": _take,
    "none_of_these": _none_of_these,
}
COMMANDS = {"/mentor-book": choosing.by_command("book", open_booking)}
