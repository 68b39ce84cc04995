"""Misses: a session that didn't happen is mended; only "not held" is kept, never who (M11-M14)."""

from datetime import datetime

from sqlmodel import Session

from bot import bookings, confirmations, people, prompts, sessions
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, NOT_HELD, TO_BOOK, Meeting

MENDS = {"i_missed_it": "M11", "they_didnt_come": "M12"}


def missed(tx: Session, session: Meeting, person: Person, how: str, now: datetime) -> None:
    """Set a session down as not held and offer the mentee a way to mend it, at once.

    `how`: "i_missed_it" or "they_didnt_come"; it chooses the words and is not kept.
    """
    relationship = people.theirs(tx, person, session.relationship_id)
    if session.state == BOOKED:
        sessions.not_held(tx, session, person, now)
    following = sessions.current(tx, relationship)
    kind = MENDS.get(how)
    if kind is None or following is None or not people.is_mentee(relationship, person):
        return
    about = {"session": following.id}
    prompts.say(tx, person, kind, session.id, now, relationship=relationship, about=about)


def _send(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("send_note", prompt.about["session"])


def _ask_mentor(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask the mentor for two times, without a fuss."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    _, mentor = people.pair(tx, relationship)
    if bookings.meeting_of(tx, prompt).state == TO_BOOK:
        about = {"session": prompt.about["session"]}
        prompts.plan(
            tx,
            "M12_mentor",
            mentor,
            prompt.about["session"],
            now,
            now,
            relationship=relationship,
            about=about,
        )
    return Done("yes_ask")


def _still_open(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return bookings.meeting_of(tx, prompt).state == TO_BOOK


def _differs(tx: Session, prompt: Prompt, now: datetime) -> bool:
    session = bookings.meeting_of(tx, prompt)
    return session.state in (HELD, NOT_HELD) and session.mentee_met != session.mentor_met


def _count(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Count the session as held, with all that follows a held one (M14)."""
    session = bookings.meeting_of(tx, prompt)
    session.mentee_met = True
    if session.state == NOT_HELD:
        session.state = HELD
        tx.flush()
        confirmations.follow(tx, session, now)
    return Done("yes")


def _dont_count(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Leave the session out of the count; nobody else is told."""
    session = bookings.meeting_of(tx, prompt)
    session.mentee_met = False
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=True)
    sessions.uncount(tx, relationship, session, now)
    return Done("no")


def _ends(outcome: str) -> Reply:
    return Done(outcome)


KINDS = {
    "M11": Kind(
        guard=_still_open,
        taps={
            "send_draft": _send,
            "ill_do_it_myself": lambda tx, prompt, now: _ends("ill_do_it_myself"),
        },
    ),
    "M12": Kind(
        guard=_still_open,
        taps={
            "yes_ask": _ask_mentor,
            "ill_ask": lambda tx, prompt, now: _ends("ill_ask"),
            "leave_it": lambda tx, prompt, now: _ends("leave_it"),
        },
    ),
    "M14": Kind(guard=_differs, taps={"yes": _count, "no": _dont_count}),
}
