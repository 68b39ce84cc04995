"""Asking what comes after a round: each answers alone, and both hear what it comes to (I4-I6)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    courses,
    dates,
    errands,
    people,
    prompts,
    renewals,
    rhythms,
    scripts,
    sessions,
    timers,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page, Tap
from bot.lifecycle import Impossible, State
from bot.renewals import NOT_SURE, Plan
from bot.replies import Done, Opens, Reply
from store import alarms as kept_alarms
from store import prompts as kept
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED, MORE_TIME = "I4", "thirty_more_days"
KINDS_OF_ASK = (ASKED,)
TOLD_PLANS = ("I5", "I6")
TOLD = (*TOLD_PLANS, MORE_TIME)
BUTTONS = {
    "another_year": Plan.ANOTHER_YEAR,
    "twice_year": Plan.TWICE_YEAR,
    "finish_well": Plan.FINISH_WELL,
    "not_sure_talk": NOT_SURE,
}
DUE, ENDS, FORM = "renewal_due", "round_ends", "renewal"
MORE_DAYS, ONE_DAY, WEEK = timedelta(days=30), timedelta(days=1), timedelta(days=7)


def begin(tx: Session, relationship: Relationship, asked_on: date, now: datetime) -> None:
    """Ask both from a day on, once more half-way to when answers are due; set what then comes."""
    ends_on, occasion = _end(relationship), courses.of_end(relationship)
    due_on = rhythms.renewal_due(asked_on, ends_on, timers.of(tx))
    again_on = asked_on + (due_on - asked_on) // 2
    for person in people.pair(tx, relationship):
        _ask(tx, relationship, person, occasion, asked_on, now)
        if again_on >= asked_on + WEEK:
            _ask(tx, relationship, person, f"{occasion}:reminder", again_on, now)
    alarms.again(tx, DUE, relationship, occasion, _morning(tx, relationship, due_on))
    alarms.again(tx, ENDS, relationship, occasion, end_at(tx, relationship))


def _ask(
    tx: Session, relationship: Relationship, person: Person, occasion: str, on: date, now: datetime
) -> None:
    due = windows.at_local(on, time(0), person.zone)
    ends_at = end_at(tx, relationship)
    prompts.plan(
        tx, ASKED, person, occasion, due, now, relationship=relationship, expires_at=ends_at
    )


def _end(relationship: Relationship) -> date:
    if relationship.ends_on is None:
        raise Impossible("a closing without an end")
    return relationship.ends_on


def _morning(tx: Session, relationship: Relationship, on: date) -> datetime:
    mentee, _ = people.pair(tx, relationship)
    return windows.at_local(on, time(0), mentee.zone)


def end_at(tx: Session, relationship: Relationship) -> datetime:
    """Give the instant at which the round is over: once its last day has begun for both."""
    on = _end(relationship)
    return max(windows.at_local(on, time(0), each.zone) for each in people.pair(tx, relationship))


def end_words(relationship: Relationship, reader: Person) -> str:
    """Give the round's last day as its reader says it."""
    return dates.full(_end(relationship), reader.locale)


def end_said(tx: Session, prompt: Prompt) -> str:
    """Give the end a prompt of the closing speaks of: once a new round runs, the one it had."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    reader = tx.get_one(Person, prompt.person_id)
    if prompt.occasion.startswith(f"{courses.of_round(relationship)}:") and relationship.ends_on:
        return end_words(relationship, reader)
    return dates.full(date.fromisoformat(prompt.occasion.split(":")[2]), reader.locale)


def is_set(tx: Session, relationship: Relationship) -> bool:
    """Say whether the closing already goes towards the present end date."""
    alarm = kept_alarms.find(tx, ENDS, courses.of_end(relationship))
    return alarm is not None and alarm.rung_at is None


def told(tx: Session, relationship: Relationship) -> Prompt | None:
    """Give the last that both were told of what comes next in this closing."""
    return last_told(relationship, kept.of_kinds(tx, relationship.id, TOLD_PLANS))


def last_told(relationship: Relationship, rows: Sequence[Prompt]) -> Prompt | None:
    """Give the last of what told the plan for after the present end."""
    of_end = [row for row in rows if row.occasion.startswith(courses.of_end(relationship))]
    return max(of_end, key=lambda row: (row.planned_at, int(row.about["nth"])), default=None)


def choose(
    tx: Session, relationship: Relationship, person: Person, answer: str, now: datetime
) -> None:
    """Keep a person's answer; once both are in, or a plan was told, tell both what it comes to."""
    renewals.keep(tx, relationship, person, answer, now)
    button = next(name for name, value in BUTTONS.items() if value == answer)
    prompts.close(tx, KINDS_OF_ASK, relationship, person, button, now)
    prompts.close(tx, ("I6",), relationship, person, "change_my_answer", now)
    if None not in renewals.sides(tx, relationship) or told(tx, relationship) is not None:
        settle(tx, relationship, now)
    errands.refresh_home(tx, person, now)


