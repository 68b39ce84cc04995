"""Setup: a chain of cards at each person's own pace, which never blocks the first session."""

from collections.abc import Set
from datetime import datetime, time

from sqlmodel import Session

from bot import alarms, courses, dates, people, prompts, timers, windows
from bot.kinds import Kind
from bot.replies import Done, Reply
from bot.windows import Pace
from store import cards, relationships, rhythms
from store import prompts as kept_prompts
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

MENTEE_CARDS = ("C1", "D1", "D4", "D7")
MENTOR_CARDS = ("C1", "D3", "D4", "D7")
OFFERS = ("B11", "B11_now")
REMINDERS = ("setup_reminder", "setup_reminder_last")


def begin(tx: Session, relationship: Relationship, tapped_by: Person, now: datetime) -> None:
    """Ask both to set up: at once who has just tapped yes, the other in their window."""
    waits = timers.of(tx)
    days = (waits.setup_first_reminder_working_days, waits.setup_second_reminder_working_days)
    ends_at, occasion = defaults_at(tx, relationship), courses.of_setup(relationship)
    for person in people.pair(tx, relationship):
        offer = "B11_now" if person.id == tapped_by.id else "B11"
        prompts.plan(tx, offer, person, occasion, now, now, relationship=relationship)
        for kind, wait in zip(REMINDERS, days, strict=True):
            due = _on_working_day(person, now, wait)
            prompts.plan(
                tx,
                kind,
                person,
                occasion,
                due,
                now,
                relationship=relationship,
                expires_at=ends_at,
            )
    alarms.set_for(tx, "setup_settles", relationship, occasion, ends_at)


def defaults_at(tx: Session, relationship: Relationship) -> datetime:
    """Give the instant at which the usual answers stand in: 10 working days for both (2.3)."""
    began_at = relationship.begun_at or relationship.created_at
    wait = timers.of(tx).setup_provisional_working_days
    return max(_on_working_day(each, began_at, wait) for each in people.pair(tx, relationship))


def _on_working_day(person: Person, since: datetime, days: int) -> datetime:
    today = windows.local_day(since, person.zone)
    day = windows.add_working_days(today, days, people.hours(person))
    return windows.at_local(day, time(9), person.zone)


def cards_left(tx: Session, relationship: Relationship, person: Person) -> list[str]:
    """Give the kinds of the setup cards a person has not answered yet, in their order."""
    answered = {
        choice.topic
        for choice in relationships.choices(tx, relationship.id)
        if choice.person_id == person.id
    }
    wished = person.id in rhythms.wishes(tx, relationship.id)
    ruled = person.id in rhythms.rules(tx, relationship.id)
    return left(relationship, person, answered, wished=wished, ruled=ruled)


def left(
    relationship: Relationship, person: Person, chosen: Set[str], *, wished: bool, ruled: bool
) -> list[str]:
    """Give the cards left, by the topics chosen and whether rhythm and rules were said."""
    answered = set(chosen)
    if relationship.rhythm_state != "default" or wished:
        answered.add("D4")
    if relationship.rules_state != "default" or ruled:
        answered.add("D7")
    cards = MENTEE_CARDS if people.is_mentee(relationship, person) else MENTOR_CARDS
    return [kind for kind in cards if kind not in answered]


def step_done(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """Post the person's next card; when nothing is left for either, let the setup settle."""
    if relationship.state != "setting_up":
        return
    tx.flush()
    left = cards_left(tx, relationship, person)
    if left:
        if _has_begun(tx, relationship, person):
            _post(tx, relationship, person, left[0], now)
        return
    prompts.close(tx, (*OFFERS, *REMINDERS), relationship, person, "elsewhere", now)
    if not cards_left(tx, relationship, people.other(tx, relationship, person)):
        alarms.set_for(tx, "setup_settles", relationship, courses.of_setup(relationship), now)


def _has_begun(tx: Session, relationship: Relationship, person: Person) -> bool:
    """Say whether the person has been asked any card; a command alone starts no chain."""
    cards = {*MENTEE_CARDS, *MENTOR_CARDS}
    asked = kept_prompts.of_kinds(tx, relationship.id, tuple(cards))
    return any(prompt.person_id == person.id for prompt in asked)


def _post(
    tx: Session, relationship: Relationship, person: Person, kind: str, now: datetime
) -> None:
    """Ask a card at once, unless it is open already."""
    if not kept_prompts.waiting(tx, kind, relationship.id, person.id):
        _ask(tx, relationship, person, kind, now)


def _ask(tx: Session, relationship: Relationship, person: Person, kind: str, now: datetime) -> None:
    asked = kept_prompts.of_kinds(tx, relationship.id, (kind,))
    times, root = sum(each.person_id == person.id for each in asked), courses.of_setup(relationship)
    occasion = f"{root}:{times + 1}" if times else root
    about = {"root": root, "card": cards.of_person(tx, person.id) is not None}
    prompts.say(tx, person, kind, occasion, now, relationship=relationship, about=about)


def still_open(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard of what offers the setup: it goes on, and the person has cards left."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    return relationship.state == "setting_up" and bool(cards_left(tx, relationship, person))


def carry_on(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Post the person's first open card at once, anew below when it is further up."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    if not still_open(tx, prompt, now):
        return Done("passed")
    kind = cards_left(tx, relationship, person)[0]
    prompts.close(tx, OFFERS, relationship, person, "set_it_up", now)
    if not _is_below(tx, relationship, person, kind, prompt):
        prompts.close(tx, (kind,), relationship, person, "asked_again", now)
        _ask(tx, relationship, person, kind, now)
    return Done("set_it_up" if prompt.kind in OFFERS else "carry_on")


def _is_below(
    tx: Session, relationship: Relationship, person: Person, kind: str, tapped: Prompt
) -> bool:
    """Say whether a card waits already in a message after the one that was tapped."""
    since = tapped.sent_at or tapped.planned_at
    rows = kept_prompts.waiting(tx, kind, relationship.id, person.id)
    return any(row.planned_at >= since for row in rows)


def put_off(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Offer the setup again tomorrow; after three times only the reminders do."""
    if not prompts.may_snooze(prompt):
        return Done("not_now")
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    times = prompt.snoozes + 1
    planned = prompts.plan(
        tx,
        "B11",
        person,
        f"{courses.of_setup(relationship)}:later{times}",
        windows.next_morning(now, people.hours(person), Pace.BEGINNING),
        now,
        relationship=relationship,
    )
    again = tx.get_one(Prompt, planned.id)
    again.snoozes, prompt.about = times, {**prompt.about, "again": again.id}
    return Done("tomorrow")


def let_wait(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Leave the cards on Home."""
    return Done("not_now")


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    ends_on = windows.local_day(defaults_at(tx, relationship), person.zone)
    return {"date": dates.day(ends_on, person.locale)}


def _offers(tx: Session, prompt: Prompt) -> str:
    return "B11"


_OFFER_TAPS = {"set_it_up": carry_on, "tomorrow": put_off}
_REMINDER_TAPS = {"carry_on": carry_on, "not_now": let_wait}

KINDS = {
    "B11": Kind(guard=still_open, taps=_OFFER_TAPS),
    "B11_now": Kind(guard=still_open, taps=_OFFER_TAPS, script=_offers),
    "setup_reminder": Kind(guard=still_open, words=_words, taps=_REMINDER_TAPS),
    "setup_reminder_last": Kind(guard=still_open, words=_words, taps=_REMINDER_TAPS),
}
