"""Bookings: a session gets its time, another time, or none, and both are told with a file."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    briefs,
    dates,
    errands,
    invites,
    ladders,
    look_backs,
    people,
    prompts,
    sessions,
    slots,
    windows,
    wrap_ups,
)
from bot.kinds import Choice, Kind
from bot.replies import Opens, Reply
from store import deliveries
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, SKIPPED, Meeting

OFFERS = sessions.OFFERS
ASKED = ("times_declined", "asked_for_times", "offer_two_times", "M11", "M12", "M12_mentor")
SAID = ("booked", "moved", "booked_elsewhere")
AT_ONCE = "_at_once"
FEWEST_A_WEEK = 2


def book(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    starts_at: datetime,
    by: Person,
    now: datetime,
    *,
    elsewhere: bool = False,
) -> None:
    """Give a session its time, or another one, and tell both; `elsewhere`: they agreed by word.

    Whoever's tap it was hears at once, the other in their window.
    """
    moved = session.state == BOOKED
    if moved:
        session.sequence, session.moves = session.sequence + 1, session.moves + 1
    session.state, session.starts_at = BOOKED, starts_at
    session.mentee_met = session.mentor_met = None
    session.bookings += 1
    for slot in slots.waiting(tx, session):
        slot.state = slots.TAKEN if slot.starts_at == starts_at else slots.WITHDRAWN
    prompts.close(tx, ("M1",), relationship, None, "already_booked", now)
    close_asked(tx, relationship, "passed", now)
    _close_said(tx, session, "moved", now)
    told = "moved" if moved else "booked"
    _announce(tx, relationship, session, told, "booked_elsewhere" if elsewhere else told, by, now)


def update(
    tx: Session, relationship: Relationship, session: Meeting, by: Person, now: datetime
) -> None:
    """Tell both of a booked session that has changed in length, with a newer file."""
    session.sequence += 1
    _close_said(tx, session, "passed", now)
    _announce(tx, relationship, session, "booked", "booked", by, now)


def _announce(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    to_one: str,
    to_other: str,
    by: Person,
    now: datetime,
) -> None:
    for person in people.pair(tx, relationship):
        kind = to_one if person.id == by.id else to_other
        prompt_id = tell(tx, relationship, session, kind, person, by, now)
        send_file(tx, session, person, prompt_id, now)
    briefs.plan(tx, relationship, session, now)
    look_backs.plan(tx, relationship, session, now)
    wrap_ups.plan(tx, relationship, session, now)


def call_off(
    tx: Session, relationship: Relationship, session: Meeting, by: Person, now: datetime
) -> None:
    """Take a booked session out of both calendars and open the next one; no reason is kept."""
    session.sequence, session.cancellations = session.sequence + 1, session.cancellations + 1
    close_asked(tx, relationship, "passed", now)
    _close_said(tx, session, "cancelled", now)
    for person in people.pair(tx, relationship):
        prompt_id = tell(tx, relationship, session, "cancelled", person, by, now)
        send_file(tx, session, person, prompt_id, now, cancelled=True)
    prompts.close(tx, ("M6",), relationship, None, "passed", now)
    sessions.settle(tx, relationship, session, SKIPPED, now)


def close_asked(tx: Session, relationship: Relationship, outcome: str, now: datetime) -> None:
    """Close all that asks for a date, because there is one or none is wanted."""
    asked = (*sessions.BOOKING, *ASKED, *OFFERS, *ladders.QUIET)
    prompts.close(tx, asked, relationship, None, outcome, now)


def _close_said(tx: Session, session: Meeting, outcome: str, now: datetime) -> None:
    """Close what told of a session's time; what told of an earlier session stays as it is."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    kinds = [kind + suffix for kind in SAID for suffix in ("", AT_ONCE)]
    for sequence in range(session.sequence + 1):
        occasion = f"{session.id}:{sequence}"
        prompts.close(tx, kinds, relationship, None, outcome, now, occasion=occasion)


def tell(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    kind: str,
    person: Person,
    by: Person,
    now: datetime,
) -> str:
    """Tell one of the two: at once whose tap it was, or when their window would be too late."""
    at_once = person.id == by.id or too_late(tx, session, person, kind, now)
    planned = prompts.plan(
        tx,
        kind + AT_ONCE if at_once else kind,
        person,
        f"{session.id}:{session.sequence}",
        now,
        now,
        relationship=relationship,
        about={
            "session": session.id,
            "sequence": session.sequence,
            "mentor_asked": session.cancelled_by_id == relationship.mentor_id,
        },
        expires_at=session.starts_at if kind in SAID else None,
    )
    return planned.id


