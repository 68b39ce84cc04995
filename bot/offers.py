"""Offers: up to three times from one to the other, who takes one or answers with others."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import alarms, bookings, dates, ladders, lines, people, prompts, scripts, sessions, slots
from bot.errors import Correctable
from bot.kinds import Answers, Choice, Form, Kind, Page
from bot.replies import Done, Opens, Reply
from store.alarms import Alarm
from store.people import Person
from store.prompts import PLANNED, Prompt, waiting
from store.relationships import Relationship
from store.sessions import BOOKED, OFFERED, TO_BOOK, Meeting, Slot
from store.sessions import slots as offered

ANSWERS = {
    "M1": "make_invite",
    "I3": "make_invite",
    "M2": "passed",
    "times_declined": "offer_others",
    "asked_for_times": "offer_times",
    "M12_mentor": "offer_times",
    "offer_two_times": "offer_times",
    "M11": "ill_do_it_myself",
    "M12": "ill_ask",
}


def offer(
    tx: Session,
    relationship: Relationship,
    session: Meeting,
    person: Person,
    times: Sequence[datetime],
    kind: str,
    now: datetime,
    note: str | None = None,
) -> None:
    """Put times before the other of the two; the round before is over by it.

    A booked session keeps its time until one of these is taken.
    """
    for slot in slots.waiting(tx, session):
        slot.state = slots.WITHDRAWN
    prompts.close(tx, bookings.OFFERS, relationship, None, "expired", now)
    turn = 1 + max((slot.round for slot in offered(tx, session.id)), default=0)
    for at in times:
        tx.add(Slot(session_id=session.id, offered_by_id=person.id, starts_at=at, round=turn))
    tx.flush()
    if session.state == TO_BOOK:
        session.state = OFFERED
    for asked, outcome in ANSWERS.items():
        prompts.close(tx, (asked,), relationship, person, outcome, now)
    prompts.close(tx, ladders.QUIET, relationship, None, "book_time", now)
    prompts.plan(
        tx,
        kind,
        people.other(tx, relationship, person),
        f"{session.id}:{turn}",
        now,
        now,
        relationship=relationship,
        about={"session": session.id, "round": turn},
        expires_at=times[-1],
    )
    alarms.set_for(tx, "offer_lapses", relationship, f"{session.id}:{turn}", times[-1])
    if note:
        lines.relay(tx, relationship, person, note, now)


def lapse(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Close times that have all passed with no answer; the mentee may be asked for a date again."""
    session_id, _, turn = alarm.occasion.rpartition(":")
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    session = tx.get_one(Meeting, session_id)
    passed = [s for s in slots.rows(tx, session_id, int(turn)) if s.state == slots.OPEN]
    if not passed:
        return
    for slot in passed:
        slot.state = slots.WITHDRAWN
    for kind in bookings.OFFERS:
        for prompt in waiting(tx, kind, relationship.id):
            if prompt.state == PLANNED:
                prompts.close(tx, (kind,), relationship, None, "expired", now)
            else:
                prompts.expire(tx, prompt, now)
    reopen(tx, relationship, session, now)


