"""Setup: cards one after the other, at each person's own pace, and the usual answers after."""

from datetime import date

import pytest
from sqlmodel import Session

from bot import gestures, setup
from bot.errors import Correctable
from store.prompts import Prompt
from store.relationships import Relationship
from tests.beginnings import (
    answer_card,
    begun,
    does,
    planned,
    prompts_of,
    set_up_from,
    topics,
    waiting,
)
from tests.booking import drawn
from tests.life import Life


def left(life: Life, handle: str) -> list[str]:
    found: list[str] = life.run(
        lambda tx: setup.cards_left(
            tx, tx.get_one(Relationship, life.relationship.id), life.person(handle, tx)
        )
    )
    return found


def complete(life: Life, handle: str) -> None:
    set_up_from(life, handle)
    for kind in left(life, handle):
        answer_card(life, handle, kind)


def test_who_taps_yes_is_offered_the_setup_at_once_and_the_other_in_their_window(
    life: Life,
) -> None:
    view = life.command("maya", "/mentor", "leo").view
    life.submit("maya", view, role="mentee")
    life.turn(hours=9)
    life.tap("leo", "A7", "yes")
    assert life.last("leo").kinds == ["B11_now"]
    assert life.last("leo").at == life.now
    assert "You both said yes." in life.last("leo").body["text"]
    assert life.kinds("maya") == []
    life.turn(days=1)
    [offer] = [m for m in life.sent if m.person == "maya" and "B11" in m.kinds]
    assert offer.at.date() == date(2027, 1, 13)


@pytest.mark.parametrize(
    ("handle", "cards"), [("maya", ["C1", "D1", "D4", "D7"]), ("leo", ["C1", "D3", "D4", "D7"])]
)
def test_the_cards_come_one_after_the_other(life: Life, handle: str, cards: list[str]) -> None:
    begun(life)
    life.turn(minutes=30)
    set_up_from(life, handle)
    for number, kind in enumerate(cards):
        assert left(life, handle) == cards[number:]
        assert [card for card in waiting(life, handle) if card in cards] == [kind]
        answer_card(life, handle, kind)
    assert left(life, handle) == []
    assert "setup_reminder" not in planned(life, handle)


def test_the_first_session_does_not_wait_for_the_setup(life: Life) -> None:
    begun(life)
    assert life.relationship.state == "setting_up"
    assert any(kind.startswith("M") for kind in planned(life, "maya"))


def test_when_both_are_through_the_relationship_is_active(life: Life) -> None:
    begun(life)
    complete(life, "leo")
    assert life.relationship.state == "setting_up"
    life.turn(minutes=30)
    complete(life, "maya")
    assert life.relationship.state == "active"
    assert life.relationship.active_at == life.now
    assert life.relationship.rhythm_state == "agreed"
    life.turn(days=2)
    assert "D8" in " ".join(life.kinds("maya"))
    assert "D8" in " ".join(life.kinds("leo"))
    life.turn(days=20)
    assert "setup_reminder" not in life.kinds("maya") + life.kinds("leo")


def test_tomorrow_offers_it_again_tomorrow_and_not_for_ever(life: Life) -> None:
    begun(life)
    life.tap("leo", "B11_now", "tomorrow")
    [now] = prompts_of(life, "leo", "B11_now")
    assert now.outcome == "tomorrow"
    life.turn(days=1, hours=1)
    [tomorrow] = prompts_of(life, "leo", "B11")
    assert tomorrow.state == "sent"

    def put_off_often(tx: Session) -> None:
        tx.get_one(Prompt, tomorrow.id).snoozes = 3

    life.run(put_off_often)
    life.tap("leo", "B11", "tomorrow")
    [last] = prompts_of(life, "leo", "B11")
    assert last.outcome == "not_now"


def test_set_it_up_in_the_thread_posts_the_first_card(life: Life) -> None:
    begun(life)
    life.reply("leo", "B11_now", "set it up")
    assert "C1" in life.kinds("leo")


