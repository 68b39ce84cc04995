"""Scenes of doubts and changes: fit, pulse, the organizer, a sprint, working lines, capacity."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import alarms, courses, prompts, terms
from store.relationships import Relationship
from store.workspaces import Workspace
from tests.life import TEAM
from tests.pairs import meeting, pair, to_book
from tests.scenes import Scene
from tests.trading import asked, both_write, trade

LINE = "One real decision, talked through to the end"


def _helped(s: Scene) -> None:
    slack_id = s.who("ines").slack_id
    s.run(lambda tx: setattr(tx.get_one(Workspace, TEAM), "organizer_slack_id", slack_id))


def _paired(s: Scene) -> str:
    """Let Maya and Leo meet every two months, with a session to book; give its pair's id."""
    _helped(s)
    relationship = pair(s, rhythm_state="agreed")
    meeting(s, relationship, 1)
    to_book(s, relationship, s.now.date() + timedelta(days=60))
    return relationship.id


def _ring(s: Scene, kind: str, occasion: str) -> None:
    """Let an alarm of the round ring now."""

    def set_now(tx: Any) -> None:
        relationship = tx.get_one(Relationship, s.relationship.id)
        alarms.set_for(tx, kind, relationship, occasion, s.now)

    s.run(set_now)
    s.settle()


def a_fit(s: Scene) -> None:
    """Maya says mostly and what would help; Leo says not really, and asks the organizer."""
    row_id = _paired(s)
    _ring(s, courses.FIT, row_id)
    s.until("maya", "H5")
    s.until("leo", "H5")
    s.tap("maya", "H5", "mostly")
    s.submit("maya", s.tap("maya", "H5_mostly", "something_else").view, line=LINE)
    s.tap("leo", "H5", "not_really")
    s.tap("leo", "H5_not_really", "ask_organizer")
    s.act("leo", "dont_send_ask", row_id)
    s.act("leo", "send_ask", row_id)
    s.until("ines", "K2")
    s.home("ines", "asked_for_a_word")
    s.act("leo", "send_ask", row_id)
    s.tap("ines", "K2", "message_them")


def a_better_agenda(s: Scene) -> None:
    """The buttons that put something fixed on the agenda, and a good fit."""
    row_id = _paired(s)
    _ring(s, courses.FIT, row_id)
    s.until("maya", "H5")
    s.until("leo", "H5")
    s.tap("maya", "H5", "mostly")
    s.tap("maya", "H5_mostly", "clearer_goals")
    s.tap("leo", "H5", "not_really")
    s.tap("leo", "H5_not_really", "talk_it_over")


def low_twice(s: Scene) -> None:
    """Two low pulses bring help to that person alone."""
    _paired(s)
    sessions = [meeting(s, s.relationship, number) for number in (3, 4)]
    for session in sessions:
        _ring(s, courses.PULSE, session.id)
        s.until("maya", "H6")
        s.home("maya", "pulse")
        s.tap("maya", "H6", "little")
    s.tap("maya", "H7", "change_rhythm")
    s.tap("maya", "H7", "ask_organizer")
    s.submit("maya", s.tap("maya", "H7", "new_agenda").view, line=LINE)
    s.until("leo", "H6")
    s.tap("leo", "H6", "very")
    s.home("leo", "after_pulse")


def something_changed(s: Scene) -> None:
    """Maya says what changed, tells it and asks for a sprint; Leo offers fewer."""
    row_id = _paired(s)
    view = s.act("maya", "something_changed", row_id).view
    assert view is not None
    form = s.act("maya", "changed_new_job_or_role", row_id).view
    asked_page: Any = s.submit("maya", form, line="I lead a team of four now").view
    change_id = s.row(asked_page, "change_tell_them")
    s.act("maya", "change_tell_them", change_id)
    s.act("maya", "change_both", change_id)
    s.act("maya", "change_send_both", change_id)
    s.until("leo", "sprint_ask")
    s.act("maya", "something_changed", row_id)
    s.until("leo", "change_told")
    s.tap("leo", "sprint_ask", "monthly_instead")
    s.until("maya", "sprint_monthly")
    for kind in ("lost_job", "big_decision", "life_outside_work", "good_news"):
        s.act("maya", f"changed_{kind}", row_id)
    form = s.act("leo", "changed_good_news", row_id).view
    page: Any = s.submit("leo", form).view
    own = s.row(page, "change_tell_them")
    s.act("leo", "change_tell_them", own)
    s.act("leo", "change_send", own)
    s.until("maya", "change_told")


