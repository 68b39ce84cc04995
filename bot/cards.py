"""Know-me cards: four optional lines that help the other person before they meet (C1)."""

from datetime import datetime

from sqlmodel import Session

from bot import agendas, card_reviews, choosing, people, prompts, scripts, setup
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply
from store import cards
from store.cards import Card
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

BOXES = ("path", "studied", "change", "helped")
FILLED, IN_PERSON = "fill_in_my_card", "tell_them_in_person"


def lines(tx: Session, person: Person) -> list[tuple[str, str]]:
    """Give a person's own card as (label, words) for each box that has words."""
    card = cards.of_person(tx, person.id)
    questions = scripts.form("know_me").questions
    written = [(q.label, getattr(card, q.id)) for q in questions] if card else []
    return [(label, words) for label, words in written if words]


def shown(tx: Session, relationship: Relationship, person: Person) -> list[tuple[str, str]]:
    """Give the lines of a person's card that the other of these two may read, once both said yes.

    A card written for somebody else is shown only after the person said so here too.
    """
    chosen = people.chosen(tx, relationship, person.id, "C1")
    return lines(tx, person) if chosen == FILLED else []


def _pair_of(tx: Session, prompt: Prompt) -> tuple[Relationship, Person]:
    person = tx.get_one(Person, prompt.person_id)
    return choosing.live(tx, person, prompt.relationship_id), person


def _script(tx: Session, prompt: Prompt) -> str:
    """Speak of the card there is, when the person has one from before."""
    return "C1_again" if prompt.about.get("card") else "C1"


def _open(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return _form(tx, prompt)


def _form(tx: Session, prompt: Prompt) -> Opens:
    return Opens("know_me", str(prompt.relationship_id))


def keep_same(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Let the other read the card there is."""
    relationship, person = _pair_of(tx, prompt)
    _answered(tx, relationship, person, FILLED, now)
    return Done("still_me")


def tell_in_person(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Put "Swap stories" on the agenda and keep nothing."""
    relationship, person = _pair_of(tx, prompt)
    _answered(tx, relationship, person, IN_PERSON, now)
    return Done(IN_PERSON)


def _answered(
    tx: Session, relationship: Relationship, person: Person, chosen: str, now: datetime
) -> None:
    people.chose(tx, relationship, person.id, "C1", chosen, now)
    if chosen == IN_PERSON:
        agendas.add(tx, relationship, "swap_stories", person, now)
    prompts.close(tx, ("C1",), relationship, person, chosen, now)
    card_reviews.kept(tx, relationship, person, now)
    setup.step_done(tx, relationship, person, now)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id)
    card = cards.of_person(tx, person.id)
    return Page(
        params=people.names(tx, relationship, person),
        initial={box: getattr(card, box) for box in BOXES} if card else {},
    )


def fill_in(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the boxes that have words; four empty ones mean telling it in person."""
    relationship = choosing.live(tx, person, row_id)
    words = {box: answers[box] for box in BOXES}
    card = cards.of_person(tx, person.id)
    if any(words.values()):
        card = card or Card(person_id=person.id, written_at=now)
        card.sqlmodel_update({**words, "written_at": now})
        tx.add(card)
        _answered(tx, relationship, person, FILLED, now)
        return Done()
    if card is not None:
        tx.delete(card)
    _answered(tx, relationship, person, IN_PERSON, now)
    return Done()


def open_card(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the card to read it over, from Home."""
    return Opens("know_me", choosing.live(tx, person, row_id).id)


KINDS = {
    "C1": Kind(
        script=_script,
        form=_form,
        taps={
            FILLED: _open,
            IN_PERSON: tell_in_person,
            "still_me": keep_same,
            "update_it": _open,
        },
    ),
}
FORMS = {"know_me": Form(page=_page, submit=fill_in)}
ACTS = {"card": open_card}
