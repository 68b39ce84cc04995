"""Scenes of what follows a session: steps, updates, and a rhythm that changes."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from bot import agreements, people, wishes, wrap_ups
from store.relationships import Relationship
from store.sessions import Meeting
from tests.pairs import booked, meeting, pair, step, to_book
from tests.scenes import Scene


def a_step_due(s: Scene, text: str = "ask for the deck") -> None:
    """Maya planned a step two weeks ago and is asked about it."""
    pair(s)
    step(s, s.relationship, text)
    s.until("maya", "F1", days=20)


def did_it(s: Scene) -> None:
    """She did it, writes a line, and shares it; Leo can help."""
    pair(s)
    meeting(s, s.relationship)
    step(s, s.relationship, "ask for the deck", moment="the project starts")
    to_book(s, s.relationship, date(2027, 3, 9))
    s.until("maya", "F1", days=20)
    s.home("maya", "step_due")
    s.command("maya", "/mentor")
    s.tap("maya", "F1", "later_today")
    s.until("maya", "F1")
    s.tap("maya", "F1", "did_it")
    view: Any = s.tap("maya", "F2", "share_with_mentor").view
    page: Any = s.submit("maya", view, line="The deck had the answer in it").view
    s.act("maya", "edit_update", s.row(page, "edit_update"))
    s.act("maya", "send_update", s.row(page, "send_update"))
    s.until("leo", "F7")
    s.tap("leo", "F7", "i_can_help")
    s.until("maya", "update_reply_relayed")


def tried_it(s: Scene) -> None:
    """She tried it and keeps a line to herself."""
    a_step_due(s)
    s.tap("maya", "F1", "tried_it")
    view: Any = s.tap("maya", "F3", "write_line").view
    s.submit("maya", view, line="I froze, and that is fine", share="only_me")
    s.turn(days=1)


def another_way(s: Scene) -> None:
    """She went another way and tells Leo so."""
    a_step_due(s)
    s.tap("maya", "F1", "went_another_way")
    s.tap("maya", "F5", "tell_them_when_we_meet")
    s.command("maya", "/mentor-update")
    _told(s, "I asked Dana instead")
    s.until("leo", "F7")
    s.tap("leo", "F7", "lovely_to_hear")
    for line in ("The first try worked", "So did the second"):
        _told(s, line)
    s.until("leo", "F7", days=20)
    s.tap("leo", "F7", "tell_me_when_we_meet")


def _told(s: Scene, line: str) -> None:
    view: Any = s.command("maya", "/mentor-update").view
    page: Any = s.submit("maya", view, line=line).view
    s.act("maya", "send_update", s.row(page, "send_update"))


def another_way_told(s: Scene) -> None:
    """She drafts what she chose and why, types it in the thread, and Leo reads it."""
    a_step_due(s)
    s.tap("maya", "F1", "went_another_way")
    s.tap("maya", "F5", "draft_line")
    s.reply("maya", "F5", "You said ask for the deck; I asked Dana, because she wrote it.")
    s.tap("maya", "F6", "edit")
    s.tap("maya", "F6", "send")
    s.until("leo", "F7")
    s.tap("leo", "F7", "lovely_to_hear")


def not_yet(s: Scene) -> None:
    """Not yet: a new date three times, then it may go."""
    a_step_due(s)
    for _ in range(3):
        s.tap("maya", "F1", "not_yet")
        s.submit("maya", s.tap("maya", "F4", "new_date").view, when="3_days")
        s.until("maya", "F1", days=20)
    s.tap("maya", "F1", "not_yet")
    s.tap("maya", "F4", "smaller_step")
    s.tap("maya", "F4", "ask_mentor")


def several_steps(s: Scene) -> None:
    """Two steps due on one day; a smaller one; an update about one of them."""
    pair(s)
    for text in ("ask for the deck", "write three lines after each meeting"):
        step(s, s.relationship, text)
    s.submit("maya", s.command("maya", "/mentor-update").view, about="line")
    s.until("maya", "F1", days=20)
    view = s.tap("maya", "F1", "answer").view
    s.submit("maya", view, status_1="not_yet", status_2="tried_it")
    s.submit("maya", s.tap("maya", "F4", "smaller_step").view, step="ask for one slide")
    page = s.act("maya", "more", s.relationship.id).view
    s.act("maya", "step_update", s.row(page, "step_update"))


def half_way(s: Scene) -> None:
    """Half-way to the next session: anything worth a line?"""
    pair(s)
    first = booked(s, s.relationship, s.now - timedelta(hours=2))
    s.run(lambda tx: wrap_ups.plan(tx, *_both(tx, s, first.id), s.now))
    s.until("maya", "M6", days=2)
    view = s.tap("maya", "M6", "yes_note_it").view
    s.submit("maya", view, first="Ask for the deck", moment_1="it starts", step_1="ask for it")
    s.until("maya", "F8", days=60)
    s.submit("maya", s.tap("maya", "F8", "share_one_line").view, line="Dana said yes")
    s.tap("maya", "F8", "nothing_yet")


def _both(tx: Session, s: Scene, session_id: str) -> tuple[Relationship, Meeting]:
    return tx.get_one(Relationship, s.relationship.id), tx.get_one(Meeting, session_id)


def rhythm_changes(s: Scene) -> None:
    """A lighter rhythm holds at once; a fuller one asks the other, who says no, then yes."""
    pair(s, rhythm_state="agreed", every="two_months")
    s.submit("maya", s.command("maya", "/mentor-rhythm").view, every="three_months")
    s.until("leo", "rhythm_changed")
    for button in ("keep_as_it_is", "yes_change_it"):
        s.submit("maya", s.command("maya", "/mentor-rhythm").view, every="month")
        s.until("leo", "rhythm_proposed")
        s.tap("leo", "rhythm_proposed", button)
        s.turn(days=2)


def a_trial_over(s: Scene) -> None:
    """After three sessions of a trial both are asked again; Maya would rather talk first."""
    pair(s, rhythm_state="trial", every="two_months")
    for number in (1, 2, 3):
        meeting(s, s.relationship, number)

    def three_met(tx: Session) -> None:
        relationship = tx.get_one(Relationship, s.relationship.id)
        for person_id in (relationship.mentee_id, relationship.mentor_id):
            _tried(tx, relationship, person_id)
        agreements.after_session(tx, relationship, s.now)

    s.run(three_met)
    s.until("maya", "rhythm_again")
    s.tap("maya", "rhythm_again", "answer")
    s.tap("maya", "rhythm_again", "lets_talk_first")


def _tried(tx: Session, relationship: Relationship, person_id: str) -> None:
    topic = f"D6:{wishes.round_of(relationship)}"
    at_first = relationship.begun_at or relationship.created_at
    people.chose(tx, relationship, person_id, topic, "try_it", at_first)


SCENES = (
    did_it,
    tried_it,
    another_way,
    another_way_told,
    not_yet,
    several_steps,
    half_way,
    rhythm_changes,
    a_trial_over,
)