def reopen(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Let an offered session be to book again, with what is left of its booking steps."""
    if session.state != OFFERED:
        return
    session.state = TO_BOOK
    sessions.plan_booking_prompts(tx, relationship, session, now)
    mentee, _ = people.pair(tx, relationship)
    if not any(waiting(tx, kind, relationship.id, mentee.id) for kind in ("M1", "M2")):
        occasion = f"{session.id}:{session.target_on}:again"
        about = {"session": session.id}
        prompts.plan(tx, "M2", mentee, occasion, now, now, relationship=relationship, about=about)


def take(tx: Session, slot: Slot, person: Person, now: datetime) -> None:
    """Take one of the times; Correctable says what stands when it can't be had any more."""
    session = tx.get_one(Meeting, slot.session_id)
    relationship = people.theirs(tx, person, session.relationship_id)
    tx.refresh(relationship, with_for_update=True)
    if slot.offered_by_id == person.id:
        raise Correctable(scripts.script("not_yours").text)
    if slot.state != slots.OPEN:
        raise Correctable(gone(tx, relationship, session, person))
    slots.check(tx, slot.starts_at, person, session, session.minutes, now, "first")
    prompts.close(tx, bookings.OFFERS, relationship, person, "time", now)
    bookings.book(tx, relationship, session, slot.starts_at, person, now)


def refuse_standing(
    tx: Session, session: Meeting, relationship: Relationship, person: Person
) -> None:
    """Raise Correctable at "first" when the other's times still wait for this person's answer."""
    other = people.other(tx, relationship, person)
    if standing := open_round(tx, session, person):
        times = "; ".join(slots.said(slot.starts_at, person, other) for slot in standing)
        sentence = scripts.error("times_stand", other=people.name(other), times=times)
        raise Correctable(sentence, "first")


def gone(tx: Session, relationship: Relationship, session: Meeting, person: Person) -> str:
    """Give the sentence that says which time stands, or that none does."""
    other = people.other(tx, relationship, person)
    if session.state != BOOKED or session.starts_at is None:
        return scripts.error("times_gone")
    when = slots.said(session.starts_at, person, other)
    return scripts.error("already_booked", other=people.name(other), when=when)


def _take(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    number = prompt.about["tapped"].partition("#")[2]
    found = slots.rows(tx, prompt.about["session"], prompt.about["round"])
    if not number.isdecimal() or int(number) >= len(found):
        raise Correctable(scripts.error("times_gone"))
    take(tx, found[int(number)], tx.get_one(Person, prompt.person_id), now)
    return Done("time")


def _none(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("suggest_times", prompt.about["session"])


def open_round(tx: Session, session: Meeting, person: Person) -> list[Slot]:
    """Give the times that wait for this person's answer."""
    return [slot for slot in slots.waiting(tx, session) if slot.offered_by_id != person.id]


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship = sessions.theirs(tx, person, row_id)
    return Page(params=slots.params(tx, relationship, person))


def suggest(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Answer times with others, or with none of them: then the other may offer again."""
    session, relationship = sessions.theirs(tx, person, row_id)
    turn = open_round(tx, session, person)
    if not turn:
        raise Correctable(gone(tx, relationship, session, person), "first")
    times = slots.read(tx, answers, person, session, session.minutes, now)
    prompts.close(tx, bookings.OFFERS, relationship, person, "none_of_these", now)
    for slot in turn:
        slot.state = slots.DECLINED
    if times:
        kind = "times_suggested"
        offer(tx, relationship, session, person, times, kind, now, answers["note"])
        return Done()
    other = people.other(tx, relationship, person)
    prompts.plan(
        tx,
        "times_declined",
        other,
        f"{session.id}:{turn[0].round}",
        now,
        now,
        relationship=relationship,
        about={"session": session.id},
    )
    if answers["note"]:
        lines.relay(tx, relationship, person, answers["note"], now)
    if session.state == OFFERED:
        session.state = TO_BOOK
        sessions.plan_booking_prompts(tx, relationship, session, now)
    return Done()


def _offer_others(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    booked = bookings.meeting_of(tx, prompt).state == BOOKED
    return Opens("move_times" if booked else "invite", prompt.about["session"])


def _next_week(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return sessions.put_off(tx, prompt, now)


def _open(tx: Session, prompt: Prompt, now: datetime) -> bool:
    found = slots.rows(tx, prompt.about["session"], prompt.about["round"])
    return any(slot.state == slots.OPEN and slot.starts_at > now for slot in found)


def _declined(tx: Session, prompt: Prompt, now: datetime) -> bool:
    session = bookings.meeting_of(tx, prompt)
    return session.state in (TO_BOOK, BOOKED) and not slots.waiting(tx, session)


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    session = bookings.meeting_of(tx, prompt)
    person = tx.get_one(Person, prompt.person_id)
    other = people.other(tx, tx.get_one(Relationship, session.relationship_id), person)
    found = slots.rows(tx, session.id, prompt.about["round"])
    times = slots.listed([slot.starts_at for slot in found], person, other)
    return {**bookings.words(tx, prompt, now), "times": f"{times}\n{slots.where(session)}"}


def _buttons(tx: Session, prompt: Prompt, now: datetime) -> list[Choice]:
    person = tx.get_one(Person, prompt.person_id)
    found = slots.rows(tx, prompt.about["session"], prompt.about["round"])
    return [
        Choice(f"time#{number}", dates.wall(slot.starts_at, person.zone, person.locale))
        for number, slot in enumerate(found)
        if slot.state == slots.OPEN and slot.starts_at > now
    ]


def _later(tx: Session, prompt: Prompt) -> Sequence[str]:
    return ("offer_others", "next_week") if prompts.may_snooze(prompt) else ("offer_others",)


def _own_times(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    person = tx.get_one(Person, prompt.person_id)
    return {"times": slots.own(tx, bookings.meeting_of(tx, prompt), person)}


TIMES = Kind(guard=_open, words=_words, made=_buttons, taps={"time": _take, "none_of_these": _none})
KINDS = {
    **dict.fromkeys(bookings.OFFERS, TIMES),
    "times_declined": Kind(
        guard=_declined,
        words=_own_times,
        only=_later,
        taps={"offer_others": _offer_others, "next_week": _next_week},
    ),
}
FORMS = {"suggest_times": Form(page=_page, submit=suggest)}
ALARMS = {"offer_lapses": lapse}
