"""Promises: what the mentor said they would do, on a list of their own, brought up once."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import confirmations, errands, people, prompts, scripts, timers
from bot.errors import Correctable
from bot.kinds import Act, Answers, Form, Kind, Page, Tap
from bot.replies import Done, Opens, Reply
from store import advice
from store.advice import Promise
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

NOTHING = frozenset({"no", "nope", "none", "nothing", "nothing this time", "not this time"})


def visible(tx: Session, relationship: Relationship, reader: Person) -> list[Promise]:
    """Give the promises still to keep, to the mentor alone."""
    if people.is_mentee(relationship, reader):
        return []
    kept = advice.promises(tx, relationship.id)
    return [row for row in kept if row.kept_at is None and row.dropped_at is None]


def _mentors(tx: Session, person: Person, relationship_id: str) -> Relationship:
    relationship = people.theirs(tx, person, relationship_id)
    if people.is_mentee(relationship, person):
        raise Correctable(scripts.script("not_yours").text)
    return relationship


def _own(tx: Session, person: Person, promise_id: str) -> Promise:
    promise = tx.get(Promise, promise_id)
    if promise is None:
        raise Correctable(scripts.script("gone").text)
    _mentors(tx, person, promise.relationship_id)
    return promise


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = _mentors(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person))


def add(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a promise and plan its one reminder; having promised something says that they met."""
    relationship = _mentors(tx, person, row_id)
    text = answers["promise"]
    if text.casefold().rstrip(".! ") in NOTHING:
        prompts.close(tx, ("M7",), relationship, person, "nothing_this_time", now)
        return Done()
    if text not in [row.text for row in visible(tx, relationship, person)]:
        session = confirmations.latest(tx, relationship, now)
        promise = Promise(
            relationship_id=relationship.id,
            session_id=session.id if session else None,
            text=text,
            promised_at=now,
        )
        tx.add(promise)
        tx.flush()
        due = now + timedelta(days=timers.of(tx).promise_reminder_days)
        about = {"promise": promise.id}
        prompts.plan(
            tx,
            "promise_reminder",
            person,
            promise.id,
            due,
            now,
            relationship=relationship,
            about=about,
        )
    confirmations.told_by_mentor(tx, relationship, person, now)
    prompts.close(tx, ("M7",), relationship, person, "add_it", now)
    return Done()


def _waits(tx: Session, prompt: Prompt, now: datetime) -> bool:
    promise = tx.get_one(Promise, prompt.about["promise"])
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    waiting = promise.kept_at is None and promise.dropped_at is None
    return waiting and relationship.open_pair is not None


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    return {"promise": tx.get_one(Promise, prompt.about["promise"]).text.rstrip(".")}


def _settles(outcome: str) -> Tap:
    """Give the tap that settles a promise, or lets it wait on Home."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        _settle(tx, tx.get_one(Promise, prompt.about["promise"]), outcome, now)
        return Done(outcome)

    return tap


def _settle(tx: Session, promise: Promise, outcome: str, now: datetime) -> None:
    if outcome == "its_done":
        promise.kept_at = promise.kept_at or now
    elif outcome == "take_it_off":
        promise.dropped_at = promise.dropped_at or now
    tx.add(promise)


def _settles_on_home(outcome: str) -> Act:
    """Give Home's button for the same."""

    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        promise = _own(tx, person, row_id)
        relationship = tx.get_one(Relationship, promise.relationship_id)
        _settle(tx, promise, outcome, now)
        prompts.close(
            tx, ("promise_reminder",), relationship, person, outcome, now, occasion=promise.id
        )
        errands.refresh_home(tx, person, now)
        return Done()

    return act


def open_form(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the form for a promise, from Home."""
    return Opens("promise", _mentors(tx, person, row_id).id)


KINDS = {
    "promise_reminder": Kind(
        guard=_waits,
        words=_words,
        taps={each: _settles(each) for each in ("its_done", "still_to_come", "take_it_off")},
    ),
}
FORMS = {"promise": Form(page=_page, submit=add)}
ACTS = {
    "promise": open_form,
    "promise_kept": _settles_on_home("its_done"),
    "promise_off": _settles_on_home("take_it_off"),
}
