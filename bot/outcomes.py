"""Outcomes: the question that each answer about a step leads to (F2, F3, F5; S35)."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot import agendas, people, scripts, shares, steps
from bot.kinds import Answers, Form, Kind, Page, Tap
from bot.replies import Done, Opens, Reply
from store.advice import Advice
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship


def _opens(form: str, share: bool = False) -> Tap:
    """Give the tap that opens a form on the step; `share` fills in who may read the line."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        prompt.about = {**prompt.about, "share": share}
        return Opens(form, prompt.about["step"])

    return tap


def _ends(outcome: str) -> Tap:
    """Give the tap that leaves it at what is kept already."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        return Done(outcome)

    return tap


def _line_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    """Open a line about a step with what is kept of it, and who may read it."""
    step, relationship = steps.own(tx, person, row_id)
    update = shares.of_step(tx, step.id, relationship)
    asked = [row for kind in ("F2", "F3") for row in steps.about(tx, kind, relationship, step)]
    share = any(row.about.get("share") for row in asked)
    return Page(
        params=people.names(tx, relationship, person),
        initial={"line": update.text, "share": "share" if share else "only_me"},
    )


def keep_line(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a line about a step for the mentee; to share it, show it first."""
    step, relationship = steps.own(tx, person, row_id)
    update = shares.of_step(tx, step.id, relationship)
    update = shares.write(tx, update, answers["line"], now)
    if answers["share"] == "share":
        form = steps.FORMS_AFTER[update.status]
        return shares.preview(tx, person, update, form, row_id, now)
    shares.keep(tx, person, update.id, now)
    return Done()


def _other_way_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    """Open the draft: what was suggested is filled in, the rest is the mentee's to say (F5)."""
    step, relationship = steps.own(tx, person, row_id)
    update = shares.of_step(tx, step.id, relationship)
    advice = tx.get(Advice, step.advice_id) if step.advice_id else None
    suggested = advice.text.rstrip(".") if advice else steps.words(step)
    draft = scripts.script("F5_draft").text.format(x=suggested, y="…", z="…")
    return Page(
        params=people.names(tx, relationship, person), initial={"line": update.text or draft}
    )


def look_over(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Show the line about another way as the mentor will get it."""
    step, relationship = steps.own(tx, person, row_id)
    update = shares.of_step(tx, step.id, relationship)
    update = shares.write(tx, update, answers["line"], now)
    return shares.preview(tx, person, update, "other_way", row_id, now)


def tell_in_person(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Put "what I chose, and why" on the agenda, without its words."""
    person = tx.get_one(Person, prompt.person_id)
    agendas.add(tx, tx.get_one(Relationship, prompt.relationship_id), "other_way", person, now)
    return Done("tell_them_when_we_meet")


def _conversation(form: str) -> Callable[[Session, Prompt], Opens]:
    return lambda tx, prompt: Opens(form, prompt.about["step"])


def _line(form: str) -> Kind:
    """Give the kind of a question that takes a line, or none."""
    taps = {
        "write_line": _opens(form),
        "share_with_mentor": _opens(form, share=True),
        "done": _ends("done"),
    }
    return Kind(taps=taps, form=_conversation(form))


KINDS = {
    "F2": _line("noticed"),
    "F3": _line("learned"),
    "F5": Kind(
        taps={
            "draft_line": _opens("other_way"),
            "tell_them_when_we_meet": tell_in_person,
            "keep_it_to_myself": _ends("keep_it_to_myself"),
        },
        form=_conversation("other_way"),
    ),
}
FORMS = {
    "noticed": Form(page=_line_page, submit=keep_line),
    "learned": Form(page=_line_page, submit=keep_line),
    "other_way": Form(page=_other_way_page, submit=look_over),
}