def settle(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Tell both what their answers come to now, unless they were told the same (I5, I6)."""
    one, other = renewals.sides(tx, relationship)
    if one == other == NOT_SURE and relationship.extended_on is None:
        _extend(tx, relationship, now)
        return
    kind = "I5" if renewals.both_chose(one, other) else "I6"
    plan, last = renewals.planned(tx, relationship), told(tx, relationship)
    if last is not None and (last.kind, last.about["plan"]) == (kind, plan.value):
        return
    prompts.close(tx, (*KINDS_OF_ASK, *TOLD), relationship, None, "passed", now)
    nth = int(last.about["nth"]) + 1 if last else 1
    _tell(tx, relationship, kind, now, plan=plan.value, nth=nth)


def _tell(
    tx: Session, relationship: Relationship, kind: str, now: datetime, **about: object
) -> None:
    occasion = f"{courses.of_end(relationship)}:{about.get('nth', 0)}"
    ends_at = end_at(tx, relationship)
    for person in people.pair(tx, relationship):
        prompts.plan(
            tx,
            kind,
            person,
            occasion,
            now,
            now,
            relationship=relationship,
            about=about,
            expires_at=ends_at,
        )
        errands.refresh_home(tx, person, now)


def _extend(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Give two people who are both not sure 30 more days, once, and ask them again then (2.3)."""
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    prompts.close(tx, (*KINDS_OF_ASK, *TOLD), relationship, None, "passed", now)
    renewals.forget(tx, relationship)
    relationship.ends_on, relationship.extended_on = _end(relationship) + MORE_DAYS, today
    tx.flush()
    sessions.last_of_round(tx, relationship, now)
    opens_on = _end(relationship) - timedelta(days=timers.of(tx).closing_days_before)
    begin(tx, relationship, max(opens_on, today + WEEK), now)
    _tell(tx, relationship, MORE_TIME, now)


def ring_due(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let a missing answer be the kind's usual ending, and tell both the plan for now (I6)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if relationship.state == State.CLOSING and alarm.occasion == courses.of_end(relationship):
        for prompt in kept.of_kinds(tx, relationship.id, KINDS_OF_ASK):
            if prompt.state == kept.SENT:
                prompts.expire(tx, prompt, now)
        settle(tx, relationship, now)


def _theirs(tx: Session, person: Person, row_id: str | None) -> Relationship:
    """Give a relationship in its closing, locked; Correctable for any other."""
    relationship = people.theirs(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    if relationship.state != State.CLOSING:
        raise Correctable(scripts.error("too_late"))
    return relationship


def _answers(button: str) -> Tap:
    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        person = tx.get_one(Person, prompt.person_id)
        relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
        if relationship.state != State.CLOSING:
            return Done("expired")
        prompts.answer(tx, prompt, button, now)
        choose(tx, relationship, person, BUTTONS[button], now)
        return Done(button)

    return tap


def _unanswered(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    same = prompt.occasion.startswith(courses.of_end(relationship))
    open_ = relationship.state == State.CLOSING and told(tx, relationship) is None
    return open_ and same and renewals.own(tx, relationship, person) is None


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    last = told(tx, relationship)
    newest = last is not None and last.occasion == prompt.occasion
    return relationship.state == State.CLOSING and newest


def _extended(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    same = prompt.occasion.startswith(courses.of_end(relationship))
    return relationship.state == State.CLOSING and same


def _date(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    return {"date": end_said(tx, prompt)}


def _plan(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    said = plan_words(prompt.about["plan"])
    return {**_date(tx, prompt, now), "answer": said, "lighter_choice": said}


def plan_words(plan: str) -> str:
    """Give a plan in words, "twice a year"."""
    return scripts.script(f"plan_{plan}").text


def _ok(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("ok")


def _change(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens(FORM, str(prompt.relationship_id))


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = _theirs(tx, person, row_id)
    names = people.names(tx, relationship, person)
    own = renewals.own(tx, relationship, person)
    return Page(
        params={**names, "date": end_words(relationship, person)},
        initial={"answer": own} if own else {},
    )


def _submit(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    choose(tx, _theirs(tx, person, row_id), person, answers["answer"], now)
    return Done()


def open_form(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Let a person answer, or change their answer, from Home until the end date."""
    return Opens(FORM, _theirs(tx, person, row_id).id)


KINDS = {
    ASKED: Kind(
        guard=_unanswered, words=_date, taps={button: _answers(button) for button in BUTTONS}
    ),
    "I5": Kind(
        guard=_stands,
        words=_plan,
        script=lambda tx, prompt: f"I5_{prompt.about['plan']}",
        taps={"ok": _ok},
    ),
    "I6": Kind(guard=_stands, words=_plan, taps={"ok": _ok, "change_my_answer": _change}),
    MORE_TIME: Kind(guard=_extended, words=_date),
}
FORMS = {FORM: Form(page=_page, submit=_submit)}
ACTS = {"renewal": open_form}
ALARMS = {DUE: ring_due}
