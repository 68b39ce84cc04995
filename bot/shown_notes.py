"""Shown notes: who got a note may show that one note to the organizer, and only they may (G9)."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot import organizers, people, prompts, readings, scripts
from bot.errors import Correctable
from bot.kinds import Kind
from bot.replies import Done, Reply, Shows
from bot.views import shown_notes as views
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.trades import Note, Trade


def preview(tx: Session, person: Person, trade_id: str, now: datetime) -> Reply:
    """Show the note exactly as the organizer would read it, to show it or not."""
    note, trade, relationship, organizer = _mine(tx, person, trade_id)
    if note.shown_at is not None:
        return _page(tx, trade, relationship, person)
    read = _read(tx, note, trade, relationship, person)
    names = {"organizer": people.name(organizer), **people.names(tx, relationship, person)}
    return Shows(views.preview(trade.id, names, read))


def show(tx: Session, person: Person, trade_id: str, now: datetime) -> Reply:
    """Let the organizer read this one note, once; its author isn't told."""
    note, trade, relationship, organizer = _mine(tx, person, trade_id)
    if note.shown_at is None:
        note.shown_to_id, note.shown_at = organizer.id, now
        tx.add(note)
        tx.flush()
        # Not the pair's own: a relationship that ends takes no call for help with it.
        prompts.plan(tx, "note_shown", organizer, note.id, now, now, about={"note": note.id})
    return _page(tx, trade, relationship, person)


def keep(tx: Session, person: Person, trade_id: str, now: datetime) -> Reply:
    """Go back to the notes; nobody was shown anything."""
    _, trade, relationship, _ = _mine(tx, person, trade_id)
    return _page(tx, trade, relationship, person, "cancel")


def _mine(tx: Session, person: Person, trade_id: str) -> tuple[Note, Trade, Relationship, Person]:
    """Give a released note to who got it, and the organizer; Correctable for anybody else."""
    trade, relationship = readings.theirs(tx, person, trade_id)
    note = readings.received(tx, trade, relationship, person)
    organizer = organizers.of(tx, person, relationship)
    if note is None or trade.closed_at is None or organizer is None:
        raise Correctable(scripts.script("gone").text)
    return note, trade, relationship, organizer


def _page(
    tx: Session,
    trade: Trade,
    relationship: Relationship,
    person: Person,
    done: str | None = None,
) -> Reply:
    return Shows(readings.page(tx, trade, relationship, person, done), instead=True)


def _read(
    tx: Session, note: Note, trade: Trade, relationship: Relationship, reader: Person
) -> views.Read:
    """Give a note as its receiver reads it; the organizer reads the same words."""
    return views.Read(
        heading=readings.heading(tx, trade, relationship, reader),
        boxes=readings.opened_boxes(note, people.names(tx, relationship, reader)),
        afterthought=note.afterthought,
    )


def _shown(tx: Session, prompt: Prompt) -> tuple[Note, Trade, Relationship, Person] | None:
    """Give a note that this organizer was shown, with who showed it; None for any other."""
    note = tx.get(Note, prompt.about["note"])
    if note is None or note.shown_to_id != prompt.person_id:
        return None
    trade = tx.get_one(Trade, note.trade_id)
    relationship = tx.get_one(Relationship, trade.relationship_id)
    author = tx.get_one(Person, note.author_id)
    return note, trade, relationship, people.other(tx, relationship, author)


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return _shown(tx, prompt) is not None


def _names(tx: Session, prompt: Prompt) -> Mapping[str, str]:
    found = _shown(tx, prompt)
    return {"name": people.name(found[3])} if found else {"name": ""}


def read_it(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open the one note to the organizer; its words are never in the message."""
    found = _shown(tx, prompt)
    if found is None:
        raise Correctable(scripts.script("gone").text)
    note, trade, relationship, receiver = found
    names = {"name": people.name(receiver)}
    return Shows(views.shown(names, _read(tx, note, trade, relationship, receiver)))


KINDS = {
    "note_shown": Kind(
        guard=_stands,
        names=_names,
        taps={"read_it": read_it, "done": lambda tx, prompt, now: Done("done")},
    )
}
ACTS = {"note_show_organizer": preview, "note_send_organizer": show, "note_keep": keep}
