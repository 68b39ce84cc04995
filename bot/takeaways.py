"""Takeaways: the wrap-up form, written while it's fresh: advice, steps and the next date (M6)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import advice, bookings, confirmations, dates, people, prompts, scripts, sessions, slots
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.replies import Done, Opens, Reply
from store.advice import Advice
from store.people import Person
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting

SUGGESTIONS = ("first", "second", "third")
STEPS = ("1", "2")
NEXT = frozenset({"next_on", "next_at"})


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship = _own(tx, person, row_id)
    following = sessions.current(tx, relationship)
    booked = following is None or following.state == BOOKED
    return Page(
        params=people.names(tx, relationship, person),
        leave_out=NEXT if booked else frozenset(),
    )


def _own(tx: Session, person: Person, session_id: str) -> tuple[Meeting, Relationship]:
    """Give a held session that isn't wrapped up yet to its mentee; Correctable otherwise."""
    session, relationship = confirmations.own(tx, person, session_id)
    if session.state != HELD:
        raise Correctable(scripts.error("too_late"))
    if session.wrapped_at is not None:
        raise Correctable(scripts.error("submitted_twice"))
    return session, relationship


def keep(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep what was noted, each line for the mentee alone unless ticked; empty is fine."""
    session, relationship = _own(tx, person, row_id)
    starts_at = _next_start(tx, relationship, person, answers, now)
    shared = frozenset(answers.get("share") or ())
    noted = _note(tx, relationship, session, answers, shared, now)
    planned = _plan(tx, relationship, session, answers, noted, shared, now)
    session.wrapped_at = now
    tx.add(session)
    outcome = "yes_note_it" if noted or planned else "yes_empty"
    prompts.close(tx, ("M6",), relationship, person, outcome, now)
    following = sessions.current(tx, relationship)
    if starts_at is not None and following is not None:
        bookings.book(tx, relationship, following, starts_at, person, now, elsewhere=True)
    return Done()


def _note(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    answers: Answers,
    shared: frozenset[str],
    now: datetime,
) -> dict[str, Advice]:
    noted: dict[str, Advice] = {}
    for place, field in enumerate(SUGGESTIONS):
        text = answers.get(field)
        if text and text not in [each.text for each in noted.values()]:
            row = advice.note(tx, relationship, session, text, now, shared=field in shared)
            row.noted_at = _in_order(now, place)
            noted[field] = row
    return noted


def _in_order(now: datetime, place: int) -> datetime:
    """Give the instant of a line of the form: what was written at once keeps its order by it."""
    return now - timedelta(microseconds=len(SUGGESTIONS) - place)


def _plan(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    answers: Answers,
    noted: dict[str, Advice],
    shared: frozenset[str],
    now: datetime,
) -> bool:
    """Plan the steps; the first is taken to come from the first suggestion, and so on (S34)."""
    planned = False
    for place, (number, field) in enumerate(zip(STEPS, SUGGESTIONS, strict=False)):
        step = advice.try_out(
            tx,
            relationship,
            session,
            answers.get(f"moment_{number}"),
            answers.get(f"step_{number}"),
            now,
            from_advice=noted.get(field),
            shared=f"step_{number}" in shared,
        )
        if step is not None:
            step.planned_at = _in_order(now, place)
            planned = True
    return planned


def _next_start(
    tx: Session, relationship: Relationship, person: Person, answers: Answers, now: datetime
) -> datetime | None:
    """Give the agreed start of the next session, None when none was given."""
    on, at = answers.get("next_on"), answers.get("next_at")
    if not on and not at:
        return None
    if not at:
        raise Correctable(scripts.error("date_needs_time"), "next_at")
    if not on:
        raise Correctable(scripts.error("time_needs_date"), "next_on")
    try:
        starts_at = dates.parse_local(on, at, person.zone)
    except ValueError as wrong:
        raise Correctable(scripts.error("not_a_date"), "next_on") from wrong
    following = sessions.current(tx, relationship)
    if following is not None:
        slots.check(tx, starts_at, person, following, following.minutes, now, "next_on")
    return starts_at


def open_form(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the wrap-up of a held session from Home."""
    session, _ = _own(tx, person, row_id)
    return Opens("wrap_up", session.id)


FORMS = {"wrap_up": Form(page=_page, submit=keep)}
ACTS = {"wrap_up": open_form}
