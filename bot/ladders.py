"""Ladders: what is asked, and when, around the date two people mean to meet (PRODUCT 2.4, 2.5)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import people, prompts, rhythms, timers, windows
from bot.rhythms import Every, Rhythm
from store import sessions
from store.people import Person
from store.prompts import DROPPED, PLANNED, Prompt
from store.relationships import Relationship
from store.sessions import HELD, Meeting


@dataclass(frozen=True, slots=True)
class Step:
    """One prompt of the booking ladder, so many days after the target date (before: negative)."""

    kind: str
    days: int


def rhythm_of(relationship: Relationship) -> Rhythm:
    """Give the rhythm two people have agreed on, or the usual one that stands in for it."""
    ends_on = relationship.ends_on or date.max
    return Rhythm(
        Every(relationship.every), relationship.minutes, ends_on, relationship.sprint_until_on
    )


def steps(tx: Session, relationship: Relationship, target_on: date) -> tuple[Step, ...]:
    """Give the steps around a target date, in order (PRODUCT 2.4); the quiet ladder goes on here.

    M1 and M2 go to the mentee; M3 to the mentor, once in the time between two held sessions.
    """
    waits, rhythm = timers.of(tx), rhythm_of(relationship)
    sprint = rhythm.sprint_until_on is not None and target_on <= rhythm.sprint_until_on
    past = rhythms.past_target_ladder(rhythm.every, sprint, waits)
    return (
        Step("M1", -waits.book_first_days_before),
        Step("M2", -waits.book_again_days_before),
        Step("M2", past.m2 - waits.book_last_days_before),
        Step("M3", past.m3),
    )


def plan(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    now: datetime,
    ask_on: date | None = None,
    *,
    after_first: bool = False,
) -> None:
    """Plan what asks for a date, from `ask_on` or two weeks before the target (PRODUCT 2.5).

    Steps that the first one overtakes are left out. `after_first`: M1 is on its way already.
    """
    mentee, mentor = people.pair(tx, relationship)
    ladder = steps(tx, relationship, session.target_on)
    usual_on = session.target_on + timedelta(days=ladder[0].days)
    asked_on = ask_on or max(usual_on, windows.local_day(now, mentee.zone))
    for step in ladder:
        on = session.target_on + timedelta(days=step.days)
        if step.kind == "M1" and after_first:
            continue
        if step.kind == "M1":
            on = asked_on
        elif on <= asked_on:
            continue
        due = windows.at_local(on, time(0), mentee.zone)
        if step.kind == "M3":
            rows = sessions.of_relationship(tx, relationship.id)
            gap = max((row.number for row in rows if row.state == HELD), default=0)
            occasion = f"{relationship.id}:{gap}"
            _ask(tx, step.kind, mentor, occasion, relationship, session, due, now)
        else:
            occasion = f"{session.id}:{session.target_on}:{step.days}"
            _ask(tx, step.kind, mentee, occasion, relationship, session, due, now)


def _ask(
    tx: Session,
    kind: str,
    person: Person,
    occasion: str,
    relationship: Relationship,
    session: Meeting,
    due: datetime,
    now: datetime,
) -> None:
    """Plan one step; one that was let go unsaid is taken up again, a sent one is not repeated."""
    about = {"session": session.id}
    prompt: Prompt = prompts.plan(
        tx, kind, person, occasion, due, now, relationship=relationship, about=about
    )
    if prompt.sent_at is None and prompt.state in (PLANNED, DROPPED):
        prompt.state, prompt.outcome = PLANNED, None
        prompt.about = {**prompts.unheld(prompt.about), **about}
        prompt.due_at = prompts.window(person, kind, max(due, now))
