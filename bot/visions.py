"""Vision cards: three boxes of one's own, read by nobody else until they are shared (C2, S69)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import agendas, choosing, errands, people, prompts, scripts, sessions
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.views import visions as views
from store import relationships, visions
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.visions import Vision

BOXES = ("more_of", "wont_trade", "small_try")
SHARED, PRIVATE = "shared", "private"
TOPIC, FROM_SESSION = "vision", 2
ENCOURAGED_IN = ("active", "closing", "in_touch")


def lines(tx: Session, person_id: str) -> list[tuple[str, str]]:
    """Give a person's vision card as (question, words) for each box that has words."""
    card = visions.of_person(tx, person_id)
    questions = scripts.form("vision").questions
    written = [(q.label, getattr(card, q.id)) for q in questions] if card else []
    return [(label, words) for label, words in written if words]


def shown(tx: Session, relationship: Relationship, reader: Person) -> list[tuple[str, str]]:
    """Give the mentee's card as the mentor may read it: nothing unless it is shared (4.4)."""
    if people.is_mentee(relationship, reader) or not shared(tx, relationship):
        return []
    return lines(tx, relationship.mentee_id)


def shared(tx: Session, relationship: Relationship) -> bool:
    """Say whether the mentee lets this mentor read her card."""
    return people.chosen(tx, relationship, relationship.mentee_id, TOPIC) == SHARED


def mentors(tx: Session, person: Person) -> list[Relationship]:
    """Give the relationships in which a person is the mentee."""
    found = relationships.of_person(tx, person.id, choosing.LIVE)
    return [row for row in found if people.is_mentee(row, person)]


def open_card(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show one's own card, or open its form while there is none."""
    people.own(person, row_id)
    written = lines(tx, person.id)
    if not written:
        return Opens("vision", person.id)
    return Shows(views.card(person.id, written, _readers(tx, person)))


def _readers(tx: Session, person: Person) -> Sequence[tuple[str, str, bool]]:
    """Give (relationship id, name, shared) of each mentor who may be shown the card."""
    return [
        (row.id, people.name(people.other(tx, row, person)), shared(tx, row))
        for row in mentors(tx, person)
    ]


def edit(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open one's own card to change it."""
    people.own(person, row_id)
    return Opens("vision", person.id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    people.own(person, row_id)
    card = visions.of_person(tx, person.id)
    return Page(initial={box: getattr(card, box) for box in BOXES} if card else {})


def write(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the boxes that have words; emptying all of them deletes the card."""
    people.own(person, row_id)
    words = {box: answers[box] for box in BOXES}
    card = visions.of_person(tx, person.id)
    if any(words.values()):
        card = card or Vision(person_id=person.id, written_at=now)
        card.sqlmodel_update({**words, "written_at": now})
        tx.add(card)
    elif card is None:
        raise Correctable(scripts.error("nothing_written"), "more_of")
    else:
        tx.delete(card)
    tx.flush()
    for row in mentors(tx, person):
        prompts.close(tx, ("C2",), row, person, "write_my_card", now)
    errands.refresh_home(tx, person, now)
    return open_card(tx, person, person.id, now) if any(words.values()) else Done()


def _mentees(tx: Session, person: Person, row_id: str) -> Relationship:
    relationship = choosing.live(tx, person, row_id, "mentee")
    if not lines(tx, person.id):
        raise Correctable(scripts.script("gone").text)
    return relationship


def preview(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show the mentee what the mentor would read, before it is shared."""
    relationship = _mentees(tx, person, row_id)
    names = people.names(tx, relationship, person)
    return Shows(views.preview(relationship.id, lines(tx, person.id), names))


def share(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Let the mentor read the card from now on."""
    return _turn(tx, person, row_id, SHARED, now)


def take_back(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Keep the card to oneself again; the mentor isn't told."""
    return _turn(tx, person, row_id, PRIVATE, now)


def _turn(tx: Session, person: Person, row_id: str, value: str, now: datetime) -> Reply:
    relationship = _mentees(tx, person, row_id)
    people.chose(tx, relationship, person.id, TOPIC, value, now)
    tx.flush()
    page = views.card(person.id, lines(tx, person.id), _readers(tx, person))
    return Shows(page, instead=True)


def read(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show the mentor the shared card; without one, the way to encourage it, once (C2)."""
    choosing.live(tx, person, relationship.id, "mentor")
    names = people.names(tx, relationship, person)
    if written := shown(tx, relationship, person):
        return Shows(views.theirs(written, names))
    return Shows(views.encourage(relationship.id, names, may=_may_encourage(tx, relationship)))


def _may_encourage(tx: Session, relationship: Relationship) -> bool:
    """Say whether the mentor may suggest a card: after the second session, once."""
    said = people.chosen(tx, relationship, relationship.mentor_id, "C2")
    met = sessions.count_held(tx, relationship) >= FROM_SESSION
    return said is None and met and relationship.state in ENCOURAGED_IN


def encourage(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Ask the mentee whether she would like a vision card; nothing tells whether there is one."""
    relationship = choosing.live(tx, person, row_id, "mentor")
    tx.refresh(relationship, with_for_update=True)
    if not _may_encourage(tx, relationship):
        raise Correctable(scripts.script("gone").text)
    people.chose(tx, relationship, person.id, "C2", "encouraged", now)
    mentee, _ = people.pair(tx, relationship)
    prompts.plan(tx, "C2", mentee, relationship.id, now, now, relationship=relationship)
    names = people.names(tx, relationship, person)
    return Says(scripts.fill(scripts.script("vision_encouraged").text, names))


def _wanted(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return relationship.state in ENCOURAGED_IN and not lines(tx, prompt.person_id)


def _form(tx: Session, prompt: Prompt) -> Opens:
    return Opens("vision", prompt.person_id)


def _together(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    agendas.add(tx, relationship, TOPIC, tx.get_one(Person, prompt.person_id), now)
    return Done("do_it_with_mentor")


def _not_now(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("not_now")


KINDS = {
    "C2": Kind(
        guard=_wanted,
        form=_form,
        taps={
            "write_my_card": lambda tx, prompt, now: _form(tx, prompt),
            "do_it_with_mentor": _together,
            "not_now": _not_now,
        },
    ),
}
FORMS = {"vision": Form(page=_page, submit=write)}
ACTS = {
    "vision": open_card,
    "edit_vision": edit,
    "preview_vision": preview,
    "share_vision": share,
    "take_back_vision": take_back,
    "their_vision": choosing.by_act(read),
    "encourage_vision": encourage,
}
