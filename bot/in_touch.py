"""Keeping in touch: no sessions, and twice a year the idea of a hello (PRODUCT 2.3, I11)."""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    breaks,
    courses,
    endings,
    errands,
    ladders,
    lifecycle,
    people,
    prompts,
    rhythms,
    sessions,
    slots,
    timers,
    windows,
)
from bot.kinds import Kind
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply
from store import prompts as kept
from store.alarms import Alarm
from store.people import Person
from store.prompts import ANSWERED, Prompt
from store.relationships import Relationship, choices
from store.sessions import BOOKED, SKIPPED

HELLO, STOP, OVER = "I11", "stop_hellos", "hellos_over"
HELLO_DUE, SILENT = "hello_is_due", "in_touch_silent"
SILENT_MONTHS = 18
OPEN_DAYS, NEAR = timedelta(days=60), timedelta(days=270)
# What begins something in a round ends with it; what was written or exchanged goes on.
GO_ON = ("I12", "J10")
STOPS = (*sessions.OFFERS, *ladders.QUIET, "F4", "M4", "M5", "rhythm_proposed", "I2")


def begin(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Let two people keep in touch from the end of their round on; nothing asks for dates now."""
    session = sessions.current(tx, relationship)
    if session is not None and session.state != BOOKED:
        for slot in slots.waiting(tx, session):
            slot.state = slots.WITHDRAWN
        session.state, session.settled_at = SKIPPED, now
    waits = tuple(kind for kind in breaks.WAITING if kind not in GO_ON)
    prompts.close(tx, (*waits, *STOPS), relationship, None, "passed", now)
    lifecycle.move(relationship, State.IN_TOUCH, now)
    relationship.in_touch_at, relationship.sprint_until_on = now, None
    tx.flush()
    _set(tx, relationship, 1)
    alarms.again(
        tx,
        SILENT,
        relationship,
        courses.of_round(relationship),
        _months_on(tx, relationship, now, SILENT_MONTHS),
    )
    for person in people.pair(tx, relationship):
        errands.refresh_home(tx, person, now)


def hello_on(tx: Session, relationship: Relationship, nth: int) -> date:
    """Give the day of the n-th hello, half a year apart from the end of the round on."""
    began_on = relationship.ends_on or _day(tx, relationship, relationship.created_at)
    return rhythms.add_months(began_on, nth * timers.of(tx).in_touch_months)


def _day(tx: Session, relationship: Relationship, at: datetime) -> date:
    return windows.local_day(at, people.pair(tx, relationship)[0].zone)


def _months_on(tx: Session, relationship: Relationship, at: datetime, months: int) -> datetime:
    mentee, _ = people.pair(tx, relationship)
    on = rhythms.add_months(windows.local_day(at, mentee.zone), months)
    return windows.at_local(on, time(0), mentee.zone)


def _set(tx: Session, relationship: Relationship, nth: int) -> None:
    mentee, _ = people.pair(tx, relationship)
    due = windows.at_local(hello_on(tx, relationship, nth), time(0), mentee.zone)
    alarms.again(tx, HELLO_DUE, relationship, f"{courses.of_round(relationship)}:{nth}", due)


def ring_hello(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Suggest a hello to both, and set the next; hellos that were missed are left out."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    of_round, _, nth = alarm.occasion.rpartition(":")
    if relationship.state != State.IN_TOUCH or of_round != courses.of_round(relationship):
        if relationship.state == State.PAUSED and relationship.before == State.IN_TOUCH:
            alarms.again(tx, alarm.kind, relationship, alarm.occasion, now + timedelta(days=1))
        return
    following, today = int(nth) + 1, _day(tx, relationship, now)
    while hello_on(tx, relationship, following) <= today:
        following += 1
    _set(tx, relationship, following)
    about, expires_at = {"met": _met_lately(tx, relationship, now)}, now + OPEN_DAYS
    for person in people.pair(tx, relationship):
        prompts.plan(
            tx,
            HELLO,
            person,
            alarm.occasion,
            now,
            now,
            relationship=relationship,
            about=about,
            expires_at=expires_at,
        )


def _met_lately(tx: Session, relationship: Relationship, now: datetime) -> bool:
    """Say whether "half a year since you last met" is about right."""
    last = sessions.last_held(tx, relationship)
    return last is not None and last.starts_at is not None and now - last.starts_at < NEAR


def ring_silent(tx: Session, alarm: Alarm, now: datetime) -> None:
    """End after 18 months without a sign of either, kindly (PRODUCT 2.3)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    same = alarm.occasion == courses.of_round(relationship)
    if not same or relationship.state not in (State.IN_TOUCH, State.PAUSED):
        return
    due = _months_on(tx, relationship, _last_sign(tx, relationship), SILENT_MONTHS)
    if relationship.state == State.PAUSED:
        due = max(due, now + timedelta(days=1))
    if due > now:
        alarms.again(tx, SILENT, relationship, alarm.occasion, due)
        return
    endings.end(tx, relationship, now)
    for person in people.pair(tx, relationship):
        _tell_over(tx, relationship, person, now)


def _last_sign(tx: Session, relationship: Relationship) -> datetime:
    """Give when either last tapped, chose or met anything here."""
    answered = [row.answered_at for row in kept.of_relationship(tx, relationship.id, (ANSWERED,))]
    chosen = [row.chosen_at for row in choices(tx, relationship.id)]
    last = sessions.last_held(tx, relationship)
    met = [last.settled_at] if last else []
    began_at = relationship.in_touch_at or relationship.created_at
    return max(at for at in (began_at, *answered, *chosen, *met) if at is not None)


def _tell_over(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    occasion = courses.of_round(relationship)
    prompts.plan(tx, OVER, person, occasion, now, now, relationship=relationship)


def stop(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """End it for one of the two; the other is told kindly, and not by whom."""
    endings.end(tx, relationship, now, by=person)
    _tell_over(tx, relationship, people.other(tx, relationship, person), now)


def _open(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state == State.IN_TOUCH


def _script(tx: Session, prompt: Prompt) -> str:
    return HELLO if prompt.about["met"] else "I11_again"


def _hello(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("say_hello", str(prompt.relationship_id)) if _open(tx, prompt, now) else _passed()


def _coffee(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    opens = Opens("suggest_coffee", str(prompt.relationship_id))
    return opens if _open(tx, prompt, now) else _passed()


def _passed() -> Reply:
    return Done("passed")


def _skip(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Skip this one; after two in a row, ask once whether to go on."""
    if not _open(tx, prompt, now):
        return _passed()
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    before = [
        row
        for row in kept.of_kinds(tx, relationship.id, (HELLO,))
        if row.person_id == person.id and row.planned_at < prompt.planned_at
    ]
    if before and max(before, key=lambda row: row.planned_at).outcome == "skip":
        occasion = courses.of_round(relationship)
        prompts.say(tx, person, STOP, occasion, now, relationship=relationship)
    return Done("skip")


def _stop(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    if not _open(tx, prompt, now):
        return _passed()
    stop(tx, relationship, tx.get_one(Person, prompt.person_id), now)
    return Done("stop_these")


def _keep(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("keep_going")


KINDS = {
    HELLO: Kind(
        guard=_open,
        script=_script,
        taps={
            "send_hello": _hello,
            "suggest_coffee": _coffee,
            "skip": _skip,
            "stop_these": _stop,
        },
    ),
    STOP: Kind(guard=_open, taps={"keep_going": _keep, "stop_these": _stop}),
    OVER: Kind(),
}
ALARMS = {HELLO_DUE: ring_hello, SILENT: ring_silent}
