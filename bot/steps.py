"""Steps: what the mentee will try, when to ask about each, and what its answer leads to."""

import re
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import people, prompts, scripts, timers, windows
from bot.errors import Correctable
from bot.rhythms import Every
from store import advice, sessions
from store.advice import Advice, Step, Update
from store.people import Person
from store.prompts import SENT, Prompt, waiting
from store.relationships import Relationship
from store.sessions import Meeting

OPEN = "open"
ENDS = {"did_it": "done", "tried_it": "tried", "went_another_way": "other_way"}
MOST_NEW_DATES = 3
FORMS_AFTER = {"did_it": "noticed", "tried_it": "learned", "went_another_way": "other_way"}
NEXT = {"did_it": "F2", "tried_it": "F3", "not_yet": "F4", "went_another_way": "F5"}
PROMISED = re.compile(r"^(i will|i'll|i’ll|to)\s+", re.IGNORECASE)


def add(
    tx: Session,
    relationship: Relationship,
    session: Meeting | None,
    text: str,
    now: datetime,
    *,
    moment: str | None = None,
    from_advice: Advice | None = None,
    shared: bool = False,
) -> Step:
    """Keep a step and plan to ask about it, 14 days after the session or 7 in a sprint (2.5)."""
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    over_at = session.starts_at if session and session.starts_at else now
    begins = min(windows.local_day(over_at, mentee.zone), today)
    step = Step(
        relationship_id=relationship.id,
        session_id=session.id if session else None,
        advice_id=from_advice.id if from_advice else None,
        moment=moment,
        text=text,
        shared=shared,
        planned_at=now,
    )
    tx.add(step)
    wait = timedelta(days=_wait(tx, relationship, begins))
    ask_on(tx, relationship, step, max(begins + wait, today + timedelta(days=1)), now)
    return step


def _wait(tx: Session, relationship: Relationship, on: date) -> int:
    until = relationship.sprint_until_on
    if relationship.every == Every.THREE_WEEKS or (until is not None and on <= until):
        return timers.of(tx).step_check_in_sprint_days
    return timers.of(tx).step_check_in_days


def ask_on(tx: Session, relationship: Relationship, step: Step, day: date, now: datetime) -> None:
    """Plan to ask about a step on a day; the steps of one day are asked about together."""
    mentee, _ = people.pair(tx, relationship)
    step.check_on = day
    tx.add(step)
    tx.flush()
    prompts.plan(
        tx,
        "F1",
        mentee,
        f"{relationship.id}:{day}",
        windows.at_local(day, windows.MORNING[0], mentee.zone),
        now,
        relationship=relationship,
        about={"on": day.isoformat()},
    )


def visible(tx: Session, relationship: Relationship, reader: Person) -> list[Step]:
    """Give the steps a person may see: all to the mentee, shared lines to the mentor (4.4)."""
    kept = advice.steps(tx, relationship.id)
    return kept if people.is_mentee(relationship, reader) else [row for row in kept if row.shared]


def open_steps(tx: Session, relationship: Relationship) -> list[Step]:
    """Give the mentee's open steps, oldest first."""
    return [step for step in advice.steps(tx, relationship.id) if step.state == OPEN]


def own(tx: Session, person: Person, step_id: str | None) -> tuple[Step, Relationship]:
    """Give a step to the mentee whose it is; Correctable to anybody else."""
    step = tx.get(Step, step_id, with_for_update=True) if step_id else None
    if step is None:
        raise Correctable(scripts.script("gone").text)
    return step, mentees(tx, person, step.relationship_id)


def mentees(tx: Session, person: Person, relationship_id: str | None) -> Relationship:
    """Give a relationship to its mentee; Correctable to the mentor and to strangers."""
    relationship = people.theirs(tx, person, relationship_id)
    if not people.is_mentee(relationship, person):
        names = people.names(tx, relationship, person)
        raise Correctable(scripts.error("mentee_only", **names))
    return relationship


