"""Denials: it didn't happen, and which it was; only "not held" is kept, and nobody's name (M6)."""

from datetime import datetime

from sqlmodel import Session

from bot import confirmations, misses, scripts, sessions, wrap_ups
from bot.kinds import Kind, Tap
from bot.replies import Done, Opens, Reply, Says
from store.people import Person
from store.prompts import Prompt
from store.sessions import BOOKED, HELD

CHOICES = ("i_missed_it", "they_didnt_come")


def _still_open(tx: Session, prompt: Prompt) -> bool:
    """Say whether the session the question is about still waits for its answer."""
    session = wrap_ups.asked_session(tx, prompt)
    return session.state == BOOKED and wrap_ups.stamp(session) == prompt.about["starts"]


def _moved(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    if not _still_open(tx, prompt):
        return Says(scripts.script("stale_click").text)
    return Opens("moved_to", prompt.about["session"])


def _missed(how: str) -> Tap:
    """Give the tap that sets a session down as not held; how it came about chooses words only."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        person = tx.get_one(Person, prompt.person_id)
        session = wrap_ups.asked_session(tx, prompt)
        if session.state == HELD:
            # The mentor's word came in between; the mentee is asked once more, by M14.
            sessions.not_held(tx, session, person, now)
            return Done("passed")
        misses.missed(tx, session, person, how, now)
        return Done(how)

    return tap


KINDS = {
    "M6_didnt_happen": Kind(
        words=confirmations.words,
        taps={"we_moved_it": _moved, **{how: _missed(how) for how in CHOICES}},
    ),
}
