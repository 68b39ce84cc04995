"""Reactions to a released note: thanks, a try, a talk, a deleted copy, the author's last line."""

from datetime import datetime

from sqlmodel import Session

from bot import agendas, dates, errands, lines, people, prompts, scripts, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.readings import BOXES, page, received, theirs, written
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.views import blocks
from store import sessions, trades
from store.people import Person
from store.prompts import PLANNED, Prompt, waiting
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting
from store.trades import Note, Trade

# Slack cuts a paragraph at 3,000 characters, after escaping; the words around it need some.
LONGEST_THANKS = 2600
BRIEFS = ("M4", "M5")


def _to_answer(tx: Session, person: Person, trade_id: str) -> tuple[Trade, Relationship, Note]:
    """Give what the person may react to; Correctable when there is no such note."""
    trade, relationship = theirs(tx, person, trade_id)
    note = received(tx, trade, relationship, person)
    if note is None:
        raise Correctable(scripts.script("gone").text)
    return trade, relationship, note


def _thanks_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship, note = _to_answer(tx, person, row_id)
    if note.thanks is not None:
        raise Correctable(scripts.error("already_sent"))
    return Page(params=people.names(tx, relationship, person), words="thank_you")


def thank(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Send one line of thanks to the author of a note, in their window."""
    trade, relationship, note = _to_answer(tx, person, row_id)
    if note.thanks is not None:
        raise Correctable(scripts.error("submitted_twice"), "line")
    length = len(blocks.escape(answers["line"]))
    if length > LONGEST_THANKS:
        raise Correctable(scripts.error("too_long", count=length, limit=LONGEST_THANKS), "line")
    note.thanks = answers["line"]
    lines.relay(tx, relationship, person, note.thanks, now)
    return Shows(page(tx, trade, relationship, person), instead=True)


def try_it(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Keep a private reminder for before the next session."""
    trade, relationship, note = _to_answer(tx, person, row_id)
    note.to_try_at = now
    for kind in BRIEFS:
        for brief in waiting(tx, kind, relationship.id, person.id):
            if brief.state == PLANNED:
                meeting = tx.get_one(Meeting, brief.about["session"])
                remind(tx, relationship, meeting, person, brief.due_at, now)
    errands.refresh_home(tx, person, now)
    return Shows(page(tx, trade, relationship, person), instead=True)


def talk(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Put "something from the notes" on the agenda; who asked for it is not kept."""
    trade, relationship, _ = _to_answer(tx, person, row_id)
    agendas.add(tx, relationship, "from_the_notes", None, now)
    return Shows(page(tx, trade, relationship, person, done="talk_about_it"), instead=True)


def hide(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Delete the reader's copy of a note; its author still has theirs."""
    trade, relationship, note = _to_answer(tx, person, row_id)
    note.hidden_at, note.to_try_at = now, None
    prompts.close(tx, ("G5", "G6"), relationship, person, "open", now, occasion=trade.id)
    errands.refresh_home(tx, person, now)
    deleted = scripts.script("trade_copy").results["delete_my_copy"]
    return Says(scripts.fill(deleted, people.names(tx, relationship, person)))


def _own_released(tx: Session, person: Person, trade_id: str) -> tuple[Trade, Relationship, Note]:
    trade, relationship = theirs(tx, person, trade_id)
    note = written(tx, trade, person)
    if note is None or not note.released:
        raise Correctable(scripts.script("gone").text)
    if note.afterthought is not None:
        raise Correctable(scripts.error("submitted_twice"), "line")
    return trade, relationship, note


def _afterthought_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship, _ = _own_released(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person))


def put_differently(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Add the author's one line below their released note, which stays as it is."""
    trade, relationship, note = _own_released(tx, person, row_id)
    note.afterthought = answers["line"]
    return Shows(page(tx, trade, relationship, person), instead=True)


def private_reminders(tx: Session, relationship: Relationship, person: Person) -> list[str]:
    """Give the lines a person wanted to try before the next session, for their eyes only.

    Box 2 where it was released, else what was; a session held since then has settled it.
    """
    lines = []
    for note in _to_try(tx, relationship, person):
        box = next(box for box in ("better", *BOXES) if box in str(note.released).split(","))
        lines.append(str(getattr(note, box)))
    return lines


def _to_try(tx: Session, relationship: Relationship, person: Person) -> list[Note]:
    held = [
        meeting.settled_at
        for meeting in sessions.of_relationship(tx, relationship.id)
        if meeting.state == HELD and meeting.settled_at
    ]
    notes = [
        received(tx, trade, relationship, person)
        for trade in trades.of_relationship(tx, relationship.id)
    ]
    return [
        note
        for note in notes
        if note and note.to_try_at and not any(at > note.to_try_at for at in held)
    ]


def remind(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    person: Person,
    due: datetime,
    now: datetime,
) -> None:
    """Plan the private reminder beside a session's brief, if the person keeps one.

    Called again with a new due instant it moves, as the brief does.
    """
    if private_reminders(tx, relationship, person):
        about, occasion = {"session": session.id}, session.id
        prompts.plan(
            tx, "try_reminder", person, occasion, due, now, relationship=relationship, about=about
        )
        prompts.replan(tx, "try_reminder", person, occasion, due, now)


def _still_to_try(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    meeting = tx.get_one(Meeting, prompt.about["session"])
    ahead = meeting.state == BOOKED and meeting.starts_at is not None and meeting.starts_at > now
    person = tx.get_one(Person, prompt.person_id)
    return ahead and bool(private_reminders(tx, relationship, person))


def _day_of_session(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    person = tx.get_one(Person, prompt.person_id)
    at = tx.get_one(Meeting, prompt.about["session"]).starts_at or now
    return {"day": dates.day(windows.local_day(at, person.zone), person.locale)}


def let_rest(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Put what the person wanted to try away."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    for note in _to_try(tx, relationship, tx.get_one(Person, prompt.person_id)):
        note.to_try_at = None
    return Done("let_it_rest")


KINDS = {
    "try_reminder": Kind(
        guard=_still_to_try,
        words=_day_of_session,
        taps={"got_it": lambda tx, prompt, now: Done("got_it"), "let_it_rest": let_rest},
    ),
}
FORMS = {
    "note_thanks": Form(page=_thanks_page, submit=thank),
    "trade_afterthought": Form(page=_afterthought_page, submit=put_differently),
}
ACTS = {
    "note_say_thanks": lambda tx, person, row_id, now: Opens("note_thanks", row_id),
    "note_ill_try_this": try_it,
    "note_talk_about_it": talk,
    "note_delete_my_copy": hide,
    "note_id_put_it_differently": lambda tx, person, row_id, now: Opens(
        "trade_afterthought", row_id
    ),
}
