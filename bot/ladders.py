"""Ladders: what is asked, and when, around the date two people mean to meet (PRODUCT 2.4, 2.5)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import alarms, people, prompts, rhythms, timers, windows
from bot.rhythms import Every, Rhythm
from store import prompts as kept
from store import sessions
from store.alarms import Alarm
from store.people import Person
from store.prompts import DROPPED, PLANNED, Prompt
from store.relationships import Relationship
from store.sessions import HELD, Meeting

# What asks both of them, once it has been quiet (PRODUCT 2.4), and the alarm that leads there.
QUIET = ("H1", "H2")
SPELL = "quiet_spell"
PAUSED, ORDINARY = "paused", "ordinary"
TO_BOTH = (*QUIET, PAUSED, ORDINARY)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder, so many days after the target date (before: negative).

    `kind`: what is asked, or what comes by itself at the end: a pause, or the ordinary rhythm.
    """

    kind: str
    days: int


def rhythm_of(relationship: Relationship) -> Rhythm:
    """Give the rhythm two people have agreed on, or the usual one that stands in for it."""
    ends_on = relationship.ends_on or date.max
    return Rhythm(
        Every(relationship.every), relationship.minutes, ends_on, relationship.sprint_until_on
    )


def steps(tx: Session, relationship: Relationship, target_on: date) -> tuple[Step, ...]:
    """Give the steps around a target date, in order (PRODUCT 2.4).

    M1 and M2 go to the mentee; M3 to the mentor, once in the time between two held sessions; H1
    and H2 to both.
    """
    waits, rhythm = timers.of(tx), rhythm_of(relationship)
    sprint = rhythm.sprint_until_on is not None and target_on <= rhythm.sprint_until_on
    past = rhythms.past_target_ladder(rhythm.every, sprint, waits)
    return (
        Step("M1", -waits.book_first_days_before),
        Step("M2", -waits.book_again_days_before),
        Step("M2", past.m2 - waits.book_last_days_before),
        Step("M3", past.m3),
        Step("H1", past.h1),
        *(Step(kind, days) for kind, days in _last(past) if days is not None),
    )


def _last(past: rhythms.Ladder) -> tuple[tuple[str, int | None], ...]:
    return ("H2", past.h2), (PAUSED, past.paused), (ORDINARY, past.ordinary)


def quiet_steps(tx: Session, relationship: Relationship, target_on: date) -> tuple[Step, ...]:
    """Give the part of the ladder that begins with H1 to both."""
    table = steps(tx, relationship, target_on)
    return table[[step.kind for step in table].index("H1") :]


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
    counts_from = max(session.target_on, back_on(tx, relationship, now))
    usual_on = session.target_on + timedelta(days=ladder[0].days)
    asked_on = ask_on or max(usual_on, windows.local_day(now, mentee.zone))
    for step in ladder:
        on = (counts_from if step.days > 0 else session.target_on) + timedelta(days=step.days)
        if step.kind in TO_BOTH or (step.kind == "M1" and after_first):
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
            ask(tx, step.kind, mentor, occasion, relationship, session, due, now)
        else:
            occasion = f"{session.id}:{session.target_on}:{step.days}"
            ask(tx, step.kind, mentee, occasion, relationship, session, due, now)
    _await_quiet(tx, relationship, session, counts_from, now)


def back_on(tx: Session, relationship: Relationship, now: datetime) -> date:
    """Give the day from which both are here: the mentee's today, or the later day of return."""
    mentee, mentor = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    return max(today, *(one.away_until or today for one in (mentee, mentor)))


def _await_quiet(
    tx: Session, relationship: Relationship, session: Meeting, counts_from: date, now: datetime
) -> None:
    """Set when the next of the quiet steps comes; one that was overtaken waits for a week."""
    mentee, _ = people.pair(tx, relationship)
    first, following, *_ = quiet_steps(tx, relationship, session.target_on)
    today = windows.local_day(now, mentee.zone)
    step, on = first, counts_from + timedelta(days=first.days)
    asked = kept.find(tx, "H1", mentee.id, of_target(session))
    if asked is not None and asked.state not in (PLANNED, DROPPED):
        gap = timedelta(days=following.days - first.days)
        step, on = following, windows.local_day(asked.planned_at, mentee.zone) + gap
    await_step(tx, relationship, session, step.kind, on if on > today else today + WEEK, now)


def await_step(
    tx: Session, relationship: Relationship, session: Meeting, kind: str, on: date, now: datetime
) -> None:
    """Set the day on which a quiet step comes, in the place of any other that waits."""
    mentee, _ = people.pair(tx, relationship)
    due = windows.at_local(on, time(0), mentee.zone)
    alarms.renew(tx, SPELL, relationship, f"{session.id}:{kind}", due, now)


def waiting_spell(tx: Session, relationship: Relationship) -> list[Alarm]:
    """Give the alarm of the quiet step that comes next, if any."""
    return alarms.waiting(tx, (SPELL,), relationship)


def of_target(session: Meeting) -> str:
    """Give the occasion that stands for a session's present date to meet around."""
    return f"{session.id}:{session.target_on}"


def ask(
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
    planned = prompts.plan(
        tx, kind, person, occasion, due, now, relationship=relationship, about=about
    )
    prompt = tx.get_one(Prompt, planned.id)
    if prompt.sent_at is None and prompt.state in (PLANNED, DROPPED):
        prompt.state, prompt.outcome = PLANNED, None
        prompt.about = {**prompts.unheld(prompt.about), **about}
        prompt.due_at = prompts.window(person, kind, max(due, now))
