"""The end of a round: what it was, the file to keep, one's own notes, and what comes next (I10)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot import endings, farewells, gestures, lifecycle
from bot.errors import Correctable
from bot.lifecycle import State
from store.advice import Advice, Step, Update
from store.changes import Change
from store.goals import Goal, GoalChange
from store.relationships import Relationship
from store.sessions import HELD, Meeting
from store.trades import Note
from tests.life import Life
from tests.looking import LEOS, MAYAS, SHARED, year
from tests.pairs import everything_for, pair, rows
from tests.test_years import shown, state


def finish(life: Life, *, met: bool = True) -> Relationship:
    """Let a round end well on its last day."""
    relationship = year(life) if met else pair(life)

    def end(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        row.state = State.CLOSING
        endings.end(tx, row, life.now)
        farewells.say(tx, row, "finish_well", life.now)

    life.run(end)
    life.turn(days=1)
    return relationship


def go_on(life: Life, to: State, outcome: str) -> Relationship:
    """Let a round end and the two go on, as before or twice a year."""
    relationship = year(life)

    def say(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        row.state = State.CLOSING
        farewells.say(tx, row, outcome, life.now)
        lifecycle.move(row, to, life.now)

    life.run(say)
    life.turn(days=1)
    return relationship


def buttons(life: Life, handle: str, kind: str) -> list[str]:
    """Give the labels under somebody's last message of a kind."""
    body = next(m for m in reversed(life.sent) if m.person == handle and kind in m.kinds).body
    return [
        element["text"]["text"]
        for block in body["blocks"]
        for element in block.get("elements", ())
        if element["type"] == "button"
    ]


def test_both_hear_what_the_round_was(life: Life) -> None:
    finish(life)
    said = "That's your year: 6 talks and 4.5 hours. Thank you for giving them to each other."
    assert said in life.last("maya").body["text"]
    assert said in life.last("leo").body["text"]


def test_the_mentee_may_pass_it_on_the_mentor_meet_someone_new_or_rest(life: Life) -> None:
    finish(life)
    assert buttons(life, "maya", "I10") == ["Save our year", "Delete my notes", "Mentor someone"]
    assert buttons(life, "leo", "I10_mentor") == [
        "Save our year",
        "Delete my notes",
        "Meet someone new",
        "Take a break",
    ]


def test_another_year_offers_no_way_out_of_it(life: Life) -> None:
    go_on(life, State.ACTIVE, "another_year")
    assert buttons(life, "maya", "I10") == ["Save our year", "Mentor someone"]
    assert buttons(life, "leo", "I10_mentor") == ["Save our year"]


def test_keeping_in_touch_keeps_the_notes(life: Life) -> None:
    go_on(life, State.IN_TOUCH, "twice_year")
    assert "Delete my notes" not in buttons(life, "maya", "I10")
    assert "Take a break" in buttons(life, "leo", "I10_mentor")


def test_a_round_without_a_talk_counts_nothing(life: Life) -> None:
    finish(life, met=False)
    for handle in ("maya", "leo"):
        text = life.last(handle).body["text"]
        assert "0" not in text
        assert "ends here" in text


