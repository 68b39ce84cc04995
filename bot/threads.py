"""Words typed in the thread of a prompt: the same conversation as its form, one line at a time."""

from datetime import datetime

from sqlmodel import Session

from bot import answers, attention, catalogue, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Page
from bot.replies import Done, Opens
from bot.scripts import Question
from bot.views import messages, turns
from store.people import Person
from store.prompts import SENT, Draft, Prompt, at, drafts, group

ASKED_IN_THREADS = ("text", "lines", "choice", "minutes")


def hear(
    tx: Session, person: Person, channel: str, thread_ts: str, ts: str, text: str, now: datetime
) -> None:
    """Take one line typed under a prompt: an answer, the name of a button, skip or done."""
    lead = at(tx, channel, thread_ts)
    if lead is None or lead.person_id != person.id:
        return
    rows = [row for row in attention.ordered(group(tx, lead.id)) if row.state == SENT]
    row, form = _conversation(tx, rows)
    if row is None:
        closed = ["script", "thread_closed", {"command": "/mentor"}]
        parts = [["script", "thread_buttons_only"]] if rows else [closed]
        _say(tx, person, lead, ts, now, say=parts)
        return
    try:
        with tx.begin_nested():
            _answer(tx, person, lead, row, form, ts, text, now)
    except Correctable as wrong:
        _say(tx, person, lead, ts, now, say=[["sentence", wrong.sentence]])


def _conversation(tx: Session, rows: list[Prompt]) -> tuple[Prompt | None, Opens | None]:
    """Give the prompt that a reply answers: the first open one that takes words, or has taps."""
    for row in rows:
        form = catalogue.kind(row.kind).form
        opened = form(tx, row) if form else None
        if opened:
            return row, opened
    return (rows[0], None) if rows and catalogue.kind(rows[0].kind).taps else (None, None)


def _answer(
    tx: Session,
    person: Person,
    lead: Prompt,
    row: Prompt,
    form: Opens | None,
    ts: str,
    text: str,
    now: datetime,
) -> None:
    begun = form is not None and bool(drafts(tx, person.id, form.form, form.row_id))
    button = None if begun else _named(tx, row, text)
    if button is not None:
        reply = catalogue.kind(row.kind).taps[button](tx, row, now)
        if isinstance(reply, Opens):
            _ask(tx, person, lead, row, reply, ts, now, [])
        else:
            if isinstance(reply, Done):
                prompts.answer(tx, row, reply.outcome, now)
            _say(tx, person, lead, ts, now, say=[["script", "thread_done"]])
        return
    if form is None:
        _say(tx, person, lead, ts, now, say=[["script", "thread_buttons_only"]])
        return
    page = catalogue.FORMS[form.form].page(tx, person, form.row_id, now)
    question = _next(tx, person, form, page)
    word = text.strip().casefold().rstrip(".")
    if question is None or word in ("done", "stop", "that's all"):
        _finish(tx, person, lead, form, page, ts, now)
        return
    kept = None if word in ("skip", "pass", "-") else _read(question, page, text)
    if kept is None and word not in ("skip", "pass", "-"):
        raise Correctable(scripts.error("empty"))
    if kept is None and not question.optional and not _optional_so_far(tx, person, form):
        raise Correctable(scripts.error("empty"))
    tx.add(
        Draft(
            person_id=person.id,
            form=form.form,
            row_id=form.row_id,
            question=question.id,
            text=kept,
            kept_at=now,
        )
    )
    tx.flush()
    said = ["kept", question.id] if kept else ["skipped", question.id]
    if _next(tx, person, form, page) is None:
        _finish(tx, person, lead, form, page, ts, now)
    else:
        _ask(tx, person, lead, row, form, ts, now, [said])


def _optional_so_far(tx: Session, person: Person, form: Opens) -> bool:
    return any(draft.text for draft in drafts(tx, person.id, form.form, form.row_id))


def _read(question: Question, page: Page, text: str) -> str | None:
    """Give the answer in the form's own terms; Correctable names the choices there are."""
    if question.kind in answers.TYPED:
        return answers.text(text, question.limit, question.id)
    choices = [*question.choices, *page.choices.get(question.id, ())]
    for number, (key, label) in enumerate(choices, start=1):
        if text.strip().casefold().rstrip(".") in (str(number), label.casefold(), key):
            return key
    labels = ", ".join(scripts.fill(label, page.params) for _, label in choices)
    raise Correctable(scripts.fill(scripts.script("thread_choices").text, {"choices": labels}))


def _next(tx: Session, person: Person, form: Opens, page: Page) -> Question | None:
    """Give the first question not answered yet: the step is derived, never stored."""
    answered = {draft.question for draft in drafts(tx, person.id, form.form, form.row_id)}
    words = scripts.form(page.words or form.form)
    for question in words.questions:
        if (
            question.kind in ASKED_IN_THREADS
            and question.id not in page.leave_out
            and question.id not in answered
        ):
            return question
    return None


def _named(tx: Session, row: Prompt, text: str) -> str | None:
    """Give the button whose label somebody typed, or plain yes and no for the two they fit."""
    word = text.strip().casefold().rstrip(".!")
    entry = messages.entry_of(tx, row)
    filled = messages.params(tx, row, None)
    for button in entry.buttons:
        label = scripts.fill(button.label, filled).casefold()
        if word == label or (word in ("yes", "no") and label.split(",")[0] == word):
            return button.id if button.id in catalogue.kind(row.kind).taps else None
    return None


def _finish(
    tx: Session, person: Person, lead: Prompt, form: Opens, page: Page, ts: str, now: datetime
) -> None:
    """Submit what was typed as the form would have been."""
    kept = drafts(tx, person.id, form.form, form.row_id)
    raw = {**page.initial, **{d.question: d.text for d in kept if d.text is not None}}
    checked = answers.clean(scripts.form(page.words or form.form), raw, page)
    _say(tx, person, lead, ts, now, say=[["script", "thread_done"]])
    catalogue.FORMS[form.form].submit(tx, person, form.row_id, checked, now)
    for draft in kept:
        tx.delete(draft)


def _ask(
    tx: Session,
    person: Person,
    lead: Prompt,
    row: Prompt,
    form: Opens,
    ts: str,
    now: datetime,
    said: list[list[str]],
) -> None:
    """Ask the next question in the thread, after one line that says what was kept."""
    page = catalogue.FORMS[form.form].page(tx, person, form.row_id, now)
    question = _next(tx, person, form, page)
    if question is None:
        _finish(tx, person, lead, form, page, ts, now)
        return
    turns = [*said, ["ask", question.id]]
    if person.told_about_export_at is None:
        person.told_about_export_at = now
        turns.append(["script", "first_note_on_export"])
    _say(tx, person, lead, ts, now, say=turns, form=form.form, row_id=form.row_id)


def _say(
    tx: Session, person: Person, lead: Prompt, ts: str, now: datetime, **about: object
) -> None:
    prompts.say(tx, person, turns.TURN, f"{lead.id}:{ts}", now, about=about, thread_of=lead)
