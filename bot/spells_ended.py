"""How a quiet spell ends without a pause: a lighter rhythm, no sprint any more, or a new date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    ladders,
    people,
    prompts,
    rhythm_changes,
    rhythms,
    sessions,
    terms,
    timers,
    windows,
    wishes,
)
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply
from bot.rhythms import Rhythm, State
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import TO_BOOK, Meeting

WEEK = timedelta(days=7)


def aim_anew(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Meet around a day two weeks off, for two who would book; the mentee is asked in a week."""
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    target_on = today + timedelta(days=timers.of(tx).book_first_days_before)
    sessions.aim(tx, session, target_on, now, today + WEEK)


def lighter(tx: Session, relationship: Relationship, now: datetime) -> Rhythm | None:
    """Give the rhythm one step lighter than the present one, None where there is none.

    While both are being asked for theirs, there is none either.
    """
    if wishes.asked(relationship):
        return None
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    return rhythms.one_step_lighter(terms.present(tx, relationship), today)


def lighten(tx: Session, relationship: Relationship, person: Person, now: datetime) -> bool:
    """Let a rhythm one step lighter hold at once, and tell the other; False where there is none.

    The other still has a pause at hand, the gentler answer to the same question.
    """
    rhythm = lighter(tx, relationship, now)
    if rhythm is None:
        return False
    prompts.close(tx, ladders.QUIET, relationship, None, "meet_less_often", now)
    _hold(tx, relationship, rhythm, now)
    other = people.other(tx, relationship, person)
    terms.tell(tx, "H1_lighter", relationship, other, rhythm, now)
    return True


def _hold(tx: Session, relationship: Relationship, rhythm: Rhythm, now: datetime) -> None:
    agreed = relationship.rhythm_state == State.AGREED
    prompts.close(tx, rhythm_changes.ABOUT_AN_OLD_RHYTHM, relationship, None, "passed", now)
    terms.hold(tx, relationship, rhythm, State.AGREED if agreed else State.PROVISIONAL, now)
    session = sessions.current(tx, relationship)
    mentee, _ = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    if session is not None and session.state == TO_BOOK and session.target_on <= today:
        aim_anew(tx, relationship, session, now)


def end_sprint(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Go back from a sprint that nobody keeps up to the ordinary rhythm, and tell both once."""
    rhythm = replace(terms.present(tx, relationship), sprint_until_on=None)
    prompts.close(tx, ladders.QUIET, relationship, None, "passed", now)
    _hold(tx, relationship, rhythm, now)
    for person in people.pair(tx, relationship):
        terms.tell(tx, "sprint_rested", relationship, person, rhythm, now)


def _still_holds(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    goes_on = relationship.state in wishes.ASKED_IN
    return goes_on and terms.present(tx, relationship) == terms.decode(prompt.about["rhythm"])


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    return terms.words(terms.decode(prompt.about["rhythm"]), tx.get_one(Person, prompt.person_id))


def _fine(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("thats_fine")


def _pause(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("pause", str(prompt.relationship_id))


KINDS = {
    "H1_lighter": Kind(
        guard=_still_holds, words=_words, taps={"thats_fine": _fine, "pause_us": _pause}
    ),
    "sprint_rested": Kind(guard=_still_holds, words=_words),
}