def test_one_short_talk_is_said_in_the_singular(life: Life) -> None:
    relationship = pair(life)

    def meet(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        tx.add(Meeting(relationship_id=row.id, number=1, state=HELD, minutes=45,
                       target_on=life.now.date(), starts_at=life.now))  # fmt: skip
        tx.flush()
        row.state = State.CLOSING
        endings.end(tx, row, life.now)
        farewells.say(tx, row, "finish_well", life.now)

    life.run(meet)
    life.turn(days=1)
    assert "That's your year: 1 talk and 45 minutes." in life.last("maya").body["text"]


def test_it_is_said_once(life: Life) -> None:
    relationship = year(life)

    def end(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        row.state = State.CLOSING
        endings.end(tx, row, life.now)
        for _ in range(2):
            farewells.say(tx, row, "finish_well", life.now)

    life.run(end)
    life.turn(days=40)
    assert life.kinds("maya").count("I10") == life.kinds("leo").count("I10_mentor") == 1


def test_nobody_who_is_gone_hears_of_it(life: Life) -> None:
    year(life)
    life.run(lambda tx: setattr(life.person("leo", tx), "deactivated_at", life.now))

    def end(tx: Any) -> None:
        row = tx.get_one(Relationship, life.relationship.id)
        row.state = State.CLOSING
        endings.end(tx, row, life.now)
        farewells.say(tx, row, "finish_well", life.now)

    life.run(end)
    life.turn(days=2)
    assert "I10_mentor" not in life.kinds("leo")
    assert "I10" in life.kinds("maya")


def test_save_posts_the_file_of_the_round_and_leaves_the_other_buttons(life: Life) -> None:
    finish(life)
    answer = life.tap("maya", "I10", "save_our_year")
    assert answer.sentence == "Your year is in the file below."
    [errand] = [each for each in life.errands("file") if "relationship" in each.about]
    assert errand.prompt_id == life.last("maya").prompt_id
    life.tap("maya", "I10", "delete_my_notes")


def test_delete_takes_what_only_she_could_read_and_leaves_what_she_shared(life: Life) -> None:
    finish(life)
    before = shown(life, "leo")
    answer = life.tap("maya", "I10", "delete_my_notes")
    assert answer.sentence == "Your notes are deleted. What you shared stays with Leo."
    after = shown(life, "maya")
    assert [word for word in MAYAS if word in after] == []
    assert [word for word in SHARED if word not in after] == []
    assert shown(life, "leo") == before


def test_what_is_deleted_is_in_no_row_any_more(life: Life) -> None:
    finish(life)
    life.tap("maya", "I10", "delete_my_notes")
    tables = (Advice, Step, Update, Change, Goal, GoalChange, Note)
    words = str([vars(row) for table in tables for row in rows(life, table)])
    assert [word for word in MAYAS if word in words] == []
    assert [word for word in (*SHARED, *LEOS) if word not in words and "line" not in word] == []


def test_the_mentors_own_notes_are_his_to_delete(life: Life) -> None:
    finish(life)
    hers = shown(life, "maya")
    life.tap("leo", "I10_mentor", "delete_my_notes")
    assert [word for word in LEOS if word in shown(life, "leo")] == []
    assert shown(life, "maya") == hers


def test_the_others_screen_tells_nothing_of_the_deleting(life: Life) -> None:
    finish(life)
    sent = len(life.sent)
    before = everything_for(life, "leo")
    life.tap("maya", "I10", "delete_my_notes")
    life.turn(days=1)
    assert len(life.sent) == sent
    assert everything_for(life, "leo") == before


def test_notes_of_a_pair_that_goes_on_are_not_deleted_by_an_old_message(life: Life) -> None:
    relationship = finish(life)
    state(life, relationship, state="setting_up", ended_at=None)
    life.tap("maya", "I10", "delete_my_notes")
    assert "goal-private" in shown(life, "maya")


def test_whoever_takes_a_break_is_not_named_until_it_ends(life: Life) -> None:
    finish(life)
    assert "taking a break" in str(life.tap("leo", "I10_mentor", "take_break").sentence)
    answer = life.command("ines", "/mentor", "leo")
    assert answer.view is None
    assert "Leo is taking a break from new people" in str(answer.sentence)
    assert "taking a break from new people" in everything_for(life, "leo")
    assert "taking a break" not in everything_for(life, "maya")
    life.act("leo", "end_break", life.person("leo").id)
    assert life.command("ines", "/mentor", "leo").view is not None


def test_whoever_is_on_a_break_may_name_somebody(life: Life) -> None:
    finish(life)
    life.tap("leo", "I10_mentor", "take_break")
    assert life.command("leo", "/mentor", "ines").view is not None


def test_a_break_is_ended_by_its_person_alone(life: Life) -> None:
    finish(life)
    life.tap("leo", "I10_mentor", "take_break")
    with pytest.raises(Correctable):
        life.act("maya", "end_break", life.person("leo").id)
    assert life.person("leo").takes_break


@pytest.mark.parametrize(("handle", "kind"), [("maya", "I10"), ("leo", "I10_mentor")])
def test_after_a_month_the_message_loses_its_buttons(life: Life, handle: str, kind: str) -> None:
    finish(life)
    life.turn_to(life.now + timedelta(days=31))
    with pytest.raises(AssertionError):
        life.open(handle, kind)


def test_meeting_someone_new_ends_a_break(life: Life) -> None:
    finish(life)
    life.tap("leo", "I10_mentor", "take_break")
    answer = life.tap("leo", "I10_mentor", "meet_someone_new")
    assert answer.view is not None
    assert not life.person("leo").takes_break


def test_a_strangers_tap_does_nothing(life: Life) -> None:
    finish(life)
    prompt = life.open("maya", "I10")
    with pytest.raises(Correctable):
        life.run(
            lambda tx: gestures.tap(tx, life.who("ines"), prompt.id, "delete_my_notes", life.now)
        )
    assert rows(life, Step)
    assert life.run(lambda tx: tx.exec(select(Goal)).all())