def test_two_reminders_come_for_all_cards_and_carry_on_asks_the_next_one_again(life: Life) -> None:
    begun(life)
    set_up_from(life, "leo")
    life.tap("leo", "C1", "tell_them_in_person")
    life.turn(days=4)
    assert life.kinds("leo").count("setup_reminder") == 1
    life.tap("leo", "setup_reminder", "carry_on")
    assert [row.state for row in prompts_of(life, "leo", "D3")] == ["answered", "sent"]
    life.turn(days=6, hours=1)
    assert life.kinds("leo").count("setup_reminder_last") == 1
    said = [m for m in life.sent if "setup_reminder_last" in m.kinds and m.person == "leo"]
    assert "On Wednesday 27 January the usual" in said[0].body["text"]
    life.tap("leo", "setup_reminder_last", "not_now")
    assert prompts_of(life, "leo", "setup_reminder_last")[0].outcome == "not_now"


def test_carry_on_tapped_twice_asks_a_card_once_and_says_where(life: Life) -> None:
    begun(life)
    set_up_from(life, "leo")
    life.tap("leo", "C1", "tell_them_in_person")
    life.turn(days=4)
    [first, *_] = prompts_of(life, "leo", "D3")
    reminder = life.open("leo", "setup_reminder")
    for _ in range(2):
        life.run(lambda tx: setup.carry_on(tx, tx.get_one(Prompt, reminder.id), life.now))
    life.settle()
    assert [row.state for row in prompts_of(life, "leo", "D3")] == ["answered", "sent"]
    assert "Asked again below." in drawn(life, first.id)


def test_a_card_answered_a_second_time_leaves_the_chain_alone(life: Life) -> None:
    begun(life)
    set_up_from(life, "leo")
    life.tap("leo", "C1", "tell_them_in_person")
    does(life, lambda tx, pair, now: setup.step_done(tx, pair, life.person("leo", tx), now))
    assert life.kinds("leo").count("D3") == 1


def test_a_command_alone_starts_no_chain(life: Life) -> None:
    begun(life)
    life.act("maya", "goal_add", life.relationship.id)
    view = life.act("maya", "goal_add", life.relationship.id).view
    life.submit("maya", view, goal="Learn to lead")
    assert left(life, "maya") == ["C1", "D4", "D7"]
    assert "C1" not in life.kinds("maya")


def test_after_ten_working_days_the_usual_answers_stand_in(life: Life) -> None:
    begun(life)
    set_up_from(life, "leo")
    life.tap("leo", "C1", "tell_them_in_person")
    life.turn(days=13)
    assert life.relationship.state == "setting_up"
    life.turn(days=2)
    found = life.relationship
    assert (found.state, found.rhythm_state, found.rules_state) == (
        "active",
        "provisional",
        "provisional",
    )
    assert (found.every, found.minutes, found.ends_on) == ("two_months", 45, date(2028, 1, 12))
    assert {"rhythm", "ground_rules"} <= set(topics(life))
    cards = {"B11", "B11_now", "C1", "D1", "D3", "setup_reminder", "setup_reminder_last"}
    assert not cards & {*waiting(life, "leo"), *waiting(life, "maya")}
    assert prompts_of(life, "leo", "D3")[0].outcome == "expired"
    life.turn(days=3)
    assert "D8" in " ".join(life.kinds("leo"))


def test_who_is_through_is_not_reminded(life: Life) -> None:
    begun(life)
    complete(life, "leo")
    assert not {"setup_reminder", "setup_reminder_last", "B11"} & set(planned(life, "leo"))
    life.turn(days=10)
    assert "setup_reminder" not in life.kinds("leo")
    assert "setup_reminder" in " ".join(life.kinds("maya"))


def test_a_stranger_cannot_tap_somebody_elses_setup(life: Life) -> None:
    begun(life)
    prompt = life.open("leo", "B11_now")
    with pytest.raises(Correctable, match="somebody else"):
        life.run(lambda tx: gestures.tap(tx, life.who("ines"), prompt.id, "set_it_up", life.now))
