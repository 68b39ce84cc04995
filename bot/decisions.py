"""Decisions: a choice in one line, set beside one's vision card, dated and one's own (C3)."""

from datetime import datetime

from sqlmodel import Session

from bot import agendas, dates, errands, people, scripts, visions, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.replies import Opens, Reply, Says, Shows
from bot.views import blocks
from bot.views import visions as views
from store import visions as store
from store.people import Person
from store.relationships import Relationship
from store.visions import Decision

TOPIC, HIDDEN = "decision", "hidden"


def begin(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open a decision; without a card, offer to write one first."""
    people.own(person, row_id)
    if visions.lines(tx, person.id):
        return Opens("decision", person.id)
    return Shows(views.no_card(person.id))


def go_on(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open a decision without a card."""
    people.own(person, row_id)
    return Opens("decision", person.id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    people.own(person, row_id)
    written = _choices(tx, person)
    choices = [(box, blocks.cut(words, blocks.OPTION)) for box, words in written.items()]
    return Page(
        choices={"serves": choices, "costs": choices},
        leave_out=frozenset() if choices else frozenset({"serves", "costs"}),
    )


def _choices(tx: Session, person: Person) -> dict[str, str]:
    """Give the lines of a person's own card by their box."""
    card = store.of_person(tx, person.id)
    if card is None:
        return {}
    return {box: getattr(card, box) for box in visions.BOXES if getattr(card, box)}


def compare(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a decision, dated, and show it beside the card."""
    people.own(person, row_id)
    written = _choices(tx, person)
    decision = Decision(
        person_id=person.id,
        text=answers["text"],
        serves=answers["serves_own"] or written.get(answers.get("serves") or ""),
        costs=answers["costs_own"] or written.get(answers.get("costs") or ""),
        obstacle=answers["obstacle"],
        decided_at=now,
    )
    tx.add(decision)
    tx.flush()
    errands.refresh_home(tx, person, now)
    return _shows(tx, person, decision)


def _own(tx: Session, person: Person, decision_id: str) -> Decision:
    decision = tx.get(Decision, decision_id)
    if decision is None:
        raise Correctable(scripts.script("gone").text)
    people.own(person, decision.person_id)
    return decision


def _shows(tx: Session, person: Person, decision: Decision) -> Reply:
    may_bring = bool(visions.mentors(tx, person))
    written = visions.lines(tx, person.id)
    return Shows(views.decision(decision, _day(decision, person), written, may_bring=may_bring))


def _day(decision: Decision, person: Person) -> str:
    return dates.full(windows.local_day(decision.decided_at, person.zone), person.locale)


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show one decision again."""
    return _shows(tx, person, _own(tx, person, row_id))


def listed(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show all of one's decisions, newest first."""
    people.own(person, row_id)
    return _list(tx, person, instead=False)


def _list(tx: Session, person: Person, *, instead: bool) -> Reply:
    rows = [(row, _day(row, person)) for row in store.decisions(tx, person.id)]
    return Shows(views.decisions(rows), instead=instead)


def delete(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Delete a decision for good; what was brought to an agenda stays there."""
    tx.delete(_own(tx, person, row_id))
    tx.flush()
    errands.refresh_home(tx, person, now)
    return _list(tx, person, instead=True)


def bring(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open what the mentor would read on the agenda."""
    return Opens("bring_decision", _own(tx, person, row_id).id)


def _bring_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    decision = _own(tx, person, row_id)
    mentors = [
        (row.id, people.name(people.other(tx, row, person))) for row in visions.mentors(tx, person)
    ]
    if not mentors:
        raise Correctable(scripts.script("gone").text)
    return Page(
        initial={"show": HIDDEN, "words": decision.text, "mentor": mentors[0][0]},
        choices={"mentor": mentors},
        leave_out=frozenset({"mentor"}) if len(mentors) == 1 else frozenset(),
    )


def put_on_agenda(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Put a decision on the agenda: its words as they stood in the form, or none of them."""
    _own(tx, person, row_id)
    rows = visions.mentors(tx, person)
    chosen = answers.get("mentor") or rows[0].id
    relationship = next((row for row in rows if row.id == chosen), None)
    if relationship is None:
        raise Correctable(scripts.error("pick_one"), "mentor")
    words = None if answers["show"] == HIDDEN else answers["words"]
    if words is None and answers["show"] != HIDDEN:
        raise Correctable(scripts.error("empty"), "words")
    agendas.add(tx, relationship, TOPIC, person, now, text=words)
    return _said(tx, relationship, person)


def _said(tx: Session, relationship: Relationship, person: Person) -> Reply:
    names = people.names(tx, relationship, person)
    return Says(scripts.fill(scripts.script("C3").results["bring_it_to_mentor"], names))


FORMS = {
    "decision": Form(page=_page, submit=compare),
    "bring_decision": Form(page=_bring_page, submit=put_on_agenda),
}
ACTS = {
    "decision": begin,
    "decision_without": go_on,
    "decisions": listed,
    "open_decision": show,
    "bring_decision": bring,
    "delete_decision": delete,
}
