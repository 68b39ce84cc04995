"""Words typed in the thread of a prompt: the same conversation as its form, one line at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import attention, catalogue, conversations, prompts, scripts
from bot.errors import Correctable
from bot.replies import Done, Opens, Says
from bot.views import turns
from store.people import Person
from store.prompts import SENT, Prompt, at, drafts, group

DONE = ("done", "stop", "that's all", "that’s all")
SKIP = ("skip", "pass", "-")
CLOSED = ["script", "thread_closed", {"command": "/mentor"}]
ONLY_TAPS = ["script", "thread_buttons_only"]
KEPT_ALL = ["script", "thread_done"]


@dataclass(frozen=True)
class Line:
    """One line somebody typed under a message of the bot's, and how to answer beneath it."""

    tx: Session
    person: Person
    lead: Prompt
    ts: str
    text: str
    now: datetime

    @property
    def word(self) -> str:
        """Give the line as a word to compare with others."""
        return self.text.strip().casefold().rstrip(".!")

    def answer(self, *parts: list[Any], form: Opens | None = None) -> None:
        """Say something in the thread; the parts name entries of the scripts."""
        about: dict[str, Any] = {"say": list(parts)}
        if form is not None:
            about |= {"form": form.form, "row_id": form.row_id}
        occasion = f"{self.lead.id}:{self.ts}"
        prompts.say(
            self.tx, self.person, turns.TURN, occasion, self.now, about=about, thread_of=self.lead
        )


def hear(
    tx: Session, person: Person, channel: str, thread_ts: str, ts: str, text: str, now: datetime
) -> None:
    """Take one line typed under a prompt: an answer, the name of a button, skip or done."""
    lead = at(tx, channel, thread_ts)
    if lead is None or lead.person_id != person.id:
        return
    line = Line(tx, person, lead, ts, text, now)
    rows = [row for row in attention.ordered(group(tx, lead.id)) if row.state == SENT]
    try:
        with tx.begin_nested():
            _take(line, rows)
    except conversations.NotOffered as wrong:
        line.answer(["choices", wrong.question], form=wrong.form)
    except Correctable as wrong:
        line.answer(["sentence", wrong.sentence])


def _take(line: Line, rows: list[Prompt]) -> None:
    """Give the line to the prompt it is for: the one whose button it names, or that takes words."""
    forms = [(row, form) for row in rows if (form := _form(line, row)) is not None]
    begun = any(drafts(line.tx, line.person.id, form.form, form.row_id) for _, form in forms)
    named = None if begun else conversations.named(line.tx, rows, line.word)
    if named is not None:
        _tap(line, *named)
    elif forms:
        _answer(line, forms[0][1])
    else:
        line.answer(ONLY_TAPS if rows else CLOSED)


def _form(line: Line, row: Prompt) -> Opens | None:
    opens = catalogue.kind(row.kind).form
    return opens(line.tx, row) if opens else None


def _tap(line: Line, row: Prompt, button: str) -> None:
    """Do what the button does; a form it opens is asked here, and a page is left to the button."""
    reply = catalogue.kind(row.kind).taps[button](line.tx, row, line.now)
    match reply:
        case Opens():
            question = conversations.next_question(line.tx, line.person, reply, line.now)
            if question is None:
                line.answer(ONLY_TAPS)
            else:
                _ask(line, reply, [])
        case Says(sentence):
            line.answer(["sentence", sentence])
        case Done(outcome):
            prompts.answer(line.tx, row, outcome, line.now)
            line.answer(KEPT_ALL)
        case _:
            line.answer(ONLY_TAPS)


def _answer(line: Line, form: Opens) -> None:
    """Keep the line as the answer to the question that is next, and ask the one after it."""
    question = conversations.next_question(line.tx, line.person, form, line.now)
    if question is None or line.word in DONE:
        _finish(line, form)
        return
    skipped = line.word in SKIP
    kept = None
    if not skipped:
        kept = conversations.read(line.tx, line.person, form, question, line.text, line.now)
    if kept is None and not (
        skipped and conversations.may_skip(line.tx, line.person, form, question)
    ):
        raise Correctable(scripts.error("empty"))
    conversations.keep(line.tx, line.person, form, question, kept, line.now)
    if conversations.next_question(line.tx, line.person, form, line.now) is None:
        _finish(line, form)
    else:
        _ask(line, form, ["kept" if kept else "skipped", question.id])


def _ask(line: Line, form: Opens, said: list[str]) -> None:
    """Ask the next question, after one line that says what was kept."""
    question = conversations.next_question(line.tx, line.person, form, line.now)
    assert question is not None  # noqa: S101 - the callers have looked
    parts: list[list[Any]] = [said] if said else []
    parts.append(["ask", question.id])
    if line.person.told_about_export_at is None:
        line.person.told_about_export_at = line.now
        parts.append(["script", "first_note_on_export"])
    line.answer(*parts, form=form)


def _finish(line: Line, form: Opens) -> None:
    """Submit what was typed, as the form would have been; first the thanks, then what follows."""
    checked = conversations.gathered(line.tx, line.person, form, line.now)
    line.answer(KEPT_ALL)
    catalogue.FORMS[form.form].submit(line.tx, line.person, form.row_id, checked, line.now)
    conversations.forget(line.tx, line.person, form)
