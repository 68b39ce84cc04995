"""Prompts: planning one once per occasion, answering it, putting it off, letting it go."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zlib import crc32

from sqlmodel import Session

from bot import attention, budgets, errands, people, windows
from bot.windows import Hours, Pace
from store import prompts
from store.people import Person
from store.prompts import ANSWERED, DROPPED, EXPIRED, PLANNED, Prompt
from store.relationships import Relationship

SPREAD_MINUTES = 10
MOST_SNOOZES = 3


class Planned(NamedTuple):
    """What was planned: the id of its row, and when it is due."""

    id: str
    due_at: datetime


def plan(
    tx: Session,
    kind: str,
    person: Person,
    occasion: str,
    due: datetime,
    now: datetime,
    *,
    relationship: Relationship | None = None,
    about: dict[str, Any] | None = None,
    expires_at: datetime | None = None,
    thread_of: Prompt | None = None,
) -> Planned:
    """Plan one prompt for its occasion; planning it again gives the first one back (DESIGN 2.1).

    The due instant is moved into the person's window, as if they were here: who is away when it
    comes gets it on their return, and may be back sooner. `about` holds ids and dates, never words.
    """
    due_at = _if_here(person, kind, max(due, now))
    row_id = prompts.add(
        tx,
        workspace_id=person.workspace_id,
        person_id=person.id,
        relationship_id=relationship.id if relationship else None,
        kind=kind,
        occasion=occasion,
        about=about or {},
        direct=attention.of(kind).pace is Pace.REPLY,
        due_at=due_at,
        expires_at=expires_at,
        planned_at=now,
        place=_place(tx),
        thread_of=(thread_of.lead_id or thread_of.id) if thread_of else None,
    )
    if row_id is not None:
        return Planned(row_id, due_at)
    first = prompts.find(tx, kind, person.id, occasion)
    assert first is not None  # noqa: S101 - nothing takes it away within a unit of work
    return Planned(first.id, first.due_at)


def _place(tx: Session) -> int:
    """Give the next place in this unit of work: what is said together keeps its order."""
    tx.info["places"] = tx.info.get("places", 0) + 1
    return int(tx.info["places"])


def window(person: Person, kind: str, due: datetime) -> datetime:
    """Give the first instant from `due` on at which this kind is meant to reach the person.

    Prompts that a window's opening gathers are spread by a stable few minutes.
    """
    return _opening(person, kind, due, people.hours(person))


def reach(person: Person, kind: str, due: datetime) -> datetime:
    """Give the same, out of office and do not disturb counted: when it is due to be sent."""
    return _opening(person, kind, due, people.hours_now(person))


def _if_here(person: Person, kind: str, due: datetime) -> datetime:
    return _opening(person, kind, due, replace(people.hours(person), away_until=None))


def _opening(person: Person, kind: str, due: datetime, hours: Hours) -> datetime:
    pace = attention.of(kind).pace
    if pace is Pace.REPLY:
        return due
    opening = windows.opens(due, hours, pace)
    if opening <= due:
        return opening
    return opening + timedelta(minutes=crc32(person.id.encode()) % SPREAD_MINUTES)


def replan(
    tx: Session, kind: str, person: Person, occasion: str, due: datetime, now: datetime
) -> None:
    """Move a prompt that is still planned to another due instant, e.g. when a session moved."""
    found = prompts.find(tx, kind, person.id, occasion)
    if found is not None and found.state == PLANNED:
        found.due_at, found.about = _if_here(person, kind, max(due, now)), unheld(found.about)


def unheld(about: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a prompt is about without its mark of waiting: it has a new time of its own."""
    return {key: value for key, value in about.items() if key != "held"}


def answer(tx: Session, prompt: Prompt, outcome: str | None, now: datetime) -> None:
    """Close a prompt that its person answered; its message is drawn again without buttons."""
    prompt.answered_at = now
    budgets.heard(tx.get_one(Person, prompt.person_id))
    _end(tx, prompt, outcome, now)


def _end(tx: Session, prompt: Prompt, outcome: str | None, now: datetime) -> None:
    prompt.state, prompt.outcome = ANSWERED, outcome
    tx.add(prompt)
    person = tx.get_one(Person, prompt.person_id)
    errands.redraw(tx, person, prompt.lead_id or prompt.id, now)
    errands.refresh_home(tx, person, now)


def reword(tx: Session, prompt: Prompt, outcome: str, now: datetime) -> None:
    """Let an answered prompt say what has come of it since; that it was answered stays so."""
    _end(tx, prompt, outcome, now)


def close(
    tx: Session,
    kinds: Sequence[str],
    relationship: Relationship,
    person: Person | None,
    outcome: str | None,
    now: datetime,
    *,
    occasion: str | None = None,
) -> None:
    """Close every waiting prompt of these kinds: sent ones with the outcome, planned ones unsaid.

    For one person or both; of one occasion or any. It says nothing of whether anybody reads.
    """
    for prompt in _waiting(tx, kinds, relationship, person, occasion):
        if prompt.state == PLANNED:
            prompt.state, prompt.outcome = DROPPED, outcome
        else:
            _end(tx, prompt, outcome, now)


def expire(tx: Session, prompt: Prompt, now: datetime) -> None:
    """End a prompt that nobody answered in its time; it loses its buttons."""
    prompt.state, prompt.outcome = EXPIRED, "expired"
    errands.redraw(tx, tx.get_one(Person, prompt.person_id), prompt.lead_id or prompt.id, now)


def snooze(tx: Session, prompt: Prompt, until: datetime, now: datetime) -> None:
    """Answer a prompt with "later": the same one is planned again, at most three times."""
    person = tx.get_one(Person, prompt.person_id)
    answer(tx, prompt, "snoozed", now)
    root, count = prompt.about.get("root", prompt.occasion), prompt.snoozes + 1
    again = Prompt(
        workspace_id=prompt.workspace_id,
        person_id=prompt.person_id,
        relationship_id=prompt.relationship_id,
        kind=prompt.kind,
        occasion=f"{root}:later{count}",
        about={**unheld(prompt.about), "root": root},
        direct=prompt.direct,
        due_at=_if_here(person, prompt.kind, max(until, now)),
        expires_at=prompt.expires_at,
        planned_at=now,
        snoozes=count,
    )
    tx.add(again)
    tx.flush()
    prompt.about = {**prompt.about, "again": again.id}


def may_snooze(prompt: Prompt) -> bool:
    """Say whether a prompt may still be put off (2.4: at most three times)."""
    return prompt.snoozes < MOST_SNOOZES


def _waiting(
    tx: Session,
    kinds: Sequence[str],
    relationship: Relationship,
    person: Person | None,
    occasion: str | None,
) -> list[Prompt]:
    rows = prompts.waiting(tx, kinds, relationship.id, person.id if person else None)
    return [row for row in rows if occasion is None or root(row) == occasion]


def root(prompt: Prompt) -> str:
    """Give the occasion a prompt was first planned for, however often it was put off."""
    return str(prompt.about.get("root", prompt.occasion))


def say(
    tx: Session,
    person: Person,
    script: str,
    occasion: str,
    now: datetime,
    *,
    relationship: Relationship | None = None,
    about: dict[str, Any] | None = None,
    thread_of: Prompt | None = None,
) -> Planned:
    """Say something at once in answer to a tap, in the DM or in the thread of a prompt."""
    return plan(
        tx,
        script,
        person,
        occasion,
        now,
        now,
        relationship=relationship,
        about=about,
        thread_of=thread_of,
    )