def too_late(tx: Session, session: Meeting, person: Person, kind: str, now: datetime) -> bool:
    """Say whether the session begins before the person's next window with room in it."""
    at = prompts.window(person, kind, now)
    on = windows.local_day(at, person.zone)
    monday = on - timedelta(days=on.weekday())
    written = deliveries.days_written_to(tx, person.id, monday)
    pace = windows.Pace.SESSION
    if len(written) >= FEWEST_A_WEEK:
        next_monday = windows.at_local(monday + timedelta(7), windows.MORNING[0], person.zone)
        at = windows.opens(next_monday, people.hours(person), pace)
    elif on in written:
        at = windows.next_allowed_day(at, people.hours(person), pace)
    return session.starts_at is not None and session.starts_at <= at


def send_file(
    tx: Session,
    session: Meeting,
    person: Person,
    prompt_id: str,
    now: datetime,
    *,
    cancelled: bool = False,
) -> None:
    """Plan to post the calendar file in the thread of the prompt that speaks of it."""
    about = {"session": session.id, "sequence": session.sequence, "cancelled": cancelled}
    key = f"{session.id}:{session.sequence}"
    errands.plan(tx, person, "file", now, key=key, prompt_id=prompt_id, about=about)


def meeting_of(tx: Session, prompt: Prompt) -> Meeting:
    """Give the session a prompt is about."""
    return tx.get_one(Meeting, prompt.about["session"])


def words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    """Give when the session is for its reader, for the other, and in both zones."""
    session = meeting_of(tx, prompt)
    relationship = tx.get_one(Relationship, session.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    other = people.other(tx, relationship, person)
    if session.starts_at is None:
        return {"when": "", "when_other": "", "times": ""}
    elsewhere = prompt.kind.startswith("booked_elsewhere")
    both = elsewhere or prompt.kind in OFFERS
    own = dates.moment(session.starts_at, person.zone, person.locale)
    said = slots.said(session.starts_at, person, other)
    there = dates.moment(session.starts_at, other.zone, person.locale)
    return {"when": said if both else own, "when_other": there}


def stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Say whether the time a prompt tells of still holds and is still to come."""
    session = meeting_of(tx, prompt)
    newest = session.sequence == prompt.about["sequence"]
    return newest and session.starts_at is not None and session.starts_at > now


def _entry(told: str) -> Kind:
    """Give the kind that tells of a time, in one zone when both people share it."""

    def script(tx: Session, prompt: Prompt) -> str:
        session = meeting_of(tx, prompt)
        mentee, mentor = people.pair(tx, tx.get_one(Relationship, session.relationship_id))
        at = session.starts_at or prompt.planned_at
        same = mentee.zone == mentor.zone or (
            at.astimezone(windows.zone_of(mentee.zone)).utcoffset()
            == at.astimezone(windows.zone_of(mentor.zone)).utcoffset()
        )
        return f"{told}_same_zone" if same else told

    return Kind(guard=stands, words=words, script=script, made=links, taps={"move_it": move_it})


def links(tx: Session, prompt: Prompt, now: datetime) -> list[Choice]:
    """Give the calendar links of the session a prompt tells of."""
    return invites.links(tx, meeting_of(tx, prompt), now)


def move_it(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open the choice between other times and none; the message stays as it is until then."""
    return Opens("move", prompt.about["session"])


def _off_entry(tx: Session, prompt: Prompt) -> str:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    to_mentee = prompt.person_id == relationship.mentee_id
    return "cancelled_by_mentor" if to_mentee and prompt.about["mentor_asked"] else "cancelled"


BOOKED_KIND, MOVED_KIND = _entry("booked"), _entry("moved")
OFF_KIND = Kind(words=words, script=_off_entry)
KINDS = {
    "booked": BOOKED_KIND,
    "booked_at_once": BOOKED_KIND,
    "moved": MOVED_KIND,
    "moved_at_once": MOVED_KIND,
    "cancelled": OFF_KIND,
    "cancelled_at_once": OFF_KIND,
}
