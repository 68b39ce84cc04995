"""Scenes of the feedback trade: written, released, nudged, closed, asked for."""

from datetime import date
from typing import Any

from tests.booking import at, stamp
from tests.pairs import to_book
from tests.scenes import Scene
from tests.trading import asked, meets, paired, trade, write


def traded(s: Scene) -> None:
    """Both write in the form; both notes open; thanks, a try, a talk, a last line."""
    asked(s)
    s.home("maya", "trade_open")
    s.tap("maya", "G7", "got_it")
    s.tap("leo", "G8", "got_it")
    s.keep_form("trade_mentee", s.tap("maya", "G1", "write_mine").view)
    s.keep_form("trade_mentor", s.tap("leo", "G1", "write_mine").view)
    hint: Any = write(s, "leo", better="Prepare more").view
    s.act("leo", "note_add_bit", s.row(hint, "note_add_bit"))
    s.act("leo", "note_leave_it", s.row(hint, "note_leave_it"))
    write(s, "maya")
    s.home("maya", "trade_written")
    s.until("maya", "G5")
    s.home("leo", "notes_open")
    s.tap("leo", "G5", "later")
    s.tap("maya", "G5", "open")
    for act in ("note_ill_try_this", "note_talk_about_it"):
        s.act("maya", act, trade(s).id)
    s.submit("maya", s.act("maya", "note_say_thanks", trade(s).id).view, line="That helped")
    view = s.act("leo", "note_id_put_it_differently", trade(s).id).view
    s.submit("leo", view, line="I meant the numbers only")
    page: Any = s.act("maya", "notes", s.relationship.id).view
    s.act("maya", "note_open", s.row(page, "note_open"))
    s.act("maya", "note_delete_my_copy", trade(s).id)
    s.until("leo", "note_relayed")


def tried_before_the_next(s: Scene) -> None:
    """What Maya wanted to try is brought up beside the brief of the next session."""
    asked(s)
    write(s, "maya")
    write(s, "leo")
    s.until("maya", "G5")
    s.tap("maya", "G5", "open")
    s.act("maya", "note_ill_try_this", trade(s).id)
    to_book(s, s.relationship, date(2027, 2, 4))
    view = s.command("maya", "/mentor-book").view
    s.submit("maya", view, first=stamp(at(4, 15, month=2)))
    s.until("leo", "offered_times", days=30)
    s.tap("leo", "offered_times", "time#0")
    s.until("maya", "try_reminder", days=30)
    s.tap("maya", "try_reminder", "let_it_rest")


def one_alone(s: Scene) -> None:
    """Only Maya writes: Leo is nudged once, and reads what she chose to share."""
    asked(s)
    write(s, "maya")
    s.until("leo", "G4")
    s.turn_to(trade(s).closes_at)
    s.until("leo", "G6")
    s.home("maya", "trade_closed")
    s.tap("leo", "G6", "open")
    s.act("maya", "notes", s.relationship.id)


def asked_for(s: Scene) -> None:
    """Leo asks for a round outside a session; Maya skips; a second skip makes it rarer."""
    asked(s)
    s.tap("maya", "G1", "skip_this_time")
    s.turn(days=10)
    page: Any = s.command("leo", "/mentor-feedback").view
    view = s.act("leo", "note_ask_for_feedback", s.row(page, "note_ask_for_feedback")).view
    s.submit("leo", view, about="how I gave advice on the offer")
    s.until("maya", "feedback_on_request")
    s.tap("maya", "feedback_on_request", "skip_this_time")
    page = s.act("maya", "notes", s.relationship.id).view
    again = s.row(page, "note_after_each_session")
    s.act("maya", "note_after_each_session", again)
    s.turn(days=10)
    s.submit("maya", s.act("maya", "note_ask_for_feedback", s.relationship.id).view)
    s.until("leo", "feedback_on_request", days=20)
    page = s.act("leo", "notes", s.relationship.id).view
    s.act("leo", "note_write_mine", s.row(page, "note_write_mine"))
    s.submit("leo", s.tap("leo", "feedback_on_request", "write_mine").view, value="Your patience")


def before_it_opens(s: Scene) -> None:
    """The page of notes while the next round is still to come, and the thread of G1."""
    paired(s)
    meets(s)
    s.command("maya", "/mentor-feedback")
    s.until("leo", "G1")
    s.reply("leo", "G1", "She came prepared")
    s.reply("leo", "G1", "skip")
    s.reply("leo", "G1", "The honest question")
    s.reply("leo", "G1", "1")


SCENES = (traded, tried_before_the_next, one_alone, asked_for, before_it_opens)