def a_sprint(s: Scene) -> None:
    """One sprint can't be now; the next runs its weeks and ends by itself."""
    row_id = _paired(s)
    for answer in ("cant_now", "yes"):
        page: Any = s.submit("maya", s.act("maya", "changed_big_decision", row_id).view).view
        change_id = s.row(page, "change_every_3_weeks_for_3_months")
        s.act("maya", "change_every_3_weeks_for_3_months", change_id)
        s.until("leo", "sprint_ask")
        s.tap("leo", "sprint_ask", answer)
        s.until("maya", "sprint_begins" if answer == "yes" else "sprint_not_now", days=14)
        s.turn(days=7)
    s.home("maya", "in_a_sprint")
    page = s.submit("maya", s.act("maya", "changed_big_decision", row_id).view).view
    s.act("maya", "change_only_note_it", s.row(page, "change_only_note_it"))

    def bring_its_end_near(tx: Any) -> None:
        relationship = tx.get_one(Relationship, row_id)
        until_on = s.now.date() + timedelta(days=2)
        rhythm = replace(terms.present(tx, relationship), sprint_until_on=until_on)
        terms.hold(tx, relationship, rhythm, "agreed", s.now)

    s.run(bring_its_end_near)
    s.until("leo", "sprint_over", days=20)
    s.until("maya", "sprint_over")


def working_lines(s: Scene) -> None:
    """Leo comes to manage Maya; both are asked."""
    row_id = _paired(s)
    page: Any = s.act("leo", "working_lines", row_id).view
    s.act("leo", "lines_ask", s.row(page, "lines_ask"))
    s.until("maya", "H11")
    s.until("leo", "H11")
    s.act("maya", "working_lines", row_id)
    s.tap("maya", "H11", "keep_going_weve_talked")
    s.tap("leo", "H11", "find_someone_new")
    s.tap("leo", "H11", "ask_organizer")
    s.act("leo", "send_ask", row_id)
    s.turn(days=3)


def a_note_shown(s: Scene) -> None:
    """Maya shows one note to the organizer."""
    _helped(s)
    asked(s)
    s.turn_to(both_write(s))
    s.act("maya", "note_open", trade(s).id)
    s.act("maya", "note_show_organizer", trade(s).id)
    s.act("maya", "note_keep", trade(s).id)
    s.act("maya", "note_send_organizer", trade(s).id)
    s.until("ines", "note_shown")
    s.tap("ines", "note_shown", "read_it")
    s.tap("ines", "note_shown", "done")


def a_person(s: Scene) -> None:
    """Somebody without a pair asks for a person."""
    _helped(s)
    s.arrive("ada")
    own = s.person("ada").id
    page: Any = s.act("ada", "person_please", own).view
    s.act("ada", "ask_organizer", s.row(page, "ask_organizer"))
    s.act("ada", "send_ask", own)
    s.until("ines", "K2")
    s.tap("ines", "K2", "done")


def fewer_people(s: Scene) -> None:
    """Leo says how many people feels comfortable, from M13 and from Home."""
    row_id = _paired(s)

    def offer(tx: Any) -> None:
        relationship, leo = tx.get_one(Relationship, row_id), s.person("leo", tx)
        prompts.plan(tx, "M13", leo, "third", s.now, s.now, relationship=relationship)

    s.run(offer)
    s.until("leo", "M13")
    s.submit("leo", s.tap("leo", "M13", "fewer_people").view, people="one")
    s.home("leo", "one_is_enough")
    own = s.person("leo").id
    s.submit("leo", s.act("leo", "capacity", own).view, people="open")


SCENES = (
    a_fit,
    a_better_agenda,
    low_twice,
    something_changed,
    a_sprint,
    working_lines,
    a_note_shown,
    a_person,
    fewer_people,
)
