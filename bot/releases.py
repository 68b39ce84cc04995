"""Releases: a trade opens to both at one minute, or closes with what its one author chose (3.4)."""

from datetime import datetime

from sqlmodel import Session

from bot import alarms, errands, openings, people, prompts, readings
from bot.readings import BOXES
from store import trades
from store.alarms import Alarm
from store.people import Person
from store.prompts import DROPPED, PLANNED, SENT, drafts
from store.relationships import Relationship
from store.trades import Note, Trade

FORM = "trade"
ASKS = ("G1", "G4", "feedback_on_request")
OPENERS = ("G7", "G8")
SHARES = {"kind": ("value", "appreciate"), "all": BOXES, "none": ()}
ASKABLE = ("setting_up", "active", "closing", "in_touch")


def both_written(tx: Session, trade: Trade) -> bool:
    """Say whether both notes of a trade are in."""
    return sum(note.written_at is not None for note in trades.notes(tx, trade.id).values()) == 2


def settle(tx: Session, trade: Trade, relationship: Relationship, now: datetime) -> None:
    """Set or drop the release after a note came in or was taken back."""
    if not both_written(tx, trade):
        trade.release_at = None
        if trade.closes_at <= now:
            close(tx, trade, now)
    elif trade.release_at is None:
        trade.release_at = openings.next_minute(tx, relationship, now)
        occasion = f"{trade.id}:{trade.release_at.isoformat()}"
        alarms.set_for(tx, "trade_releases", relationship, occasion, trade.release_at)


def release(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Open both notes of a trade to both; nothing in them changes from here on."""
    trade = _trade(tx, alarm)
    due = trade.release_at is not None and trade.release_at <= now
    if trade.closed_at is None and due and both_written(tx, trade):
        _open_both(tx, trade, now)


def _open_both(tx: Session, trade: Trade, now: datetime) -> None:
    trade.released_at = trade.closed_at = now
    for note in trades.notes(tx, trade.id).values():
        _share(note, BOXES)
    _end_asking(tx, trade, now)
    relationship = tx.get_one(Relationship, trade.relationship_id)
    for person in people.pair(tx, relationship):
        _tell(tx, "G5", trade, relationship, person, now)


def ring_close(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Close a round whose seven days are over."""
    close(tx, _trade(tx, alarm), now)


def close(tx: Session, trade: Trade, now: datetime) -> None:
    """End a round: with one note its author's choice holds, with none nothing is said.

    With both it waits for its release. A pair that has ended keeps a lone note private.
    """
    if trade.closed_at is not None or both_written(tx, trade):
        return
    trade.closed_at = now
    _end_asking(tx, trade, now)
    relationship = tx.get_one(Relationship, trade.relationship_id)
    for note in trades.notes(tx, trade.id).values():
        if note.written_at is None:
            continue
        author = tx.get_one(Person, note.author_id)
        errands.refresh_home(tx, author, now)
        if relationship.open_pair is not None:
            _share(note, SHARES[note.if_alone])
        if note.released:
            reader = people.other(tx, relationship, author)
            _tell(tx, "G6", trade, relationship, reader, now)


def end(tx: Session, trade: Trade, now: datetime) -> None:
    """End a round because the two end: two notes open, a lone one goes as its author chose."""
    if trade.closed_at is None and both_written(tx, trade):
        _open_both(tx, trade, now)
    else:
        close(tx, trade, now)


def _share(note: Note, boxes: tuple[str, ...]) -> None:
    note.released = ",".join(box for box in boxes if getattr(note, box)) or None


def _tell(
    tx: Session,
    kind: str,
    trade: Trade,
    relationship: Relationship,
    person: Person,
    now: datetime,
) -> None:
    about = {"trade": trade.id}
    prompts.plan(tx, kind, person, trade.id, now, now, relationship=relationship, about=about)
    errands.refresh_home(tx, person, now)


def _end_asking(tx: Session, trade: Trade, now: datetime) -> None:
    """Close what asks for a note of this round, and forget what was left half-way in a thread."""
    for prompt in trades.prompts(tx, trade.id, ASKS):
        if prompt.state == PLANNED:
            prompt.state = DROPPED
        elif prompt.state == SENT:
            prompts.expire(tx, prompt, now)
    for person in people.pair(tx, tx.get_one(Relationship, trade.relationship_id)):
        for draft in drafts(tx, person.id, FORM, trade.id):
            tx.delete(draft)


def nudge(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask once more, only who hasn't written, only if the other has, and never after a skip."""
    trade = _trade(tx, alarm)
    relationship = tx.get_one(Relationship, trade.relationship_id)
    for person in people.pair(tx, relationship):
        if waits_for(tx, trade, relationship, person):
            prompts.plan(
                tx,
                "G4",
                person,
                trade.id,
                now,
                now,
                relationship=relationship,
                about={"trade": trade.id},
                expires_at=trade.closes_at,
            )


def waits_for(tx: Session, trade: Trade, relationship: Relationship, person: Person) -> bool:
    """Say whether the other has written and only this person's note is missing, not skipped."""
    other = people.other(tx, relationship, person)
    theirs = readings.written(tx, trade, other) is not None
    return theirs and still_asked(tx, trade, relationship, person)


def still_asked(tx: Session, trade: Trade, relationship: Relationship, person: Person) -> bool:
    """Say whether a person may still be asked for a note: neither written nor skipped."""
    note = trades.notes(tx, trade.id).get(person.id)
    answered = note is not None and (note.written_at or note.skipped_at)
    return trade.closed_at is None and relationship.state in ASKABLE and not answered


def _trade(tx: Session, alarm: Alarm) -> Trade:
    return tx.get_one(Trade, alarm.occasion.partition(":")[0])


ALARMS = {"trade_releases": release, "trade_closes": ring_close, "trade_nudges": nudge}
