"""Readings: who may read which note of a trade, and opening it (G5, G6)."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot import dates, errands, organizers, people, prompts, scripts, windows
from bot.errors import Correctable
from bot.kinds import Kind
from bot.replies import Done, Reply, Shows, View
from bot.views import trades as views
from bot.windows import Pace
from store import trades
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from store.trades import Note, Trade

BOXES = ("value", "better", "appreciate")


def theirs(tx: Session, person: Person, trade_id: str) -> tuple[Trade, Relationship]:
    """Give a trade of one of the person's relationships; Correctable for any other."""
    trade = tx.get(Trade, trade_id)
    if trade is None:
        raise Correctable(scripts.script("not_yours").text)
    return trade, people.theirs(tx, person, trade.relationship_id)


def received(tx: Session, trade: Trade, relationship: Relationship, person: Person) -> Note | None:
    """Give the other's note when the person may read it: released, their copy not deleted."""
    other_id = people.other(tx, relationship, person).id
    note = trades.notes(tx, trade.id).get(other_id)
    return note if note and note.released and note.hidden_at is None else None


def written(tx: Session, trade: Trade, person: Person) -> Note | None:
    """Give the person's own note, None while they have written none."""
    note = trades.notes(tx, trade.id).get(person.id)
    return note if note and note.written_at else None


def day(tx: Session, trade: Trade, person: Person) -> str:
    """Give the day of the session a trade is about, or of its opening, in the person's words."""
    meeting = tx.get(Meeting, trade.session_id) if trade.session_id else None
    at = (meeting.starts_at or meeting.settled_at) if meeting else None
    return dates.day(windows.local_day(at or trade.opens_at, person.zone), person.locale)


def heading(tx: Session, trade: Trade, relationship: Relationship, person: Person) -> str:
    """Give the line that says whose note it is and from when."""
    entry = scripts.script("trade_open" if trade.session_id else "trade_open_asked")
    names = people.names(tx, relationship, person)
    return scripts.fill(entry.text, {**names, "date": day(tx, trade, person)})


def page(
    tx: Session, trade: Trade, relationship: Relationship, person: Person, done: str | None = None
) -> View:
    """Give a round as the person may read it; `done`: what they tapped a moment ago.

    Raises Correctable while there is nothing to read.
    """
    note, own = received(tx, trade, relationship, person), written(tx, trade, person)
    if trade.closed_at is None or not (note or own):
        raise Correctable(scripts.script("gone").text)
    sides = []
    if note:
        sides.append(_received_side(tx, trade, note, relationship, person, done))
    if own:
        sides.append(_own_side(tx, trade, own, relationship, person))
    return views.notes(trade.id, sides)


def _received_side(
    tx: Session,
    trade: Trade,
    note: Note,
    relationship: Relationship,
    person: Person,
    done: str | None,
) -> views.Side:
    names = people.names(tx, relationship, person)
    used = {"say_thanks": note.thanks is not None, "ill_try_this": note.to_try_at is not None}
    entry = scripts.script("trade_open")
    over = [b.id for b in entry.buttons if used.get(b.id) or b.id == done]
    shown, showing = _showing(tx, note, relationship, person, done)
    taps = [("trade_open", b.id) for b in entry.buttons if b.id not in over]
    return views.Side(
        heading=heading(tx, trade, relationship, person),
        boxes=opened_boxes(note, names),
        afterthought=note.afterthought,
        said=[*(scripts.fill(entry.results[button], names) for button in over), *shown],
        taps=[*taps, ("trade_copy", "delete_my_copy"), *showing],
    )


def _showing(
    tx: Session, note: Note, relationship: Relationship, person: Person, done: str | None
) -> tuple[list[str], list[tuple[str, str]]]:
    """Give what came of showing the note to the organizer, and the way to it (G9)."""
    results = scripts.script("G9").results
    if note.shown_to_id is not None:
        names = {"organizer": people.name(tx.get_one(Person, note.shown_to_id))}
        return [scripts.fill(results["show_organizer"], names)], []
    there = organizers.of(tx, person, relationship) is not None
    said = [results["cancel"]] if done == "cancel" else []
    return said, [("trade_show", "show_organizer")] if there else []


def _own_side(
    tx: Session, trade: Trade, note: Note, relationship: Relationship, person: Person
) -> views.Side:
    names = people.names(tx, relationship, person)
    entry = scripts.script("trade_own")
    may_add = note.released and note.afterthought is None
    alone = "trade_closed_shared" if note.released else "trade_closed_private"
    return views.Side(
        heading=scripts.fill(entry.text, names),
        boxes=own_boxes(tx, note, relationship),
        afterthought=note.afterthought,
        said=[] if trade.released_at else [scripts.script(alone).text],
        taps=[("trade_own", button.id) for button in entry.buttons if may_add],
    )


def opened_boxes(note: Note, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the released boxes as they speak to their reader, empty ones left out."""
    shown = [box for box in BOXES if box in str(note.released).split(",")]
    headed = [(scripts.script(f"received_{box}").text, getattr(note, box)) for box in shown]
    return [(scripts.fill(heading, names), words) for heading, words in headed if words]


def own_boxes(tx: Session, note: Note, relationship: Relationship) -> list[tuple[str, str]]:
    """Give the questions of its author's form with the words in them, empty boxes left out."""
    author = tx.get_one(Person, note.author_id)
    form = "trade_mentee" if people.is_mentee(relationship, author) else "trade_mentor"
    names = people.names(tx, relationship, author)
    labels = {question.id: question.label for question in scripts.form(form).questions}
    kept = [(box, getattr(note, box)) for box in BOXES]
    return [(scripts.fill(labels[box], names), words) for box, words in kept if words]


def read(tx: Session, person: Person, trade_id: str, now: datetime) -> Reply:
    """Open a round's notes; what was said about them is answered by it."""
    trade, relationship = theirs(tx, person, trade_id)
    view = page(tx, trade, relationship, person)
    note = received(tx, trade, relationship, person)
    if note is not None:
        note.opened_at = note.opened_at or now
        prompts.close(tx, ("G5", "G6"), relationship, person, "open", now, occasion=trade.id)
        errands.refresh_home(tx, person, now)
    return Shows(view)


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    person = tx.get_one(Person, prompt.person_id)
    trade, relationship = theirs(tx, person, prompt.about["trade"])
    note = received(tx, trade, relationship, person)
    return note is not None and note.opened_at is None


def open_notes(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open the notes for a tap; the word typed in the thread has nowhere to open them."""
    person = tx.get_one(Person, prompt.person_id)
    if prompt.about.get("tapped") == "open":
        return read(tx, person, prompt.about["trade"], now)
    trade, relationship = theirs(tx, person, prompt.about["trade"])
    return Shows(page(tx, trade, relationship, person))


def put_off(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Say it again tomorrow, three times at most; then the notes wait on Home."""
    if not prompts.may_snooze(prompt):
        return Done("later")
    hours = people.hours(tx.get_one(Person, prompt.person_id))
    prompts.snooze(tx, prompt, windows.next_morning(now, hours, Pace.SESSION), now)
    return Done("snoozed")


KINDS = {
    "G5": Kind(guard=_stands, taps={"open": open_notes, "later": put_off}),
    "G6": Kind(guard=_stands, taps={"open": open_notes, "later": put_off}),
}
ACTS = {"note_open": read}
