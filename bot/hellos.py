"""Hellos: a line to somebody one keeps in touch with, seen before it is sent (I11)."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot import choosing, in_touch, lines, people, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply
from store.people import Person
from store.relationships import Relationship

# What the form suggests to say, and what it answers in I11.
DRAFTS = {"say_hello": "hello_draft", "suggest_coffee": "coffee_draft"}
OUTCOMES = {"say_hello": "send_hello", "suggest_coffee": "suggest_coffee"}


def _theirs(tx: Session, person: Person, row_id: str) -> tuple[Relationship, Person]:
    """Give a relationship that is kept in touch, with the other; Correctable for any else."""
    relationship = people.theirs(tx, person, row_id)
    other = people.other(tx, relationship, person)
    if relationship.state != State.IN_TOUCH:
        raise Correctable(scripts.script("gone").text)
    if other.deactivated_at is not None:
        raise Correctable(scripts.error("deactivated", other=people.name(other)))
    return relationship, other


def _page(form: str) -> Callable[[Session, Person, str, datetime], Page]:
    def page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
        relationship, _ = _theirs(tx, person, row_id)
        names = people.names(tx, relationship, person)
        draft = scripts.fill(scripts.script(DRAFTS[form]).text, names)
        return Page(params=names, initial={"note": draft})

    return page


def _send(form: str) -> Callable[[Session, Person, str, Answers, datetime], Reply]:
    def send(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
        relationship, _ = _theirs(tx, person, row_id)
        lines.relay(tx, relationship, person, answers["note"], now, kind="hello")
        prompts.close(tx, (in_touch.HELLO,), relationship, person, OUTCOMES[form], now)
        people.chose(tx, relationship, person.id, "hello", form, now)
        return Done()

    return send


def open_form(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open the draft of a hello, from Home at any time."""
    return Opens("say_hello", _theirs(tx, person, relationship.id)[0].id)


FORMS = {form: Form(page=_page(form), submit=_send(form)) for form in DRAFTS}
ACTS = {"say_hello": choosing.by_act(open_form)}
