"""Sprints: every three weeks for three months, when the mentee asks and the mentor agrees (2.4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from sqlmodel import Session

from bot import alarms, people, prompts, rhythm_changes, scripts, terms, timers, windows, wishes
from bot.errors import Correctable
from bot.kinds import Kind, Tap
from bot.replies import Done, Opens, Reply, Says
from bot.rhythms import Every, Rhythm, State
from store import prompts as kept
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED, OVER, SILENCE = "sprint_ask", "sprint_over", "sprint_silence"
PROPOSED_IN = ("setting_up", "active")


def propose(tx: Session, relationship: Relationship, person: Person, now: datetime) -> Reply:
    """Ask the mentor, who may offer fewer; silence for a working week changes nothing."""
    if not people.is_mentee(relationship, person):
        raise Correctable(scripts.script("not_yours").text)
    tx.refresh(relationship, with_for_update=True)
    if relationship.state not in PROPOSED_IN:
        raise Correctable(scripts.script("gone").text)
    if wishes.asked(relationship):
        return Opens("rhythm", relationship.id)
    if running(relationship, windows.local_day(now, person.zone)):
        return _said(tx, relationship, person, "sprint_running")
    if not kept.waiting(tx, ASKED, relationship.id):
        _ask(tx, relationship, now)
    return _said(tx, relationship, person, "sprint_asked")


def running(relationship: Relationship, today: date) -> bool:
    """Say whether a sprint holds on a day."""
    until_on = relationship.sprint_until_on
    return until_on is not None and today <= until_on


def _ask(tx: Session, relationship: Relationship, now: datetime) -> None:
    _, mentor = people.pair(tx, relationship)
    today = windows.local_day(now, mentor.zone)
    days = timers.of(tx).rhythm_answer_working_days
    last_on = windows.add_working_days(today, days, people.hours(mentor))
    ends_at = windows.at_local(last_on, time(17), mentor.zone)
    occasion = f"{relationship.id}:{now.isoformat()}"
    prompts.plan(
        tx, ASKED, mentor, occasion, now, now, relationship=relationship, expires_at=ends_at
    )
    alarms.set_for(tx, SILENCE, relationship, occasion, ends_at)


def _said(tx: Session, relationship: Relationship, person: Person, entry: str) -> Reply:
    filled = {**people.names(tx, relationship, person), **_words_of(tx, relationship, person)}
    return Says(scripts.fill(scripts.script(entry).text, filled))


def _words_of(tx: Session, relationship: Relationship, reader: Person) -> dict[str, str]:
    """Give {rhythm}, {minutes}, and as {date} the end of a sprint while there is one."""
    rhythm = terms.present(tx, relationship)
    return terms.words(replace(rhythm, until_on=rhythm.sprint_until_on or rhythm.until_on), reader)


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return _words_of(tx, relationship, tx.get_one(Person, prompt.person_id))


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    mentee, _ = people.pair(tx, relationship)
    holds = running(relationship, windows.local_day(now, mentee.zone))
    return relationship.state in PROPOSED_IN and not holds


def _shown(tx: Session, prompt: Prompt) -> list[str]:
    """Offer a month only where it is more often than they meet now."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    buttons = [button.id for button in scripts.script(ASKED).buttons]
    monthly = Every(relationship.every).lightness <= Every.MONTH.lightness
    return [each for each in buttons if not (monthly and each == "monthly_instead")]


def _agrees(outcome: str, told: str) -> Tap:
    """Give the mentor's tap that lets more talks begin at once, as asked or fewer."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
        mentee, _ = people.pair(tx, relationship)
        if not _still_asked(tx, prompt, now) or outcome not in _shown(tx, prompt):
            return Done("passed")
        present = terms.present(tx, relationship)
        if outcome == "yes":
            today = windows.local_day(now, mentee.zone)
            until_on = min(terms.sprint_end(tx, today), present.until_on)
            rhythm = replace(present, sprint_until_on=until_on)
        else:
            rhythm = replace(present, every=Every.MONTH, sprint_until_on=None)
        _hold(tx, relationship, rhythm, now)
        alarms.cancel(tx, SILENCE, prompt.occasion, now)
        _tell(tx, told, relationship, mentee, now)
        return Done(outcome)

    return tap


def _hold(tx: Session, relationship: Relationship, rhythm: Rhythm, now: datetime) -> None:
    prompts.close(tx, rhythm_changes.ABOUT_AN_OLD_RHYTHM, relationship, None, "passed", now)
    state = State.AGREED if rhythm.sprint_until_on is None else relationship.rhythm_state
    terms.hold(tx, relationship, rhythm, state, now)


def _declines(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Leave the rhythm as it is; the mentee hears no reason, the same as after silence."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    alarms.cancel(tx, SILENCE, prompt.occasion, now)
    _tell(tx, "sprint_not_now", relationship, people.pair(tx, relationship)[0], now)
    return Done("cant_now")


def silence(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Tell the mentee that it doesn't fit now when no answer came in a working week."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    prompts.close(tx, (ASKED,), relationship, None, "expired", now, occasion=alarm.occasion)
    _tell(tx, "sprint_not_now", relationship, people.pair(tx, relationship)[0], now)


def end(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Fall back to the ordinary rhythm after the last day of a sprint, and tell both once."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    same = alarm.occasion == f"{relationship.id}:{relationship.sprint_until_on}"
    if not same or relationship.state not in ("setting_up", "active", "paused", "closing"):
        return
    rhythm = replace(terms.present(tx, relationship), sprint_until_on=None)
    terms.hold(tx, relationship, rhythm, relationship.rhythm_state, now)
    for person in people.pair(tx, relationship):
        _tell(tx, OVER, relationship, person, now)


def _tell(
    tx: Session, kind: str, relationship: Relationship, person: Person, now: datetime
) -> None:
    occasion = f"{relationship.id}:{now.isoformat()}"
    prompts.plan(tx, kind, person, occasion, now, now, relationship=relationship)


def _still_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    mentee, _ = people.pair(tx, relationship)
    return _goes_on(tx, prompt, now) and running(relationship, windows.local_day(now, mentee.zone))


def _none_now(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return _goes_on(tx, prompt, now) and relationship.sprint_until_on is None


def _goes_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state in wishes.ASKED_IN


KINDS = {
    ASKED: Kind(
        guard=_still_asked,
        words=_words,
        only=_shown,
        taps={
            "yes": _agrees("yes", "sprint_begins"),
            "monthly_instead": _agrees("monthly_instead", "sprint_monthly"),
            "cant_now": _declines,
        },
    ),
    "sprint_begins": Kind(guard=_still_on, words=_words),
    "sprint_monthly": Kind(guard=_none_now, words=_words),
    "sprint_not_now": Kind(guard=_none_now),
    OVER: Kind(guard=_none_now, words=_words),
}
ALARMS = {OVER: end, SILENCE: silence}
