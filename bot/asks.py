"""Asking for a date: the mentee before the target, the mentor once when it has long passed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import bookings, dates, drafts, prompts, sessions, slots, windows
from bot.kinds import Kind, Tap
from bot.replies import Done, Opens, Reply, Shows
from store import prompts as kept
from store.people import Person
from store.prompts import PLANNED, Prompt
from store.relationships import Relationship
from store.sessions import SKIPPED, TO_BOOK

WEEK = timedelta(days=7)
# While the other has been asked for times there is nothing for the mentee to chase.
MENTOR_ASKED = ("asked_for_times", "M12_mentor", "offer_two_times")


def _relationship(tx: Session, prompt: Prompt) -> Relationship:
    return tx.get_one(Relationship, prompt.relationship_id)


def _unbooked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = _relationship(tx, prompt)
    return (
        relationship.state in sessions.MEETING and bookings.meeting_of(tx, prompt).state == TO_BOOK
    )


def _hers_to_ask(tx: Session, prompt: Prompt, now: datetime) -> bool:
    waits = (*MENTOR_ASKED, "times_declined")
    asked = any(kept.waiting(tx, kind, str(prompt.relationship_id)) for kind in waits)
    return _unbooked(tx, prompt, now) and not asked


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    session = bookings.meeting_of(tx, prompt)
    person = tx.get_one(Person, prompt.person_id)
    booked = session.starts_at and windows.local_day(session.starts_at, person.zone)
    return {
        "date": dates.day(booked or session.target_on, person.locale),
        "times": slots.own(tx, session, person),
    }


def _since(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    last = sessions.last_held(tx, _relationship(tx, prompt))
    if last is None or last.starts_at is None:
        return {}
    person = tx.get_one(Person, prompt.person_id)
    return {"month": dates.month(windows.local_day(last.starts_at, person.zone), person.locale)}


def _script(tx: Session, prompt: Prompt) -> str:
    """Give the wording for a pair that hasn't met yet, or the usual one."""
    met = sessions.last_held(tx, _relationship(tx, prompt)) is not None
    return prompt.kind if met else f"{prompt.kind}_first"


def _opens(form: str) -> Tap:
    """Give the tap that opens a form on the session."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        return Opens(form, prompt.about["session"])

    return tap


def _pause(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("pause", str(prompt.relationship_id))


def _not_this_time(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask whether to skip one or to pause; until then the first question stays."""
    person, relationship = tx.get_one(Person, prompt.person_id), _relationship(tx, prompt)
    about = {"session": prompt.about["session"]}
    prompts.say(
        tx, person, "M1_not_this_time", prompt.id, now, relationship=relationship, about=about
    )
    return Done()


def _not_this_week(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Put a first session off by a week, at most three times (PRODUCT 2.4)."""
    session = bookings.meeting_of(tx, prompt)
    reply = sessions.put_off(tx, prompt, now)
    ends_on = _relationship(tx, prompt).ends_on or date.max
    session.target_on = min(session.target_on + WEEK, ends_on)
    prompts.close(tx, ("M2", "M3"), _relationship(tx, prompt), None, "passed", now)
    again_on = windows.local_day(now, tx.get_one(Person, prompt.person_id).zone) + WEEK
    sessions.plan_booking_prompts(
        tx, _relationship(tx, prompt), session, now, again_on, after_first=True
    )
    return reply


def _skip_one(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship = _relationship(tx, prompt)
    session = bookings.meeting_of(tx, prompt)
    if session.state == TO_BOOK:
        prompts.close(tx, ("M1",), relationship, None, "not_this_time", now)
        sessions.settle(tx, relationship, session, SKIPPED, now)
    return Done("skip_one")


def _next_week(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask again in a week; where the next step comes by then anyway, that is it."""
    comes = any(
        row.state == PLANNED and row.id != prompt.id and row.due_at < now + timedelta(days=9)
        for row in kept.waiting(tx, "M2", str(prompt.relationship_id), prompt.person_id)
    )
    return Done("next_week") if comes else sessions.put_off(tx, prompt, now)


def _copy(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Show the note to copy; nothing is sent."""
    person = tx.get_one(Person, prompt.person_id)
    draft = drafts.draft(tx, bookings.meeting_of(tx, prompt), person, now)
    prompts.answer(tx, prompt, "copy_it", now)
    return Shows(drafts.page(draft))


def _ways_out(tx: Session, prompt: Prompt) -> Sequence[str]:
    """Give the buttons, without "later" when it was put off three times (PRODUCT 2.4)."""
    from_script = {"M1": "not_this_week", "M2": "next_week"}
    names = M1_TAPS if prompt.kind == "M1" else M2_TAPS
    hidden = () if prompts.may_snooze(prompt) else (from_script[prompt.kind],)
    return [name for name in names if name not in hidden]


def _leave(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("leave_it_with_them")


M1_TAPS = {
    "make_invite": _opens("invite"),
    "pick_another_week": _opens("another_week"),
    "already_booked": _opens("already_booked"),
    "not_this_time": _not_this_time,
    "not_this_week": _not_this_week,
}
M2_TAPS = {
    "send_note": _opens("send_note"),
    "copy_it": _copy,
    "next_week": _next_week,
    "pause_us": _pause,
}
KINDS = {
    "M1": Kind(guard=_hers_to_ask, words=_words, script=_script, only=_ways_out, taps=M1_TAPS),
    "M1_not_this_time": Kind(
        guard=_unbooked, words=_words, taps={"skip_one": _skip_one, "pause_us": _pause}
    ),
    "M2": Kind(guard=_unbooked, words=_words, script=_script, only=_ways_out, taps=M2_TAPS),
    "M3": Kind(
        guard=_unbooked,
        words=_since,
        script=_script,
        taps={
            "send_hello": _opens("send_note"),
            "leave_it_with_them": _leave,
            "pause_us": _pause,
        },
    ),
}
