"""A form answered line by line: which question is next, and what has been kept so far."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import answers, catalogue, scripts
from bot.kinds import Page
from bot.replies import Opens
from bot.scripts import Question
from bot.views import messages
from store.people import Person
from store.prompts import Draft, Prompt, drafts

ASKED_IN_THREADS = ("text", "lines", "choice", "minutes")


class NotOffered(Exception):
    """A line that names none of a question's choices, whose labels may be somebody's words."""

    def __init__(self, form: Opens, question: str) -> None:
        super().__init__()
        self.form, self.question = form, question


def _page(tx: Session, person: Person, form: Opens, now: datetime) -> Page:
    return catalogue.FORMS[form.form].page(tx, person, form.row_id, now)


def next_question(tx: Session, person: Person, form: Opens, now: datetime) -> Question | None:
    """Give the first question not answered yet: the step is derived, never stored."""
    page = _page(tx, person, form, now)
    answered = {draft.question for draft in drafts(tx, person.id, form.form, form.row_id)}
    for question in scripts.form(page.words or form.form).questions:
        asked = question.kind in ASKED_IN_THREADS and question.id not in page.leave_out
        if asked and question.id not in answered:
            return question
    return None


def read(
    tx: Session, person: Person, form: Opens, question: Question, text: str, now: datetime
) -> str | None:
    """Give the answer in the form's own terms; NotOffered for none of the choices there are."""
    if question.kind in answers.TYPED:
        return answers.text(text, question.limit, question.id)
    page = _page(tx, person, form, now)
    choices = [*question.choices, *page.choices.get(question.id, ())]
    labels = {key: scripts.fill(label, page.params) for key, label in choices}
    word = text.strip().casefold().rstrip(".")
    for number, (key, label) in enumerate(labels.items(), start=1):
        if word in (str(number), label.casefold(), key):
            return key
    raise NotOffered(form, question.id)


def keep(
    tx: Session, person: Person, form: Opens, question: Question, text: str | None, now: datetime
) -> None:
    """Keep one answer on its way; None is a question that was skipped."""
    tx.add(
        Draft(
            person_id=person.id,
            form=form.form,
            row_id=form.row_id,
            question=question.id,
            text=text,
            kept_at=now,
        )
    )
    tx.flush()


def may_skip(tx: Session, person: Person, form: Opens, question: Question) -> bool:
    """Say whether a question may be left out: it is optional, or another has words already."""
    kept = drafts(tx, person.id, form.form, form.row_id)
    return question.optional or any(draft.text for draft in kept)


def gathered(tx: Session, person: Person, form: Opens, now: datetime) -> dict[str, Any]:
    """Give what was typed as the form would send it, checked; Correctable as there."""
    page = _page(tx, person, form, now)
    kept = drafts(tx, person.id, form.form, form.row_id)
    raw = {**page.initial, **{draft.question: draft.text for draft in kept if draft.text}}
    return answers.clean(scripts.form(page.words or form.form), raw, page)


def forget(tx: Session, person: Person, form: Opens) -> None:
    """Drop the drafts of a conversation that is over."""
    for draft in drafts(tx, person.id, form.form, form.row_id):
        tx.delete(draft)


def named(tx: Session, rows: Sequence[Prompt], word: str) -> tuple[Prompt, str] | None:
    """Give the prompt and the button whose label was typed; plain yes and no where they fit."""
    for row in rows:
        taps = catalogue.kind(row.kind).taps
        filled = messages.params(tx, row, None)
        for button in messages.entry_of(tx, row).buttons:
            label = scripts.fill(button.label, filled).casefold()
            fits = word == label or (word in ("yes", "no") and label.split(",")[0] == word)
            if fits and button.id in taps:
                return row, button.id
    return None
