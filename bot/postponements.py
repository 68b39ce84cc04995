"""Postponements: "not yet" leads to a smaller step, a new date, letting go or the agenda (F4)."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import agendas, dates, people, prompts, scripts, steps, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page, Tap
from bot.replies import Done, Opens, Reply
from store import sessions
from store.advice import Step
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, OFFERED, TO_BOOK

SMALLER_DAYS = 7
DAYS = {"3_days": 3, "1_week": 7}


def _step(tx: Session, prompt: Prompt) -> Step:
    return tx.get_one(Step, prompt.about["step"])


def _opens(form: str) -> Tap:
    """Give the tap that opens a form on the step; its thread goes on with the same form."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        prompt.about = {**prompt.about, "form": form}
        return Opens(form, prompt.about["step"])

    return tap


def _conversation(tx: Session, prompt: Prompt) -> Opens | None:
    form = prompt.about.get("form")
    return Opens(form, prompt.about["step"]) if form else None


def _open_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    step, relationship = _still_open(tx, person, row_id)
    params = {**people.names(tx, relationship, person), "step": steps.words(step)}
    return Page(params=params, initial={"when": "1_week"})


def make_smaller(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Put a smaller step in the place of the old one; its new words are private again."""
    step, relationship = _still_open(tx, person, row_id)
    step.moment, step.text = answers["moment"], answers["step"]
    step.shared, step.new_dates = False, 0
    today = windows.local_day(now, person.zone)
    steps.ask_on(tx, relationship, step, today + timedelta(days=SMALLER_DAYS), now)
    _close(tx, relationship, step, "smaller_step", now)
    return Done()


def give_date(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Ask about the step again on a later day, at most three times (F4)."""
    step, relationship = _still_open(tx, person, row_id)
    if step.new_dates >= steps.MOST_NEW_DATES:
        raise Correctable(scripts.error("no_new_date"), "when")
    today = windows.local_day(now, person.zone)
    if answers["when"] in DAYS:
        day = today + timedelta(days=DAYS[answers["when"]])
    else:
        day = _before_next(tx, relationship, person, now)
    step.new_dates += 1
    steps.ask_on(tx, relationship, step, day, now)
    _close(tx, relationship, step, "new_date", now)
    return Done()


def _before_next(tx: Session, relationship: Relationship, person: Person, now: datetime) -> date:
    """Give the day before the next session, or two weeks on while it isn't near or known."""
    today = windows.local_day(now, person.zone)
    for session in sessions.of_relationship(tx, relationship.id):
        if session.state in (TO_BOOK, OFFERED, BOOKED):
            at = session.starts_at
            on = windows.local_day(at, person.zone) if at else session.target_on
            if on > today + timedelta(days=1):
                return on - timedelta(days=1)
    return today + timedelta(days=14)


def _still_open(tx: Session, person: Person, row_id: str) -> tuple[Step, Relationship]:
    step, relationship = steps.own(tx, person, row_id)
    if step.state != steps.OPEN:
        raise Correctable(scripts.error("step_closed"))
    return step, relationship


def _close(
    tx: Session, relationship: Relationship, step: Step, outcome: str, now: datetime
) -> None:
    """Close the question what happens with the step, and remember the day it was given."""
    for prompt in steps.about(tx, "F4", relationship, step):
        prompt.about = {**prompt.about, "on": str(step.check_on)}
        prompts.close(tx, ("F4",), relationship, None, outcome, now, occasion=prompt.occasion)


def let_go(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Take the step off the list."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    steps.end(tx, relationship, _step(tx, prompt), "let_go", now)
    return Done("let_it_go")


def ask_mentor(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Put the step on the agenda; its words stay with the mentee until they talk."""
    step, person = _step(tx, prompt), tx.get_one(Person, prompt.person_id)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    agendas.add(tx, relationship, "step", person, now, text=steps.words(step))
    return Done("ask_mentor")


def _choices_left(tx: Session, prompt: Prompt) -> str:
    return "F4_third" if prompt.about.get("third") else "F4"


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    person, on = tx.get_one(Person, prompt.person_id), prompt.about.get("on")
    when = dates.day(date.fromisoformat(on), person.locale) if on else ""
    return {"step": steps.words(_step(tx, prompt)), "when": when}


KINDS = {
    "F4": Kind(
        words=_words,
        script=_choices_left,
        form=_conversation,
        taps={
            "smaller_step": _opens("smaller_step"),
            "new_date": _opens("new_date"),
            "let_it_go": let_go,
            "ask_mentor": ask_mentor,
        },
    ),
}
FORMS = {
    "smaller_step": Form(page=_open_page, submit=make_smaller),
    "new_date": Form(page=_open_page, submit=give_date),
}
