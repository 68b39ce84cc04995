"""Check-ins: each step is asked about once when it is due (F1), with four answers."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import people, prompts, scripts, steps, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page, Tap
from bot.replies import Done, Opens, Reply
from store.advice import Step
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship

MOST_LISTED = 5
LATER = timedelta(hours=3)


def _take_up(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Take up the steps of the prompt's day that are still open; none, and it isn't sent."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    on = date.fromisoformat(prompt.about["on"])
    due = [step.id for step in steps.open_steps(tx, relationship) if step.check_on == on]
    prompt.about = {**prompt.about, "steps": due}
    return bool(due) and relationship.open_pair is not None


def _step_words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    asked = steps.asked_about(tx, prompt)
    return {"step": steps.words(asked[0]) if len(asked) == 1 else ""}


def _entry(tx: Session, prompt: Prompt) -> str:
    return "F1_several" if len(prompt.about.get("steps", ())) > 1 else "F1"


def _shown(tx: Session, prompt: Prompt) -> list[str]:
    buttons = [button.id for button in scripts.script(_entry(tx, prompt)).buttons]
    return buttons if prompts.may_snooze(prompt) else [b for b in buttons if b != "later_today"]


def _says(status: str) -> Tap:
    """Give the tap of one of the four answers."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        relationship = tx.get_one(Relationship, prompt.relationship_id)
        steps.answer(tx, relationship, steps.asked_about(tx, prompt)[0], status, now)
        return Done(status)

    return tap


def _answer_several(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("step_list", prompt.id)


def _later(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask once more in three hours, or next morning where that is too late."""
    prompts.snooze(tx, prompt, now + LATER, now)
    return Done("snoozed")


def _conversation(tx: Session, prompt: Prompt) -> Opens | None:
    asked = steps.asked_about(tx, prompt)
    if len(asked) > 1:
        return Opens("step_list", prompt.id)
    return Opens("step_update", asked[0].id) if asked else None


def _one_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    step, relationship = steps.own(tx, person, row_id)
    if step.state != steps.OPEN:
        raise Correctable(scripts.error("step_closed"))
    return Page(params={**people.names(tx, relationship, person), "step": steps.words(step)})


def keep_one(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the answer about one step and go on to its own question."""
    step, relationship = steps.own(tx, person, row_id)
    steps.answer(tx, relationship, step, answers["status"], now)
    following = steps.FORMS_AFTER.get(answers["status"])
    return Opens(following, step.id) if following else Done()


def open_step(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the question about one step, from Home or a page."""
    return Opens("step_update", row_id)


def _several(tx: Session, person: Person, row_id: str) -> tuple[list[Step], Relationship]:
    prompt = tx.get(Prompt, row_id)
    if prompt is None or prompt.kind != "F1" or prompt.person_id != person.id:
        raise Correctable(scripts.script("not_yours").text)
    return steps.asked_about(tx, prompt), steps.mentees(tx, person, prompt.relationship_id)


def _list_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    asked, relationship = _several(tx, person, row_id)
    shown = {f"{n}": step for n, step in enumerate(asked[:MOST_LISTED], start=1)}
    unasked = [
        f"status_{n}"
        for n in range(1, MOST_LISTED + 1)
        if str(n) not in shown or shown[str(n)].state != steps.OPEN
    ]
    if len(unasked) == MOST_LISTED:
        raise Correctable(scripts.error("step_closed"))
    lines = {f"step_{n}": steps.words(step) for n, step in shown.items()}
    return Page(
        params={**people.names(tx, relationship, person), **lines}, leave_out=frozenset(unasked)
    )


def keep_several(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Keep an answer for each step that got one; each asks its own next question."""
    asked, relationship = _several(tx, person, row_id)
    given = {
        n: answers[f"status_{n}"]
        for n in range(1, len(asked[:MOST_LISTED]) + 1)
        if answers.get(f"status_{n}")
    }
    if not given:
        raise Correctable(scripts.error("pick_one"), next(iter(answers), None))
    for n, status in given.items():
        steps.answer(tx, relationship, asked[n - 1], status, now)
    _ask_the_rest(tx, relationship, person, asked[MOST_LISTED:], now)
    prompt = tx.get_one(Prompt, row_id)
    if prompt.state == SENT:
        prompts.answer(tx, prompt, "answer", now)
    return Done()


def _ask_the_rest(
    tx: Session, relationship: Relationship, person: Person, rest: list[Step], now: datetime
) -> None:
    """Ask in a week about steps that found no room in the list."""
    day = windows.local_day(now, person.zone) + timedelta(days=7)
    for step in rest:
        if step.state == steps.OPEN:
            steps.ask_on(tx, relationship, step, day, now)


KINDS = {
    "F1": Kind(
        guard=_take_up,
        words=_step_words,
        taps={status: _says(status) for status in steps.NEXT}
        | {"answer": _answer_several, "later_today": _later},
        form=_conversation,
        script=_entry,
        only=_shown,
    ),
}
FORMS = {
    "step_update": Form(page=_one_page, submit=keep_one),
    "step_list": Form(page=_list_page, submit=keep_several),
}
ACTS = {"step_update": open_step}
