"""Partings: one of two people leaves, and the other hears of it kindly and soon (H9)."""

from datetime import datetime

from sqlmodel import Session

from bot import endings, lines, people, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply
from store.people import Person
from store.prompts import SENT, Prompt, waiting
from store.relationships import Relationship

THANKS = "thank_who_left"


def part(
    tx: Session,
    relationship: Relationship,
    leaver: Person,
    now: datetime,
    *,
    entry: str | None = None,
) -> None:
    """End a relationship for a person who leaves; the other is told in their next window.

    `entry`: the one of H9's to tell it with, when not the usual.
    """
    began_in = relationship.before or relationship.state
    endings.end(tx, relationship, now, by=leaver)
    entry = entry or ("H9_setup" if began_in == State.SETTING_UP else "H9")
    tell(tx, relationship, people.other(tx, relationship, leaver), entry, now)


def tell(
    tx: Session, relationship: Relationship, person: Person, entry: str, now: datetime
) -> None:
    """Plan to tell a person, by one of H9's entries, that this has come to a close."""
    occasion = f"{relationship.id}:{now.isoformat()}"
    about = {"entry": entry}
    prompts.plan(tx, "H9", person, occasion, now, now, relationship=relationship, about=about)


def _still_ended(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state == State.ENDED


def _entry(tx: Session, prompt: Prompt) -> str:
    return str(prompt.about["entry"])


def _thank(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens(THANKS, str(prompt.relationship_id))


def _find(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("find_someone", prompt.person_id)


def _done(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("done")


def _asked(tx: Session, person: Person, row_id: str) -> tuple[Relationship, Prompt]:
    """Give the ended relationship and the open message about it; Correctable without one."""
    relationship = people.theirs(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    told = [row for row in waiting(tx, "H9", relationship.id, person.id) if row.state == SENT]
    if relationship.state != State.ENDED or not told:
        raise Correctable(scripts.error("already_sent"), "note")
    if people.other(tx, relationship, person).deactivated_at is not None:
        names = people.names(tx, relationship, person)
        raise Correctable(scripts.error("deactivated", **names), "note")
    return relationship, told[-1]


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship, told = _asked(tx, person, row_id)
    names = people.names(tx, relationship, person)
    entry = "thanks_draft_setup" if told.about["entry"] == "H9_setup" else "thanks_draft"
    return Page(params=names, initial={"note": scripts.fill(scripts.script(entry).text, names)})


def send_thanks(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Pass the thank-you on in the words the person saw."""
    relationship, _ = _asked(tx, person, row_id)
    lines.relay(tx, relationship, person, answers["note"], now, kind="thanks")
    prompts.close(tx, ("H9",), relationship, person, "send_thank_you", now)
    return Done()


KINDS = {
    "H9": Kind(
        guard=_still_ended,
        script=_entry,
        taps={"send_thank_you": _thank, "find_someone_new": _find, "done": _done},
    ),
}
FORMS = {THANKS: Form(page=_page, submit=send_thanks)}
