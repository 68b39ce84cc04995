"""Scenes of leaving, of an account that is gone, and of beginning anew."""

from datetime import timedelta
from typing import Any

from bot import bookings, people, sessions
from bot.people import Profile
from store.relationships import Relationship
from store.rhythms import RulesWish
from tests.beginnings import begun
from tests.booking import at
from tests.pairs import pair
from tests.scenes import Scene


def _booked(s: Scene) -> Relationship:
    relationship = pair(s)

    def work(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        session = sessions.begin(tx, row, s.now)
        bookings.book(tx, row, session, at(28, 15), s.person("maya", tx), s.now)

    s.run(work)
    s.settle()
    return relationship


def _switch(s: Scene, handle: str, *, off: bool) -> None:
    zone = s.person(handle).zone
    profile = Profile(f"{handle.capitalize()} Doe", zone, "en-GB", False, off)
    s.run(lambda tx: people.learn(tx, s.who(handle), profile, s.now))
    s.settle()


def told(s: Scene) -> None:
    """Maya leaves with a session booked; Leo sends a thank-you, and later asks to begin anew."""
    relationship = _booked(s)
    s.act("maya", "leave", relationship.id)
    s.act("maya", "leave_please_tell_them", relationship.id)
    s.until("leo", "H9")
    s.submit("leo", s.tap("leo", "H9", "send_thank_you").view)
    s.home("leo", "ended")
    s.turn(days=3)
    s.act("leo", "reopen", relationship.id)
    s.act("leo", "reopen_ask", relationship.id)
    s.act("leo", "reopen", relationship.id)
    s.until("maya", "reopen")
    s.tap("maya", "reopen", "yes")


def not_anew(s: Scene) -> None:
    """Leo asks to begin anew; Maya says no, and he hears only that nothing is set up."""
    relationship = pair(s)
    s.act("maya", "leave_please_tell_them", relationship.id)
    s.turn(days=3)
    s.act("leo", "reopen_ask", relationship.id)
    s.until("maya", "reopen")
    s.tap("maya", "reopen", "no_thank_you")
    s.until("leo", "not_reopened", days=20)


def both_leave(s: Scene) -> None:
    """Both would like one last talk; after it both are told so."""
    relationship = _booked(s)
    for handle in ("maya", "leo"):
        s.act(handle, "leave_last_talk_first", relationship.id)
    s.until("maya", "M6", days=30)
    s.tap("maya", "M6", "yes_note_it")
    s.until("maya", "H9")
    s.tap("maya", "H9", "done")


def told_in_setup(s: Scene) -> None:
    """Leo leaves before anything is set up; Maya names somebody new."""
    begun(s)
    s.act("leo", "leave_please_tell_them", s.relationship.id)
    s.until("maya", "H9")
    s.submit("maya", s.tap("maya", "H9", "find_someone_new").view, person="UINES", role="mentee")


def last_talk(s: Scene) -> None:
    """Leo would like one last talk; it is held, and both are told."""
    relationship = _booked(s)
    s.act("leo", "leave_last_talk_first", relationship.id)
    s.home("leo", "last_talk")
    s.until("maya", "M6", days=30)
    s.tap("maya", "M6", "yes_note_it")
    s.until("maya", "H9")
    s.tap("maya", "H9", "done")
    s.turn(days=3)


def no_last_talk(s: Scene) -> None:
    """No last talk was held in four weeks: Maya is asked once more."""
    relationship = pair(s)
    s.act("maya", "leave_last_talk_first", relationship.id)
    s.until("maya", "H8", days=40)
    s.tap("maya", "H8", "not_yet")


def gone(s: Scene) -> None:
    """Leo's account is switched off; Maya carries on, and is asked a year later."""
    relationship = _booked(s)
    for handle in ("maya", "leo"):
        wish = RulesWish(
            relationship_id=relationship.id,
            person_id=s.person(handle).id,
            contact=f"{handle} at home",
            wished_at=s.now,
        )
        s.run(lambda tx, wish=wish: tx.add(wish))
    s.run(lambda tx: setattr(tx.get_one(Relationship, relationship.id), "rules_state", "agreed"))
    _switch(s, "leo", off=True)
    s.until("maya", "H10")
    s.home("maya", "account_gone")
    s.tap("maya", "H10", "were_in_touch")
    s.act("maya", "leave", relationship.id)
    s.turn_to(s.now + timedelta(days=370))
    s.tap("maya", "H14", "keep_going")


def gone_for_good(s: Scene) -> None:
    """Leo's account is switched off, and Maya says nothing."""
    pair(s)
    _switch(s, "leo", off=True)
    s.until("maya", "H10")
    s.turn(days=112)


def stopping(s: Scene) -> None:
    """Leo stops mentoring here."""
    pair(s)
    own = s.person("leo").id
    for act in ("leave_all", "stop_one_at_time", "stop_not_now", "stop_please_tell_them_all"):
        s.act("leo", act, own)
    s.act("leo", "leave_all", own)


SCENES = (
    told,
    not_anew,
    both_leave,
    told_in_setup,
    last_talk,
    no_last_talk,
    gone,
    gone_for_good,
    stopping,
)
