"""Prompts some working days before a session that has a time, once for each time it gets."""

from datetime import datetime, time

from sqlmodel import Session

from bot import people, prompts, windows
from store.people import Person
from store.prompts import DROPPED, PLANNED, Prompt
from store.relationships import Relationship
from store.sessions import Meeting


def plan(
    tx: Session,
    kind: str,
    relationship: Relationship,
    session: Meeting,
    person: Person,
    days: int,
    now: datetime,
) -> Prompt:
    """Plan a prompt so many working days before a booked session.

    One that was dropped for a time that is back is planned again.
    """
    assert session.starts_at is not None  # noqa: S101 - only what is booked is planned for
    day = windows.local_day(session.starts_at, person.zone)
    due_on = windows.add_working_days(day, -days, people.hours(person))
    starts_at = session.starts_at.isoformat()
    planned = prompts.plan(
        tx,
        kind,
        person,
        f"{session.id}:{starts_at}",
        windows.at_local(due_on, time(0), person.zone),
        now,
        relationship=relationship,
        about={"session": session.id, "starts_at": starts_at},
        expires_at=session.starts_at,
    )
    prompt = tx.get_one(Prompt, planned.id)
    if prompt.state == DROPPED and prompt.sent_at is None:
        prompt.state, prompt.outcome = PLANNED, None
    return prompt
