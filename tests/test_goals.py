"""Goals as they are asked for: two or three, one, none yet, or more than three."""

import pytest
from sqlmodel import Session

from bot import gestures, goals
from bot.errors import Correctable
from store.goals import history
from store.relationships import Relationship
from tests.beginnings import (
    agenda,
    begun,
    chosen,
    does,
    goals_of,
    prompts_of,
    set_up_from,
    topics,
    waiting,
)
from tests.life import Life


def ask(life: Life) -> None:
    begun(life)
    life.turn(minutes=30)
    set_up_from(life, "maya")
    life.tap("maya", "C1", "tell_them_in_person")


def texts(life: Life) -> list[str]:
    return [goal.text for goal in goals_of(life)]


def seen(life: Life, handle: str) -> list[str]:
    def work(tx: Session) -> list[str]:
        relationship = tx.get_one(Relationship, life.relationship.id)
        return [goal.text for goal in goals.visible(tx, relationship, life.person(handle, tx))]

    found: list[str] = life.run(work)
    return found


def test_two_or_three_goals_are_kept_in_their_order_with_their_history(life: Life) -> None:
    ask(life)
    view = life.tap("maya", "D1", "write_goals").view
    answer = life.submit("maya", view, first="Lead", second="Be known", third="Write")
    assert answer.view is None
    assert texts(life) == ["Lead", "Be known", "Write"]
    changes = life.run(lambda tx: history(tx, life.relationship.id))
    assert [change.change for change in changes] == ["added"] * 3
    assert prompts_of(life, "maya", "D1")[0].outcome == "write_goals"
    assert "D4" in waiting(life, "maya")


def test_a_private_goal_is_seen_by_its_author_alone(life: Life) -> None:
    ask(life)
    view = life.tap("maya", "D1", "write_goals").view
    life.submit("maya", view, first="Lead", second="Leave", private=["second", "third"])
    assert seen(life, "maya") == ["Lead", "Leave"]
    assert seen(life, "leo") == ["Lead"]
    with pytest.raises(Correctable):
        seen(life, "ines")


def test_one_goal_gets_a_kind_second_question_that_may_stay_empty(life: Life) -> None:
    ask(life)
    view = life.tap("maya", "D1", "write_goals").view
    second = life.submit("maya", view, first="Lead").view
    assert second is not None
    assert "One is a start." in str(second)
    assert life.submit("maya", second).view is None
    assert texts(life) == ["Lead"]
    life.submit("maya", second, goal="Leave", private=["private"])
    assert seen(life, "leo") == ["Lead"]
    assert texts(life) == ["Lead", "Leave"]


def test_not_knowing_yet_opens_the_first_agenda_and_is_answered_kindly_at_once(life: Life) -> None:
    ask(life)
    life.tap("maya", "D1", "i_dont_know_yet")
    assert topics(life) == ["swap_stories", "talk_it_through"]
    assert agenda(life, "leo")[0] == "Talk through what I want"
    assert life.last("maya").kinds == ["D2"]
    assert "D4" not in waiting(life, "maya")
    life.tap("maya", "D2", "good")
    assert "D4" in waiting(life, "maya")


def test_starters_are_kept_by_ticking_them(life: Life) -> None:
    ask(life)
    life.tap("maya", "D1", "i_dont_know_yet")
    view = life.tap("maya", "D2", "give_me_few_starters").view
    with pytest.raises(Correctable, match="pick one"):
        life.submit("maya", view, starters=[])
    life.submit("maya", view, starters=["get_better", "good_at"])
    assert texts(life) == ["Get better at one thing", "Find out what I'm good at"]
    assert prompts_of(life, "maya", "D2")[0].outcome == "give_me_few_starters"
    assert "D4" in waiting(life, "maya")


def test_more_than_three_starters_are_put_in_order(life: Life) -> None:
    ask(life)
    life.tap("maya", "D1", "i_dont_know_yet")
    view = life.tap("maya", "D2", "give_me_few_starters").view
    every = ["stay_or_move", "get_better", "be_known", "understand", "good_at"]
    order = life.submit("maya", view, starters=every).view
    assert order is not None
    assert "Which three first? I'll keep the rest below." in str(order)
    ids = [goal.id for goal in goals_of(life)]
    with pytest.raises(Correctable, match="three at most"):
        life.submit("maya", order, goals=ids[:4])
    life.submit("maya", order, goals=[ids[4], ids[2]])
    assert [goal.id for goal in goals_of(life)] == [ids[2], ids[4], ids[0], ids[1], ids[3]]


def test_goals_are_asked_for_again_the_day_after_they_met(life: Life) -> None:
    ask(life)
    life.tap("maya", "D1", "i_dont_know_yet")
    life.tap("maya", "D2", "good")
    does(life, goals.ask_again)
    does(life, goals.ask_again)
    assert "D2_again" not in life.kinds("maya")
    life.turn(days=4)
    assert life.kinds("maya").count("D2_again") == 1
    view = life.tap("maya", "D2_again", "write_goals").view
    life.submit("maya", view, first="Lead", second="Write")
    assert prompts_of(life, "maya", "D2_again")[0].outcome == "write_goals"
    assert chosen(life, "maya", "D1") == goals.WRITTEN


