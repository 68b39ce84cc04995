"""Wrap-ups: what a booked session is followed by, planned as soon as it is booked (M6, M7, M8)."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from bot import alarms, dates, people, prompts, sessions, timers, windows
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply
from bot.windows import Pace
from store.people import Person
from store.prompts import Prompt, waiting
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, TO_BOOK, Meeting

ASKS = ("M6", "M6_didnt_happen")


def plan(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Plan what follows a booked session; called again when it moved, old questions close (2.5)."""
    if session.state != BOOKED or session.starts_at is None:
        return
    mentee, mentor = people.pair(tx, relationship)
    ends_at = end_of(session)
    about = {"session": session.id, "starts": stamp(session)}
    occasion = f"{session.id}:{stamp(session)}"
    _close_older(tx, relationship, session, now)
    session.mentee_met = session.mentor_met = None
    met_at = _soon_after(ends_at + timedelta(minutes=timers.of(tx).met_minutes), mentee)
    prompts.plan(tx, "M6", mentee, occasion, met_at, now, relationship=relationship, about=about)
    promised_at = morning_after(ends_at, mentee, mentor)
    prompts.plan(
        tx, "M7", mentor, occasion, promised_at, now, relationship=relationship, about=about
    )
    last_day = windows.add_working_days(
        windows.local_day(ends_at, mentee.zone),
        timers.of(tx).unconfirmed_working_days,
        people.hours(mentee),
    )
    closes_at = windows.at_local(last_day, time(17), mentee.zone)
    alarms.set_for(tx, "session_unconfirmed", relationship, occasion, closes_at)


def stamp(session: Meeting) -> str:
    """Give the booked start as part of an occasion; empty while there is none."""
    return f"{session.starts_at:%Y%m%dT%H%MZ}" if session.starts_at else ""


def end_of(session: Meeting) -> datetime:
    """Give when a booked session ends; one without a time, when its target date does."""
    if session.starts_at is None:
        return datetime.combine(session.target_on, time(23, 59), UTC)
    return session.starts_at + timedelta(minutes=session.minutes)


def morning_after(at: datetime, *both: Person) -> datetime:
    """Give the next working morning after an instant that suits both, as for the trade (3.4)."""
    one, other = (people.hours(person) for person in both)
    later = max(windows.next_morning(at, hours, Pace.SESSION) for hours in (one, other))
    return windows.both_open(later, one, other, Pace.SESSION)


def _soon_after(at: datetime, person: Person) -> datetime:
    """Give `at` itself inside the person's window, else the next working morning (M6)."""
    hours = people.hours(person)
    return at if windows.window_end(at, hours) else windows.next_morning(at, hours, Pace.SESSION)


def _close_older(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Close what still asks about another start of the same session."""
    for kind in (*ASKS, "M7"):
        for prompt in waiting(tx, kind, relationship.id):
            same = prompt.about.get("starts") == stamp(session)
            if prompt.about.get("session") == session.id and not same:
                outcome = "passed" if kind == "M7" else "we_moved_it"
                occasion = prompt.about.get("root", prompt.occasion)
                prompts.close(tx, (kind,), relationship, None, outcome, now, occasion=occasion)


def follow(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    following: Meeting | None,
    opens_at: datetime | None,
    now: datetime,
) -> None:
    """Let M7 ride with the trade of a held session; after the first, tell both of the next (M8)."""
    mentee, mentor = people.pair(tx, relationship)
    due = opens_at or morning_after(now, mentee, mentor)
    prompts.replan(tx, "M7", mentor, f"{session.id}:{stamp(session)}", due, now)
    if following is None or following.state != TO_BOOK or sessions.count_held(tx, relationship) > 1:
        return
    about = {"session": session.id, "next": following.id}
    for person in (mentee, mentor):
        prompts.plan(tx, "M8", person, session.id, due, now, relationship=relationship, about=about)


def asked_session(tx: Session, prompt: Prompt) -> Meeting:
    """Give the session a prompt is about."""
    return tx.get_one(Meeting, prompt.about["session"])


def _over_and_not_denied(tx: Session, prompt: Prompt, now: datetime) -> bool:
    session = asked_session(tx, prompt)
    if stamp(session) != prompt.about["starts"]:
        return False
    return session.state in (BOOKED, HELD) and end_of(session) <= now


def _promise(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("promise", prompt.relationship_id or "")


def _no_promise(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("nothing_this_time")


def _still_to_book(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Meeting, prompt.about["next"]).state == TO_BOOK


def _target(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    person = tx.get_one(Person, prompt.person_id)
    second = tx.get_one(Meeting, prompt.about["next"])
    return {"date": dates.day(second.target_on, person.locale)}


def _keep_target(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("keep_it")


def _change_target(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("another_week", prompt.about["next"])


KINDS = {
    "M7": Kind(
        guard=_over_and_not_denied,
        taps={"add_it": _promise, "nothing_this_time": _no_promise},
        form=lambda tx, prompt: Opens("promise", prompt.relationship_id or ""),
    ),
    "M8": Kind(
        guard=_still_to_book,
        words=_target,
        taps={"keep_it": _keep_target, "change_date": _change_target},
    ),
}
