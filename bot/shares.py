"""Shares: a line goes to the mentor only from its preview, exactly as it stood there (F6, S36)."""

from datetime import datetime

from sqlmodel import Session

from bot import people, prompts, relays, scripts, steps
from bot.errors import Correctable
from bot.replies import Reply, Shows
from bot.views import blocks
from bot.views import updates as views
from store import advice
from store.advice import Update
from store.people import Person
from store.prompts import drafts, waiting
from store.relationships import Relationship

# Slack cuts a paragraph at 3,000 characters, after escaping; the words around it need some.
LONGEST = 2600


def own(tx: Session, person: Person, update_id: str) -> tuple[Update, Relationship]:
    """Give an update that wasn't sent yet to the mentee who wrote it; Correctable otherwise."""
    update = tx.get(Update, update_id, with_for_update=True)
    if update is None:
        raise Correctable(scripts.script("gone").text)
    relationship = steps.mentees(tx, person, update.relationship_id)
    if update.shared_at is not None:
        raise Correctable(scripts.error("already_sent"))
    return update, relationship


def of_step(tx: Session, step_id: str, relationship: Relationship) -> Update:
    """Give what is kept of a closed step; Correctable once it was sent."""
    found = [row for row in advice.updates(tx, relationship.id) if row.step_id == step_id]
    if not found:
        raise Correctable(scripts.script("gone").text)
    if found[-1].shared_at is not None:
        raise Correctable(scripts.error("already_sent"))
    return found[-1]


def write(tx: Session, update: Update, text: str, now: datetime) -> Update:
    """Keep a line; other words make a new row, so that an older preview can't send them."""
    if update.text not in (None, text):
        old = update
        update = Update(
            relationship_id=old.relationship_id,
            step_id=old.step_id,
            status=old.status,
            written_at=now,
        )
        tx.delete(old)
        _close_previews(tx, old, "passed", now)
    update.text, update.written_at = text, now
    tx.add(update)
    tx.flush()
    return update


def check(text: str, field: str | None = None) -> None:
    """Raise Correctable for a line that wouldn't fit in one message whole."""
    length = len(blocks.escape(text))
    if length > LONGEST:
        raise Correctable(scripts.error("too_long", count=length, limit=LONGEST), field)


def preview(
    tx: Session, person: Person, update: Update, form: str, row_id: str, now: datetime
) -> Reply:
    """Show what the mentor will get; in the conversation too when it was typed there."""
    relationship = tx.get_one(Relationship, update.relationship_id)
    check(update.text or "", "line")
    if drafts(tx, person.id, form, row_id):
        _close_previews(tx, update, "passed", now)
        prompts.say(
            tx,
            person,
            "F6",
            f"{update.id}:{now:%Y%m%dT%H%M%S}",
            now,
            relationship=relationship,
            about={"update": update.id},
        )
    names = people.names(tx, relationship, person)
    return Shows(views.preview(update.id, update.text or "", names), instead=True)


def send(tx: Session, person: Person, update_id: str, now: datetime) -> Relationship:
    """Share a line with the mentor, once; nothing else does."""
    update, relationship = own(tx, person, update_id)
    if not update.text:
        raise Correctable(scripts.error("nothing_to_share"))
    check(update.text)
    update.shared_at = now
    tx.add(update)
    tx.flush()
    relays.deliver(tx, relationship, update, now)
    _settle(tx, relationship, person, update, "share_with_mentor", "send", now)
    prompts.close(tx, ("F8",), relationship, person, "share_one_line", now)
    return relationship


def keep(tx: Session, person: Person, update_id: str, now: datetime) -> None:
    """Don't send a line; it stays with its step for the mentee alone."""
    update, relationship = own(tx, person, update_id)
    _settle(tx, relationship, person, update, "write_line", "dont_send", now)


def _settle(
    tx: Session,
    relationship: Relationship,
    person: Person,
    update: Update,
    outcome: str,
    previewed: str,
    now: datetime,
) -> None:
    """Close what asked for the line, and the question whether to send it."""
    if update.step_id is not None:
        shared = update.shared_at is not None
        prompts.close(tx, ("F2", "F3"), relationship, person, outcome, now, occasion=update.step_id)
        other_way = "draft_line" if shared else "keep_it_to_myself"
        prompts.close(tx, ("F5",), relationship, person, other_way, now, occasion=update.step_id)
    _close_previews(tx, update, previewed, now)


def _close_previews(tx: Session, update: Update, outcome: str, now: datetime) -> None:
    relationship = tx.get_one(Relationship, update.relationship_id)
    for prompt in waiting(tx, "F6", relationship.id):
        if prompt.about.get("update") == update.id:
            prompts.close(tx, ("F6",), relationship, None, outcome, now, occasion=prompt.occasion)
