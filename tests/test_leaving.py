"""Either of two people may leave at any time: after one last talk or at once, for no reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import bookings, leaving, sessions
from bot.errors import Correctable
from store import lines
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import SKIPPED
from tests.booking import at, meeting, until
from tests.life import Life
from tests.pairs import booked, everything_for, pair, rows, step, to_book
from tests.test_hub import begin, buttons, texts


def leave(life: Life, handle: str, way: str) -> Any:
    """Let somebody choose one of the ways to leave from the page behind More."""
    life.act(handle, "leave", life.relationship.id)
    return life.act(handle, f"leave_{way}", life.relationship.id)


def meet_on(life: Life, when: datetime) -> Relationship:
    """Let an active pair have a session booked for an instant."""
    relationship = pair(life)

    def work(tx: Session) -> None:
        row = tx.get_one(Relationship, relationship.id)
        session = sessions.begin(tx, row, life.now)
        bookings.book(tx, row, session, when, life.person("maya", tx), life.now)

    life.run(work)
    life.settle()
    return relationship


def words(life: Life, handle: str, kind: str) -> list[str]:
    return [m.body["text"] for m in life.sent if m.person == handle and kind in m.kinds]


def home(life: Life, handle: str) -> str:
    return everything_for(life, handle)


def test_more_leads_to_the_ways_to_leave(life: Life) -> None:
    relationship = pair(life)
    more = life.act("maya", "more", relationship.id).view
    assert "act:leave" in buttons(more)
    answer = life.act("maya", "leave", relationship.id)
    assert "no reason is needed. Shall I tell Leo" in texts(answer.view)
    assert [each.partition(":")[2] for each in buttons(answer.view)] == [
        "leave_last_talk_first", "leave_please_tell_them", "leave_not_yet",
    ]  # fmt: skip


def test_leaves_a_relationship(life: Life) -> None:
    pair(life)
    answer = leave(life, "maya", "please_tell_them")
    assert "Leo is told soon" in texts(answer.view)
    assert life.relationship.state == "ended"
    assert life.relationship.open_pair is None
    life.turn(days=1)
    [told] = words(life, "leo", "H9")
    assert told.startswith("Maya is bringing your mentoring to a close.")
    assert words(life, "maya", "H9") == []


@pytest.mark.parametrize("weekday", range(7))
def test_the_other_is_told_within_one_working_day(life: Life, weekday: int) -> None:
    pair(life)
    life.turn(days=14 + weekday, hours=3)
    left_at = life.now
    leave(life, "maya", "please_tell_them")
    life.turn(days=5)
    [told] = [m for m in life.sent if m.person == "leo" and "H9" in m.kinds]
    days = {4: 3, 5: 2}.get(left_at.weekday(), 1)
    assert told.at.date() <= (left_at + timedelta(days=days)).date()


def test_in_a_full_week_the_word_waits_for_the_next_one(life: Life) -> None:
    for mentee in ("ada", "ben", "cleo"):
        life.arrive(mentee)
        pair(life, mentee)
    for mentee in ("ada", "ben", "cleo"):
        [row] = [row for row in rows(life, Relationship) if row.mentee_id == life.person(mentee).id]
        life.act(mentee, "leave_please_tell_them", row.id)
        life.turn(days=1)
    assert life.kinds("leo").count("H9") == 2
    life.turn_to(datetime(2027, 1, 19, 22, tzinfo=UTC))
    assert life.kinds("leo").count("H9") == 3


def test_not_yet_changes_nothing_and_nobody_is_told(life: Life) -> None:
    pair(life)
    before = home(life, "leo")
    answer = leave(life, "maya", "not_yet")
    assert texts(answer.view) == "Nothing has changed, and nobody is told."
    assert life.relationship.state == "active"
    life.turn(days=3)
    assert home(life, "leo") == before


def test_a_pair_that_never_met_is_told_in_fitting_words(life: Life) -> None:
    begin(life)
    leave(life, "leo", "please_tell_them")
    life.turn(days=2)
    [told] = words(life, "maya", "H9")
    assert "Leo has decided not to go on with mentoring for now." in told
    assert "still counts" not in told


def test_setup_and_its_reminders_stop(life: Life) -> None:
    begin(life)
    leave(life, "leo", "please_tell_them")
    life.turn(days=2)
    before = (life.kinds("maya"), life.kinds("leo"))
    life.turn(days=60)
    assert (life.kinds("maya"), life.kinds("leo")) == before


def test_a_thank_you_is_passed_on_in_the_words_that_were_seen(life: Life) -> None:
    pair(life)
    leave(life, "maya", "please_tell_them")
    until(life, "leo", "H9")
    form = life.tap("leo", "H9", "send_thank_you").view
    assert "Thank you, Maya" in str(form)
    life.submit("leo", form, note="Thank you, Maya. I learned to ask more.")
    life.turn(days=2)
    assert "I learned to ask more" in words(life, "maya", "note_relayed")[0]
    [line] = life.run(lambda tx: lines.of_relationship(tx, life.relationship.id))
    assert line.kind == "thanks"
    with pytest.raises(Correctable):
        life.submit("leo", form, note="Once more")


def test_done_closes_the_message(life: Life) -> None:
    pair(life)
    leave(life, "maya", "please_tell_them")
    until(life, "leo", "H9")
    life.tap("leo", "H9", "done")
    assert "H9" not in [row.kind for row in rows(life, Prompt) if row.state == "sent"]


def test_a_last_talk_comes_first_and_only_the_leaver_knows(life: Life) -> None:
    relationship = pair(life)
    to_book(life, relationship, at(26, 0).date())
    before = home(life, "leo")
    answer = leave(life, "maya", "last_talk_first")
    assert "Leo sees it as the next session" in texts(answer.view)
    assert life.relationship.last_talk_for_id == life.person("maya").id
    assert "You chose the next talk as the last one." in home(life, "maya")
    assert home(life, "leo") == before
    life.turn(days=3)
    assert "last" not in home(life, "leo").replace("last time", "")


def test_after_the_last_talk_it_ends_and_the_other_is_told(life: Life) -> None:
    meet_on(life, at(14, 15))
    leave(life, "leo", "last_talk_first")
    until(life, "maya", "M6")
    life.tap("maya", "M6", "yes_note_it")
    assert life.relationship.state == "active"
    life.turn(days=7)
    assert life.relationship.state == "ended"
    assert words(life, "maya", "H9")[0].startswith("Leo is bringing your mentoring to a close.")
    assert "has come to a close" in words(life, "leo", "last_talk_over")[0]
    assert "G1" not in life.kinds("maya")
    assert meeting(life).state == SKIPPED


def test_two_who_both_chose_a_last_talk_are_told_so_only_after_it(life: Life) -> None:
    relationship = meet_on(life, at(14, 15))
    leave(life, "leo", "last_talk_first")
    page = life.act("maya", "leave", relationship.id).view
    assert "last_talk_first" in str(page)
    leave(life, "maya", "last_talk_first")
    until(life, "maya", "M6")
    life.tap("maya", "M6", "yes_note_it")
    life.turn(days=7)
    for handle in ("maya", "leo"):
        assert words(life, handle, "H9")[0].startswith("You both chose your latest talk")


def test_the_leaver_is_asked_once_more_when_no_talk_was_held_in_28_days(life: Life) -> None:
    relationship = pair(life)
    to_book(life, relationship, at(26, 0, month=3).date())
    leave(life, "maya", "last_talk_first")
    life.turn(days=27)
    assert "H8" not in life.kinds("maya")
    life.turn(days=8)
    assert life.kinds("maya").count("H8") == 1
    assert "H8" not in life.kinds("leo")
    life.turn(days=20)
    assert life.kinds("maya").count("H8") == 1
    life.tap("maya", "H8", "please_tell_them")
    assert life.relationship.state == "ended"
    until(life, "leo", "H9")


def test_the_second_time_a_last_talk_may_still_come_first_or_not(life: Life) -> None:
    relationship = pair(life)
    to_book(life, relationship, at(26, 0, month=3).date())
    leave(life, "maya", "last_talk_first")
    until(life, "maya", "H8", days=40)
    life.tap("maya", "H8", "not_yet")
    assert life.relationship.last_talk_for_id is None
    assert "last one" not in home(life, "maya").partition("'home'")[2]


def test_a_booked_session_is_taken_out_of_both_calendars(life: Life) -> None:
    relationship = pair(life)
    session = booked(life, relationship, at(22, 15))
    leave(life, "maya", "please_tell_them")
    assert "session_off_at_once" in life.kinds("maya")
    life.turn(days=2)
    [told] = [m for m in life.sent if m.person == "leo" and "H9" in m.kinds]
    assert told.kinds == ["H9", "session_off"]
    assert "is off" in told.body["text"]
    found = meeting(life)
    assert (found.id, found.state, found.sequence) == (session.id, SKIPPED, 1)
    files = [row for row in life.errands("file") if row.about["cancelled"]]
    assert len(files) == 2


def test_a_session_in_an_hour_is_said_to_be_off_at_once(life: Life) -> None:
    relationship = pair(life)
    life.turn(hours=6)
    booked(life, relationship, life.now + timedelta(hours=1))
    leave(life, "maya", "please_tell_them")
    assert "session_off_at_once" in life.kinds("leo")
    assert "H9" not in life.kinds("leo")


def test_check_ins_and_reminders_of_promises_stop(life: Life) -> None:
    relationship = pair(life)
    to_book(life, relationship, at(26, 0, month=2).date())
    step(life, relationship, "Ask Ines")
    leave(life, "leo", "please_tell_them")
    life.turn(days=60)
    assert set(life.kinds("maya")) <= {"H9"}
    assert life.kinds("leo") == []


def test_someone_who_has_ended_it_finds_nothing_more_to_tap(life: Life) -> None:
    relationship = pair(life)
    leave(life, "maya", "please_tell_them")
    for act in ("leave", "leave_please_tell_them", "leave_last_talk_first"):
        with pytest.raises(Correctable):
            life.act("maya", act, relationship.id)


def test_two_who_leave_at_once_end_it_once(life: Life) -> None:
    relationship = pair(life)
    life.act("leo", "leave", relationship.id)
    leave(life, "maya", "please_tell_them")
    with pytest.raises(Correctable):
        life.act("leo", "leave_please_tell_them", relationship.id)
    life.turn(days=2)
    assert life.kinds("leo").count("H9") == 1
    assert "H9" not in life.kinds("maya")


def test_a_stranger_can_leave_nothing(life: Life) -> None:
    relationship = pair(life)
    for act in ("leave", "leave_please_tell_them"):
        with pytest.raises(Correctable):
            life.act("ines", act, relationship.id)


def test_in_a_break_there_is_no_last_talk_to_choose(life: Life) -> None:
    relationship = pair(life)
    life.submit("maya", life.act("maya", "pause", relationship.id).view, until="month")
    page = life.act("maya", "leave", relationship.id).view
    assert "last talk" not in texts(page)
    leave(life, "maya", "please_tell_them")
    assert life.relationship.state == "ended"


def test_wrapping_up_from_one_side_tells_the_other(life: Life) -> None:
    pair(life)

    def work(tx: Session) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        leaving.wrap_up(tx, relationship, life.person("leo", tx), life.now)

    life.run(work)
    until(life, "maya", "H9")
    assert life.relationship.state == "ended"


def test_leaves_the_program(life: Life) -> None:
    life.arrive("ada")
    pair(life)
    pair(life, "ada")
    own = life.person("leo").id
    page = life.act("leo", "leave_all", own).view
    assert "Maya is told soon" in texts(page)
    assert "Ada is told soon" in texts(page)
    assert [row.state for row in rows(life, Relationship)] == ["active", "active"]
    life.act("leo", "stop_please_tell_them_all", own)
    assert [row.state for row in rows(life, Relationship)] == ["ended", "ended"]
    life.turn(days=2)
    for handle in ("maya", "ada"):
        assert life.kinds(handle).count("H9") == 1
    assert "H9" not in life.kinds("leo")


def test_leaving_the_program_may_go_one_at_a_time_or_not_now(life: Life) -> None:
    relationship = pair(life)
    own = life.person("leo").id
    page = life.act("leo", "stop_one_at_time", own).view
    assert buttons(page) == ["act:leave"]
    assert "nobody is told" in texts(life.act("leo", "stop_not_now", own).view)
    life.turn(days=1)
    assert life.relationship.state == relationship.state == "active"
    with pytest.raises(Correctable):
        life.act("maya", "stop_please_tell_them_all", own)


def test_who_has_nobody_here_is_told_so(life: Life) -> None:
    assert "nobody here to tell" in texts(
        life.act("ines", "leave_all", life.person("ines").id).view
    )
