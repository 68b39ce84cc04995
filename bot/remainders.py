"""Remainders: the other's account is gone; this side closes, or keeps its own going (H10)."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot import accounts, alarms, endings, errands, lifecycle, people, prompts, rhythms, windows
from bot.kinds import Kind, Tap
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply
from store import contacts
from store import rhythms as kept_rhythms
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship


def _stopped(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard of H10: it still stands still, and the other's account is gone."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    other = people.other(tx, relationship, tx.get_one(Person, prompt.person_id))
    still = relationship.state == State.PAUSED and relationship.stopped_at is not None
    return still and other.deactivated_at is not None


def _locked(tx: Session, prompt: Prompt) -> tuple[Relationship, Person]:
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    return relationship, tx.get_one(Person, prompt.person_id)


def carry_on(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Keep this side's steps, notes and dates going; nobody else is written to."""
    relationship, person = _locked(tx, prompt)
    if relationship.state != State.PAUSED or relationship.stopped_at is None:
        return Done("passed")
    before, stopped_at = relationship.before, relationship.stopped_at
    lifecycle.move(relationship, State.CARRIED_ON, now)
    # Should the account be back in time, it all goes on from there.
    relationship.before, relationship.stopped_at = before, stopped_at
    relationship.carried_by_id = person.id
    alarms.drop(tx, (accounts.ENDS,), relationship, now)
    accounts.let_go(tx, relationship, person, now)
    _ask_in_a_year(tx, relationship, person, now)
    errands.refresh_home(tx, person, now)
    return Done("were_in_touch")


def _ask_in_a_year(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    on = rhythms.add_months(windows.local_day(now, person.zone), 12)
    due = windows.at_local(on, windows.MORNING[0], person.zone)
    alarms.renew(tx, accounts.YEARLY, relationship, relationship.id, due, now)


def _closes(outcome: str) -> Tap:
    """Give the tap that ends it; whoever looks for somebody new goes on to the form."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        relationship, person = _locked(tx, prompt)
        prompts.answer(tx, prompt, outcome, now)
        if relationship.state in (State.PAUSED, State.CARRIED_ON):
            endings.end(tx, relationship, now)
        if outcome == "find_someone_new":
            return Opens("find_someone", person.id)
        return Done(outcome)

    return tap


def ask_yearly(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask whoever carries on whether to keep going, once a year (H14)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    if relationship.state != State.CARRIED_ON or relationship.carried_by_id is None:
        return
    person = tx.get_one(Person, relationship.carried_by_id)
    prompts.close(tx, ("H14",), relationship, person, "keep_going", now)
    occasion = f"{relationship.id}:{now.isoformat()}"
    prompts.plan(tx, "H14", person, occasion, now, now, relationship=relationship)
    _ask_in_a_year(tx, relationship, person, now)


def _carries_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    mine = relationship.carried_by_id == prompt.person_id
    return relationship.state == State.CARRIED_ON and mine


def _keep_going(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("keep_going")


def contact(tx: Session, relationship: Relationship, person: Person) -> str | None:
    """Give how the other can be reached, only when both have left a way (H10, J10)."""
    other = people.other(tx, relationship, person)
    left = {key: row.text for key, row in contacts.of_relationship(tx, relationship.id).items()}
    for key, row in kept_rhythms.rules(tx, relationship.id).items():
        if row.contact and relationship.rules_state == "agreed":
            left.setdefault(key, row.contact)
    return left.get(other.id) if person.id in left else None


def _has_contact(tx: Session, prompt: Prompt, now: datetime) -> bool:
    person = tx.get_one(Person, prompt.person_id)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return _stopped(tx, prompt, now) and contact(tx, relationship, person) is not None


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    person = tx.get_one(Person, prompt.person_id)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return {"contact": (contact(tx, relationship, person) or "").rstrip(".")}


KINDS = {
    "H10": Kind(
        guard=_stopped,
        taps={
            "were_in_touch": carry_on,
            "find_someone_new": _closes("find_someone_new"),
            "close_with_thanks": _closes("close_with_thanks"),
        },
    ),
    "H10_contact": Kind(guard=_has_contact, words=_words),
    "H14": Kind(
        guard=_carries_on,
        taps={"keep_going": _keep_going, "close_with_thanks": _closes("close_with_thanks")},
    ),
}
ALARMS = {accounts.YEARLY: ask_yearly}
