"""Scenes of a round's end: what comes next, another year, keeping in touch, contacts."""

from datetime import date
from typing import Any

from bot import contacts, in_touch
from store.relationships import Relationship
from tests.booking import at, stamp
from tests.closing import closing, near_the_end, say, to_the_end
from tests.pairs import booked, meeting, pair
from tests.scenes import Scene


def another_year(s: Scene) -> None:
    """Both choose another year, and look at it afresh; Maya books the last session."""
    closing(s, "career")
    s.home("maya", "closing")
    view = s.tap("maya", "I3", "make_invite").view
    s.submit("maya", view, first=stamp(at(22, 15, month=12)))
    s.tap("leo", "I3_mentor", "ok")
    say(s, "another_year", "another_year")
    s.home("maya", "renewal_answered")
    s.until("maya", "I5", days=12)
    s.until("leo", "I5")
    s.tap("maya", "I5", "ok")
    s.home("leo", "renewal_told")
    to_the_end(s)
    s.until("maya", "renewed")
    s.until("leo", "renewed")
    for button in ("goals", "my_card", "rhythm", "they_still_fit"):
        s.tap("maya", "renewed", button)
    s.until("leo", "J10", days=12)
    s.submit("leo", s.tap("leo", "J10", "add_contact").view, contact="leo at home")
    s.act("leo", "more", s.relationship.id)
    s.turn(days=35)


def finishing(s: Scene) -> None:
    """A session is booked already; both finish well."""
    found = near_the_end(s)
    booked(s, found, at(4, 15, year=2028), number=9)
    s.turn_to(at(2, 18, month=12))
    s.tap("maya", "I3", "talk_about_whats_next")
    s.tap("leo", "I3_mentor", "ok")
    say(s, "finish_well", "finish_well")
    s.until("maya", "I5")
    s.until("leo", "I5")
    s.tap("leo", "I5", "ok")


def talking(s: Scene) -> None:
    """Maya would rather talk about what's next; Leo never says."""
    closing(s)
    s.tap("maya", "I3", "talk_about_whats_next")
    s.tap("maya", "I4", "not_sure_talk")
    s.turn_to(at(29, 12, month=12))
    s.until("maya", "I6")
    s.until("leo", "I6")
    s.tap("maya", "I6", "ok")
    s.submit("leo", s.tap("leo", "I6", "change_my_answer").view, answer="twice_year")
    s.act("leo", "renewal", s.relationship.id)


def not_sure(s: Scene) -> None:
    """Both are not sure, have thirty more days, and then choose twice a year."""
    closing(s, "career")
    say(s, "not_sure_talk", "not_sure_talk")
    s.until("maya", "thirty_more_days", days=12)
    s.until("leo", "thirty_more_days")
    s.turn_to(at(6, 18, year=2028))
    say(s, "twice_year", "twice_year")
    s.until("maya", "I5", days=12)
    s.until("leo", "I5")
    s.tap("maya", "I5", "ok")


def _in_touch(s: Scene) -> None:
    found = pair(s, kind="career", rhythm_state="agreed")
    meeting(s, found, 6, starts_at=at(5, 15))

    def begin(tx: Any) -> None:
        row = tx.get_one(Relationship, found.id)
        row.ends_on, row.state = date(2027, 1, 12), "closing"
        in_touch.begin(tx, row, s.now)

    s.run(begin)


def hellos(s: Scene) -> None:
    """Maya says hello and later suggests a coffee; Leo skips twice, and stops."""
    _in_touch(s)
    s.home("maya", "in_touch")
    s.act("maya", "say_hello", s.relationship.id)
    s.turn_to(at(20, 18, month=7))
    s.submit("maya", s.tap("maya", "I11", "send_hello").view)
    s.tap("leo", "I11", "skip")
    s.turn_to(at(20, 18, month=1, year=2028))
    s.submit("maya", s.tap("maya", "I11", "suggest_coffee").view)
    s.tap("leo", "I11", "skip")
    s.tap("leo", "stop_hellos", "keep_going")
    s.turn_to(at(20, 18, month=7, year=2028))
    s.tap("leo", "I11", "stop_these")
    s.until("maya", "hellos_over")


def starting_again(s: Scene) -> None:
    """Leo would like another round; Maya says not now, and half a year later yes."""
    _in_touch(s)
    s.turn(days=40)
    s.act("leo", "start_again", s.relationship.id)
    s.until("maya", "restart")
    s.tap("maya", "restart", "not_now")
    s.turn_to(at(20, 18, month=7))
    s.act("leo", "start_again", s.relationship.id)
    s.until("maya", "restart")
    s.tap("maya", "restart", "yes_start_again")


def both_start_again(s: Scene) -> None:
    """Both tap Start again by themselves."""
    _in_touch(s)
    for handle in ("maya", "leo"):
        s.act(handle, "start_again", s.relationship.id)


def contacts_left(s: Scene) -> None:
    """Maya leaves a contact, and Leo after some thought."""
    found = pair(s, kind="career", rhythm_state="agreed")

    def ask(tx: Any) -> None:
        contacts.ask(tx, tx.get_one(Relationship, found.id), s.now.date(), s.now)

    s.run(ask)
    s.until("maya", "J10")
    s.until("leo", "J10")
    s.submit("maya", s.tap("maya", "J10", "add_contact").view, contact="maya at home")
    s.act("maya", "more", found.id)
    s.tap("leo", "J10", "no_thanks")
    s.submit("leo", s.act("leo", "contact", found.id).view, contact="leo at home")
    s.act("leo", "more", found.id)


SCENES = (
    another_year,
    finishing,
    talking,
    not_sure,
    hellos,
    starting_again,
    both_start_again,
    contacts_left,
)