def words(step: Step) -> str:
    """Give a step's words as they follow "to": without "I will" before or a full stop after."""
    return PROMISED.sub("", step.text).rstrip(".")


def answer(tx: Session, relationship: Relationship, step: Step, status: str, now: datetime) -> None:
    """Keep one of the four answers and ask its next question (S35); nothing is shared by it."""
    if step.state != OPEN:
        raise Correctable(scripts.error("step_closed"))
    if status not in NEXT:
        raise Correctable(scripts.error("pick_one"), "status")
    if status in ENDS:
        end(tx, relationship, step, ENDS[status], now)
        kept = Update(
            relationship_id=relationship.id, step_id=step.id, status=status, written_at=now
        )
        tx.add(kept)
    _answered(tx, relationship, step, status, now)
    _ask_next(tx, relationship, step, status, now)


def end(tx: Session, relationship: Relationship, step: Step, state: str, now: datetime) -> None:
    """Close a step as done, tried, gone another way or let go."""
    step.state, step.closed_at = state, now
    tx.add(step)
    tx.flush()
    for prompt in about(tx, "F4", relationship, step):
        outcome = "let_it_go" if state == "let_go" else "passed"
        prompts.close(tx, ("F4",), relationship, None, outcome, now, occasion=prompt.occasion)


def about(tx: Session, kind: str, relationship: Relationship, step: Step) -> list[Prompt]:
    """Give the unanswered prompts of a kind that are about one step."""
    found = waiting(tx, kind, relationship.id)
    return [prompt for prompt in found if prompt.about.get("step") == step.id]


def asked_about(tx: Session, prompt: Prompt) -> list[Step]:
    """Give the steps that a question names."""
    found = [tx.get(Step, step_id) for step_id in prompt.about.get("steps", ())]
    return [step for step in found if step is not None]


def _answered(
    tx: Session, relationship: Relationship, step: Step, status: str, now: datetime
) -> None:
    """Close the question that was sent about a step, once no other step in it is open."""
    for prompt in waiting(tx, "F1", relationship.id):
        asked = prompt.about.get("steps", ())
        left = [
            each for each in asked_about(tx, prompt) if each.id != step.id and each.state == OPEN
        ]
        if prompt.state == SENT and step.id in asked and not left:
            prompts.answer(tx, prompt, status if len(asked) == 1 else "answer", now)


def _ask_next(
    tx: Session, relationship: Relationship, step: Step, status: str, now: datetime
) -> None:
    mentee, _ = people.pair(tx, relationship)
    kind, occasion = NEXT[status], step.id
    on_what: dict[str, str | bool] = {"step": step.id}
    if kind == "F4":
        on_what = {**on_what, "third": step.new_dates >= MOST_NEW_DATES}
        if about(tx, kind, relationship, step):
            return
        occasion = f"{step.id}:{now:%Y%m%dT%H%M%S}"
    prompts.say(tx, mentee, kind, occasion, now, relationship=relationship, about=on_what)


def plan_check_ins(
    tx: Session, relationship: Relationship, session: Meeting, now: datetime
) -> None:
    """Plan to ask half-way to the next session whether there is a line to share (F8)."""
    mentee, _ = people.pair(tx, relationship)
    later = [
        row for row in sessions.of_relationship(tx, relationship.id) if row.number > session.number
    ]
    if not later or session.starts_at is None:
        return
    held_on = windows.local_day(session.starts_at, mentee.zone)
    target = later[0].starts_at
    next_on = windows.local_day(target, mentee.zone) if target else later[0].target_on
    half_way = held_on + (next_on - held_on) // 2
    due = windows.at_local(half_way, windows.MORNING[0], mentee.zone)
    about_session = {"session": session.id}
    prompts.plan(
        tx, "F8", mentee, session.id, due, now, relationship=relationship, about=about_session
    )
