"""Agreements: both say privately which rhythm suits them, then see both answers together (D4)."""

from collections.abc import Mapping
from datetime import datetime, time

from sqlmodel import Session

from bot import (
    agendas,
    alarms,
    errands,
    people,
    prompts,
    rhythms,
    scripts,
    setup,
    terms,
    timers,
    windows,
    wishes,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply
from bot.rhythms import Rhythm, State
from store import prompts as kept_prompts
from store import relationships, sessions
from store.alarms import Alarm
from store.people import Person
from store.prompts import ANSWERED, SENT
from store.relationships import Relationship

ASKS = ("D4", "rhythm_again")
TRIAL_SESSIONS = 3


def _asked(tx: Session, relationship_id: str | None, person_id: str) -> bool:
    relationship = tx.get_one(Relationship, relationship_id)
    round_ = wishes.round_of(relationship)
    return wishes.asked(relationship) and person_id not in wishes.of_round(tx, relationship, round_)


def _still_asked(tx: Session, prompt: kept_prompts.Prompt, now: datetime) -> bool:
    return _asked(tx, prompt.relationship_id, prompt.person_id)


def _words(tx: Session, prompt: kept_prompts.Prompt, now: datetime) -> Mapping[str, str]:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return terms.words(terms.present(tx, relationship), tx.get_one(Person, prompt.person_id))


def _open(tx: Session, prompt: kept_prompts.Prompt, now: datetime) -> Reply:
    return _form(tx, prompt)


def _form(tx: Session, prompt: kept_prompts.Prompt) -> Opens:
    return Opens("rhythm", tx.get_one(Relationship, prompt.relationship_id).id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = people.theirs(tx, person, row_id)
    if not wishes.asked(relationship):
        raise Correctable(scripts.error("too_late"))
    names = people.names(tx, relationship, person)
    return Page(params=names, initial=wishes.initial(tx, relationship, person))


def answer(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a private answer; the second of two settles the rhythm."""
    people.theirs(tx, person, row_id)
    relationship = tx.get_one(Relationship, row_id, with_for_update=True)
    if not wishes.asked(relationship):
        raise Correctable(scripts.error("too_late"))
    round_ = wishes.round_of(relationship)
    wish = wishes.read(tx, relationship, person, answers, now)
    first_time = wishes.keep(tx, relationship, person, wish, now)
    both = wishes.of_round(tx, relationship, round_)
    outcome = "both" if len(both) == 2 else "answer"
    prompts.close(tx, ASKS, relationship, person, outcome, now)
    prompts.close(tx, ("H7",), relationship, person, "change_rhythm", now)
    if len(both) == 2:
        alarms.cancel(tx, "rhythm_silence", wishes.occasion(relationship, round_), now)
        _settle(tx, relationship, person, now)
    elif first_time:
        due = _in_answering_days(tx, people.other(tx, relationship, person), now)
        occasion = wishes.occasion(relationship, round_)
        alarms.set_for(tx, "rhythm_silence", relationship, occasion, due)
    if first_time and round_ == wishes.SETUP:
        setup.step_done(tx, relationship, person, now)
    return Done()


def _settle(tx: Session, relationship: Relationship, second: Person, now: datetime) -> None:
    """Let two answers become a rhythm: equal D5, else the lighter for now and D6 (PRODUCT 2.4)."""
    round_ = wishes.round_of(relationship)
    one, other = wishes.of_round(tx, relationship, round_).values()
    agreement = rhythms.agree(one, other, terms.usual(tx, relationship))
    if agreement.state is State.AGREED:
        terms.hold(tx, relationship, agreement.rhythm, State.AGREED, now)
        agendas.take_off(tx, relationship, "rhythm", now)
        _show(tx, relationship, second, "D5", now, None)
        return
    terms.hold(tx, relationship, rhythms.lighter(one, other), State.PROVISIONAL, now)
    agendas.add(tx, relationship, "rhythm", None, now)
    until = max(_in_answering_days(tx, each, now) for each in people.pair(tx, relationship))
    alarms.set_for(tx, "rhythm_offer", relationship, wishes.occasion(relationship, round_), until)
    offer_ends = until if agreement.state is State.TRIAL else None
    _show(tx, relationship, second, "D6", now, offer_ends)


def _show(
    tx: Session,
    relationship: Relationship,
    second: Person,
    kind: str,
    now: datetime,
    expires_at: datetime | None,
) -> None:
    """Show both answers to both: at once to who has just answered, to the other in their window."""
    round_ = wishes.round_of(relationship)
    for person in people.pair(tx, relationship):
        prompts.plan(
            tx,
            f"{kind}_now" if person.id == second.id else kind,
            person,
            wishes.occasion(relationship, round_),
            now,
            now,
            relationship=relationship,
            about={"round": round_},
            expires_at=expires_at,
        )


def default(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Let the usual rhythm stand in, provisionally, for what nobody has said (PRODUCT 2.3).

    One answer alone keeps its own time to wait for the other.
    """
    if relationship.rhythm_state != terms.UNASKED:
        return
    usual = terms.usual(tx, relationship)
    if wishes.of_round(tx, relationship, wishes.SETUP):
        terms.hold(tx, relationship, usual, terms.UNASKED, now)
    else:
        _hold_for_now(tx, relationship, usual, now)


def silence(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let one answer stand alone when it asks no more than the usual, else the usual one."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    round_ = wishes.round_of(relationship)
    if not wishes.asked(relationship) or alarm.occasion != wishes.occasion(relationship, round_):
        return
    given = list(wishes.of_round(tx, relationship, round_).values())
    setting_up = round_ == wishes.SETUP
    stands = terms.usual(tx, relationship) if setting_up else terms.present(tx, relationship)
    alone = rhythms.agree(given[0] if given else None, None, stands)
    _hold_for_now(tx, relationship, alone.rhythm, now)


def _hold_for_now(
    tx: Session, relationship: Relationship, rhythm: Rhythm, now: datetime, as_: str = "expired"
) -> None:
    terms.hold(tx, relationship, rhythm, State.PROVISIONAL, now)
    agendas.add(tx, relationship, "rhythm", None, now)
    lapse(tx, relationship, ASKS, "answer", now, as_)


def lapse(
    tx: Session,
    relationship: Relationship,
    kinds: tuple[str, ...],
    waiting: str,
    now: datetime,
    as_: str = "expired",
) -> None:
    """End these prompts for both; one answered as `waiting` for the other shows what came of it."""
    for prompt in kept_prompts.of_kinds(tx, relationship.id, kinds):
        person = tx.get_one(Person, prompt.person_id)
        if prompt.state == SENT:
            prompts.expire(tx, prompt, now)
            prompt.outcome = as_
        elif prompt.state == ANSWERED and prompt.outcome == waiting:
            prompt.outcome = as_
            errands.redraw(tx, person, prompt.lead_id or prompt.id, now)


def after_session(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Ask both again once a trial has had its three sessions (PRODUCT 2.4)."""
    if relationship.rhythm_state != State.TRIAL or relationship.state not in wishes.ASKED_IN:
        return
    topic = f"D6:{wishes.round_of(relationship)}"
    tried_at = [
        each.chosen_at for each in relationships.choices(tx, relationship.id) if each.topic == topic
    ]
    held = [
        meeting
        for meeting in sessions.of_relationship(tx, relationship.id)
        if meeting.state == sessions.HELD and (meeting.settled_at or now) >= max(tried_at)
    ]
    if len(held) < TRIAL_SESSIONS:
        return
    mentee, _ = pair = people.pair(tx, relationship)
    relationship.rhythm_asked_on = windows.local_day(now, mentee.zone)
    relationship.rhythm_state = terms.ASKED_AGAIN
    occasion = wishes.occasion(relationship, wishes.round_of(relationship))
    for person in pair:
        prompts.plan(tx, "rhythm_again", person, occasion, now, now, relationship=relationship)
    until = max(_in_answering_days(tx, person, now) for person in pair)
    alarms.set_for(tx, "rhythm_silence", relationship, occasion, until)


def talk_first(tx: Session, prompt: kept_prompts.Prompt, now: datetime) -> Reply:
    """Leave the question for when they meet; what they have tried holds until then."""
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    if wishes.asked(relationship):
        rhythm = terms.present(tx, relationship)
        _hold_for_now(tx, relationship, rhythm, now, as_="lets_talk_first")
    return Done("lets_talk_first")


def _in_answering_days(tx: Session, person: Person, now: datetime) -> datetime:
    """Give the end of the working day by which a person's answer is waited for."""
    today = windows.local_day(now, person.zone)
    days = timers.of(tx).rhythm_answer_working_days
    last_on = windows.add_working_days(today, days, people.hours(person))
    return windows.at_local(last_on, time(17), person.zone)


def offer_over(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let the lighter rhythm stand that two different answers began with (D6)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    lapse(tx, relationship, ("D6", "D6_now"), "waiting", now)


KINDS = {
    "D4": Kind(guard=_still_asked, words=_words, form=_form, taps={"answer": _open}),
    "rhythm_again": Kind(
        guard=_still_asked,
        words=_words,
        form=_form,
        taps={"answer": _open, "lets_talk_first": talk_first},
    ),
}
FORMS = {"rhythm": Form(page=_page, submit=answer)}
ALARMS = {"rhythm_silence": silence, "rhythm_offer": offer_over}
