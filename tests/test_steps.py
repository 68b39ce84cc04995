"""Steps are asked about once when due, with four answers, each with a question of its own."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import steps
from bot.errors import Correctable
from store.advice import Step, Update
from store.sessions import Topic
from tests.life import Life
from tests.pairs import everything_for, meeting, open_kinds, pair, rows, step, to_book


def row(life: Life, kept: Step) -> Step:
    found: Step = life.run(lambda tx: tx.get_one(Step, kept.id))
    return found


def due(life: Life, *texts: str, **more: Any) -> list[Step]:
    relationship = pair(life, **more)
    planned = [step(life, relationship, text) for text in texts]
    life.turn(days=15)
    return planned


def test_a_step_is_asked_about_14_days_later(life: Life) -> None:
    pair(life)
    step(life, life.relationship, "ask for the deck")
    life.turn_to(datetime(2027, 1, 26, 9, 29, tzinfo=UTC))
    assert life.kinds("maya") == []
    life.turn(minutes=11)
    assert life.kinds("maya") == ["F1"]
    assert "You planned to ask for the deck. How did it go?" in life.last("maya").body["text"]


@pytest.mark.parametrize(
    "rhythm", [{"every": "three_weeks"}, {"sprint_until_on": date(2027, 3, 1)}]
)
def test_a_step_of_a_sprint_is_asked_about_after_7_days(life: Life, rhythm: Any) -> None:
    pair(life, **rhythm)
    assert step(life, life.relationship, "ask").check_on == date(2027, 1, 19)


def test_the_wait_counts_from_the_session_however_late_the_note(life: Life) -> None:
    relationship = pair(life)
    session = meeting(life, relationship)
    life.turn(days=3)
    kept = life.run(lambda tx: steps.add(tx, relationship, session, "ask", life.now))
    assert kept.check_on == date(2027, 1, 26)
    life.turn(days=20)
    late = life.run(lambda tx: steps.add(tx, relationship, session, "later", life.now))
    assert late.check_on == date(2027, 2, 5)


@pytest.mark.parametrize("said", ["I will ask.", "I'll ask", "to ask"])
def test_a_step_reads_on_after_to(life: Life, said: str) -> None:
    due(life, said)
    assert "You planned to ask. How" in life.last("maya").body["text"]


@pytest.mark.parametrize(
    ("button", "state", "next_kind"),
    [
        ("did_it", "done", "F2"),
        ("tried_it", "tried", "F3"),
        ("not_yet", "open", "F4"),
        ("went_another_way", "other_way", "F5"),
    ],
)
def test_each_answer_leads_to_its_own_question(
    life: Life, button: str, state: str, next_kind: str
) -> None:
    [kept] = due(life, "ask for the deck")
    life.tap("maya", "F1", button)
    assert row(life, kept).state == state
    assert life.kinds("maya") == ["F1", next_kind]
    assert open_kinds(life, "maya", life.relationship, "F1") == []
    assert life.kinds("leo") == []


def test_did_it_keeps_a_line_for_her_alone(life: Life) -> None:
    due(life, "ask for the deck")
    life.tap("maya", "F1", "did_it")
    form = life.tap("maya", "F2", "write_line").view
    life.submit("maya", form, line="The silence helped")
    [kept] = rows(life, Update)
    assert (kept.status, kept.text, kept.shared_at) == ("did_it", "The silence helped", None)
    assert open_kinds(life, "maya", life.relationship, "F2") == []
    life.turn(days=10)
    assert life.kinds("leo") == []


def test_done_needs_no_words(life: Life) -> None:
    due(life, "ask for the deck")
    life.tap("maya", "F1", "tried_it")
    life.tap("maya", "F3", "done")
    assert open_kinds(life, "maya", life.relationship, "F3") == []
    assert [each.text for each in rows(life, Update)] == [None]


def test_the_whole_check_in_works_in_the_thread(life: Life) -> None:
    due(life, "ask for the deck")
    life.reply("maya", "F1", "Tried it")
    life.reply("maya", "F3", "That I talk too much")
    life.reply("maya", "F3", "only me")
    [kept] = rows(life, Update)
    assert (kept.status, kept.text, kept.shared_at) == ("tried_it", "That I talk too much", None)
    assert open_kinds(life, "maya", life.relationship, "F1", "F3") == []


def test_words_that_are_no_answer_get_the_choices(life: Life) -> None:
    [kept] = due(life, "ask for the deck")
    life.reply("maya", "F1", "well, sort of")
    assert "Went another way" in life.last("maya").body["text"]
    assert row(life, kept).state == "open"
    life.reply("maya", "F1", "1")
    assert row(life, kept).state == "done"


def test_several_due_steps_come_in_one_message_and_one_form(life: Life) -> None:
    first, second, third = due(life, "ask for the deck", "call Sam", "rest")
    assert life.kinds("maya") == ["F1"]
    form = life.tap("maya", "F1", "answer").view
    assert form is not None
    assert "call Sam" in str(form)
    life.submit("maya", form, status_1="did_it", status_2="not_yet")
    assert [row(life, kept).state for kept in (first, second, third)] == ["done", "open", "open"]
    assert sorted(life.kinds("maya")) == ["F1", "F2", "F4"]
    assert open_kinds(life, "maya", life.relationship, "F1") == []


def test_a_list_with_no_answer_is_sent_back(life: Life) -> None:
    due(life, "ask for the deck", "call Sam")
    form = life.tap("maya", "F1", "answer").view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", form)
    assert wrong.value.field == "status_1"


def test_more_steps_than_a_list_holds_are_asked_about_a_week_later(life: Life) -> None:
    planned = due(life, *[f"do {n}" for n in range(7)])
    form = life.tap("maya", "F1", "answer").view
    life.submit("maya", form, **{f"status_{n}": "did_it" for n in range(1, 6)})
    assert [row(life, kept).state for kept in planned] == ["done"] * 5 + ["open"] * 2
    assert row(life, planned[6]).check_on == date(2027, 2, 3)


def test_a_list_can_wait_three_times(life: Life) -> None:
    due(life, "ask for the deck", "call Sam")
    for _ in range(3):
        life.tap("maya", "F1", "later_today")
        life.turn(days=5)
    assert life.kinds("maya") == ["F1"] * 4
    assert "Later today" not in str(life.last("maya").body)


def test_a_smaller_step_takes_the_place_and_is_private_again(life: Life) -> None:
    relationship = pair(life)
    kept = step(life, relationship, "write the plan", shared=True)
    life.turn(days=15)
    life.tap("maya", "F1", "not_yet")
    form = life.tap("maya", "F4", "smaller_step").view
    life.submit("maya", form, step="write one line")
    after = row(life, kept)
    assert (after.text, after.shared, after.check_on) == ("write one line", False, date(2027, 2, 3))
    life.turn(days=9)
    assert "write one line" in life.last("maya").body["text"]


@pytest.mark.parametrize(
    ("when", "on"),
    [
        ("3_days", date(2027, 1, 30)),
        ("1_week", date(2027, 2, 3)),
        ("next_session", date(2027, 2, 8)),
    ],
)
def test_a_step_gets_a_new_date(life: Life, when: str, on: date) -> None:
    [kept] = due(life, "ask for the deck")
    to_book(life, life.relationship, date(2027, 2, 9))
    life.tap("maya", "F1", "not_yet")
    form = life.tap("maya", "F4", "new_date").view
    life.submit("maya", form, when=when)
    assert row(life, kept).check_on == on
    assert open_kinds(life, "maya", life.relationship, "F4") == []


def test_after_the_third_new_date_none_is_left_to_give(life: Life) -> None:
    [kept] = due(life, "ask for the deck")
    for _ in range(3):
        life.tap("maya", "F1", "not_yet")
        form = life.tap("maya", "F4", "new_date").view
        life.submit("maya", form, when="3_days")
        life.turn(days=8)
    life.tap("maya", "F1", "not_yet")
    assert "New date" not in str(life.last("maya").body)
    with pytest.raises(Correctable):
        life.submit("maya", form, when="3_days")
    life.tap("maya", "F4", "let_it_go")
    assert row(life, kept).state == "let_go"
    life.turn(days=30)
    assert life.kinds("maya").count("F1") == 4


def test_asking_the_mentor_keeps_the_words_with_the_mentee(life: Life) -> None:
    due(life, "ask about my salary")
    to_book(life, life.relationship, date(2027, 2, 9))
    life.tap("maya", "F1", "not_yet")
    life.tap("maya", "F4", "ask_mentor")
    [topic] = rows(life, Topic)
    assert topic.kind == "step"
    assert "salary" not in everything_for(life, "leo")


def test_another_way_can_wait_for_the_talk_or_stay_with_her(life: Life) -> None:
    due(life, "ask for the deck")
    life.tap("maya", "F1", "went_another_way")
    life.tap("maya", "F5", "tell_them_when_we_meet")
    [topic] = rows(life, Topic)
    assert (topic.kind, topic.text) == ("other_way", None)
    assert open_kinds(life, "maya", life.relationship, "F5") == []


def test_a_closed_step_is_not_asked_about(life: Life) -> None:
    relationship = pair(life)
    kept = step(life, relationship, "ask for the deck")
    form = life.act("maya", "step_update", kept.id).view
    life.submit("maya", form, status="did_it")
    life.turn(days=20)
    assert life.kinds("maya") == ["F2"]
    with pytest.raises(Correctable):
        life.submit("maya", form, status="tried_it")


def test_an_answer_that_is_none_of_the_four_is_sent_back(life: Life) -> None:
    [kept] = due(life, "ask for the deck")
    form = life.act("maya", "step_update", kept.id).view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", form, status="failed")
    assert wrong.value.field == "status"


def test_nobody_else_answers_for_her(life: Life) -> None:
    [kept] = due(life, "ask for the deck")
    for stranger in ("leo", "ines"):
        with pytest.raises(Correctable):
            life.act(stranger, "step_update", kept.id)


@pytest.mark.parametrize("line", ["x" * 3001, "🎉🎉", ":tada:", ""])
def test_a_line_that_cannot_be_kept_is_sent_back_to_its_field(life: Life, line: str) -> None:
    due(life, "ask for the deck")
    life.tap("maya", "F1", "did_it")
    form = life.tap("maya", "F2", "write_line").view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", form, line=line)
    assert wrong.value.field == "line"