def test_asked_again_not_yet_is_an_answer(life: Life) -> None:
    ask(life)
    life.tap("maya", "D1", "i_dont_know_yet")
    does(life, goals.ask_again)
    life.turn(days=4)
    life.tap("maya", "D2_again", "not_yet")
    assert texts(life) == []


def test_who_has_goals_is_not_asked_again(life: Life) -> None:
    ask(life)
    life.tap("maya", "D1", "i_dont_know_yet")
    does(life, goals.ask_again)
    view = life.act("maya", "goal_add", life.relationship.id).view
    life.submit("maya", view, goal="Lead")
    life.turn(days=5)
    assert "D2_again" not in life.kinds("maya")


@pytest.mark.parametrize("twin", ["Lead a team", "  lead  A TEAM. "])
def test_the_same_goal_twice_is_sent_back_at_its_field(life: Life, twin: str) -> None:
    ask(life)
    view = life.tap("maya", "D1", "write_goals").view
    with pytest.raises(Correctable, match="on the list already") as wrong:
        life.submit("maya", view, first="Lead a team", second="Write", third=twin)
    assert wrong.value.field == "third"
    assert texts(life) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("", "nothing in here"), (":tada:", "only emoji"), ("x" * 501, "501 characters")],
)
def test_a_goal_that_says_nothing_is_sent_back(life: Life, words: str, sentence: str) -> None:
    ask(life)
    view = life.tap("maya", "D1", "write_goals").view
    with pytest.raises(Correctable, match=sentence) as wrong:
        life.submit("maya", view, first=words)
    assert wrong.value.field == "first"


def test_a_form_sent_twice_keeps_its_goals_once(life: Life) -> None:
    ask(life)
    view = life.tap("maya", "D1", "write_goals").view
    life.submit("maya", view, first="Lead", second="Write")
    answer = life.submit("maya", view, first="Lead", second="Write")
    assert answer.sentence == "This was saved a moment ago, so nothing changed."
    assert texts(life) == ["Lead", "Write"]
    assert life.kinds("maya").count("D4") == 1


def test_goals_are_written_in_the_thread_one_by_one(life: Life) -> None:
    ask(life)
    for words in ("Lead a team", "Write more", "Leave in time"):
        life.reply("maya", "D1", words)
    assert texts(life) == ["Lead a team", "Write more", "Leave in time"]
    assert prompts_of(life, "maya", "D1")[0].outcome == "write_goals"
    assert "D4" in waiting(life, "maya")


def test_one_goal_in_the_thread_is_enough(life: Life) -> None:
    ask(life)
    life.reply("maya", "D1", "Lead a team")
    life.reply("maya", "D1", "done")
    assert texts(life) == ["Lead a team"]


def test_a_goal_said_twice_in_a_thread_is_one(life: Life) -> None:
    ask(life)
    for words in ("Lead a team", "lead a team", "Write more"):
        life.reply("maya", "D1", words)
    assert texts(life) == ["Lead a team", "Write more"]


def test_a_list_pasted_into_the_thread_is_as_many_goals_and_gets_an_order(life: Life) -> None:
    ask(life)
    life.reply("maya", "D1", "1. Lead a team\n2. Write more\n- Be known\n• Leave in time")
    life.reply("maya", "D1", "done")
    assert texts(life) == ["Lead a team", "Write more", "Be known", "Leave in time"]
    assert "which_three" in waiting(life, "maya")
    view = life.tap("maya", "which_three", "choose_three").view
    last = goals_of(life)[-1]
    life.submit("maya", view, goals=[last.id])
    assert texts(life)[0] == "Leave in time"
    assert prompts_of(life, "maya", "which_three")[0].outcome == "choose_three"


def test_not_knowing_can_be_typed(life: Life) -> None:
    ask(life)
    life.reply("maya", "D1", "I don't know yet")
    assert "talk_it_through" in topics(life)
    assert "D2" in waiting(life, "maya")


def test_only_the_mentee_writes_goals(life: Life) -> None:
    ask(life)
    view = life.tap("maya", "D1", "write_goals").view
    for form in ("goals", "goal_second", "starters", "goal_add", "goals_first"):
        for handle in ("leo", "ines"):
            with pytest.raises(Correctable, match="somebody else"):
                life.run(
                    lambda tx, form=form, handle=handle: gestures.submit(
                        tx,
                        life.who(handle),
                        form,
                        life.relationship.id,
                        {"first": "Lead", "goal": "Lead", "starters": ["good_at"]},
                        life.now,
                    )
                )
    assert view is not None
    assert texts(life) == []
