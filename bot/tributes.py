"""Tributes: a line of thanks or of looking back, sent to the other just as its author saw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import choosing, courses, lines, people, prompts, scripts, shares, totals
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.replies import Done, Reply
from store.people import Person
from store.prompts import SENT, Prompt, waiting
from store.relationships import Relationship

THANK_YOU, LEARNED = "write_thank_you", "write_learned"
IMPACT, ANNIVERSARY = "thank_mentee", "write_anniversary"


@dataclass(frozen=True)
class Tribute:
    """Which prompt asks for a line, what it then says, and what the line is to Our year."""

    asked: str
    outcome: str
    line: str
    role: str = "either"


TRIBUTES = {
    THANK_YOU: Tribute("I8", "write_thank_you", "thanks", "mentee"),
    LEARNED: Tribute("I9", "write_line", "learned", "mentor"),
    IMPACT: Tribute("F9", "thank_them", "thanks", "mentor"),
    ANNIVERSARY: Tribute("I12", "say_something", "anniversary"),
}


def _theirs(tx: Session, person: Person, form: str, row_id: str) -> tuple[Relationship, Prompt]:
    """Give the relationship, locked, and the open question; Correctable when there is none."""
    tribute = TRIBUTES[form]
    relationship = choosing.live(tx, person, row_id, tribute.role)
    tx.refresh(relationship, with_for_update=True)
    if people.other(tx, relationship, person).deactivated_at is not None:
        raise Correctable(scripts.script("gone").text)
    rows = waiting(tx, tribute.asked, relationship.id, person.id)
    asked = [row for row in rows if row.state == SENT]
    if not asked:
        raise Correctable(scripts.error("already_sent"))
    return relationship, asked[-1]


def _draft(
    tx: Session, form: str, relationship: Relationship, person: Person, asked: Prompt
) -> str:
    """Give a whole sentence to begin with, true as it stands."""
    talks = len(courses.held_in_round(tx, relationship))
    filled = {
        **people.names(tx, relationship, person),
        "talks": totals.talks(talks),
        "years": totals.years(asked.about.get("years", 1)),
    }
    name = f"{form}_draft" if talks or form == ANNIVERSARY else f"{form}_draft_short"
    return scripts.fill(scripts.script(name).text, filled)


def _form(name: str) -> Form:
    """Give the form of one kind of line."""

    def page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
        relationship, asked = _theirs(tx, person, name, row_id)
        return Page(
            params=people.names(tx, relationship, person),
            initial={"line": _draft(tx, name, relationship, person, asked)},
        )

    def send(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
        relationship, _ = _theirs(tx, person, name, row_id)
        shares.check(answers["line"], "line")
        tribute = TRIBUTES[name]
        lines.relay(tx, relationship, person, answers["line"], now, kind=tribute.line)
        prompts.close(tx, (tribute.asked,), relationship, person, tribute.outcome, now)
        return Done()

    return Form(page=page, submit=send)


FORMS: Mapping[str, Form] = {name: _form(name) for name in TRIBUTES}
