"""Hopes: what the mentor would like to learn, or try out, which the mentee can read (D3)."""

from datetime import datetime

from sqlmodel import Session

from bot import agendas, choosing, courses, people, prompts, setup, windows
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

HOPE, LATER = "hope", "later"
ASKS = ("D3", "D3_again")


def ask_again(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Ask once more the day after the first session, if the mentor wished for that."""
    _, mentor = people.pair(tx, relationship)
    if relationship.hope is None and people.chosen(tx, relationship, mentor.id, "D3") == LATER:
        prompts.plan(
            tx,
            "D3_again",
            mentor,
            courses.of_setup(relationship),
            windows.next_morning(now, people.hours(mentor), windows.Pace.ORDINARY),
            now,
            relationship=relationship,
        )


def _unsaid(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return relationship.hope is None and relationship.state in choosing.LIVE


def _open(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return _form(tx, prompt)


def _form(tx: Session, prompt: Prompt) -> Opens:
    return Opens("hopes", str(prompt.relationship_id))


def ask_later(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Leave it open until they have met; it is an item of the first agenda all the same."""
    mentor = tx.get_one(Person, prompt.person_id)
    relationship = choosing.live(tx, mentor, prompt.relationship_id, "mentor")
    people.chose(tx, relationship, mentor.id, "D3", LATER, now)
    agendas.add(tx, relationship, "mentor_hopes", mentor, now)
    prompts.close(tx, ("D3",), relationship, mentor, "ask_me_after_we_meet", now)
    setup.step_done(tx, relationship, mentor, now)
    return Done("ask_me_after_we_meet")


def leave_open(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask no more."""
    return Done("not_now")


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id, "mentor")
    return Page(params=people.names(tx, relationship, person), initial={"hopes": relationship.hope})


def write(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the mentor's line in place of an earlier one."""
    relationship = choosing.live(tx, person, row_id, "mentor")
    first_time = relationship.hope is None
    relationship.hope = answers["hopes"]
    people.chose(tx, relationship, person.id, "D3", HOPE, now)
    if first_time:
        agendas.add(tx, relationship, "mentor_hopes", person, now)
    prompts.close(tx, ASKS, relationship, person, "write_line", now)
    setup.step_done(tx, relationship, person, now)
    return Done()


def open_hope(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the line to read it over, from Home."""
    return Opens("hopes", choosing.live(tx, person, row_id, "mentor").id)


KINDS = {
    "D3": Kind(
        guard=_unsaid, form=_form, taps={"write_line": _open, "ask_me_after_we_meet": ask_later}
    ),
    "D3_again": Kind(guard=_unsaid, form=_form, taps={"write_line": _open, "not_now": leave_open}),
}
FORMS = {"hopes": Form(page=_page, submit=write)}
ACTS = {"hope": open_hope}
