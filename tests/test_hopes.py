"""What the mentor hopes to learn: a line the mentee reads, or a question for later."""

import pytest

from bot import hopes
from bot.errors import Correctable
from tests.beginnings import agenda, begun, does, prompts_of, set_up_from, topics, waiting
from tests.life import Life


def ask(life: Life) -> None:
    begun(life)
    set_up_from(life, "leo")
    life.tap("leo", "C1", "tell_them_in_person")


def test_a_line_is_kept_and_read_by_the_mentee_on_the_first_agenda(life: Life) -> None:
    ask(life)
    view = life.tap("leo", "D3", "write_line").view
    assert "Maya can read this" in str(view)
    life.submit("leo", view, hopes="How newcomers see us")
    assert life.relationship.hope == "How newcomers see us"
    assert "mentor_hopes" in topics(life)
    assert any("How newcomers see us" in line for line in agenda(life, "maya"))
    assert prompts_of(life, "leo", "D3")[0].outcome == "write_line"
    assert "D4" in waiting(life, "leo")


def test_a_line_can_be_written_in_the_thread(life: Life) -> None:
    ask(life)
    life.reply("leo", "D3", "How newcomers see us")
    assert life.relationship.hope == "How newcomers see us"


def test_asked_later_it_comes_once_more_the_day_after_they_met(life: Life) -> None:
    ask(life)
    life.tap("leo", "D3", "ask_me_after_we_meet")
    assert "mentor_hopes" in topics(life)
    assert "D4" in waiting(life, "leo")
    does(life, hopes.ask_again)
    does(life, hopes.ask_again)
    assert "D3_again" not in life.kinds("leo")
    life.turn(days=2)
    assert life.kinds("leo").count("D3_again") == 1
    assert prompts_of(life, "leo", "D3_again")[0].sent_on is not None
    life.submit("leo", life.tap("leo", "D3_again", "write_line").view, hopes="Patience")
    assert life.relationship.hope == "Patience"
    assert prompts_of(life, "leo", "D3_again")[0].outcome == "write_line"


def test_asked_again_it_may_stay_open(life: Life) -> None:
    ask(life)
    life.tap("leo", "D3", "ask_me_after_we_meet")
    does(life, hopes.ask_again)
    life.turn(days=2)
    life.tap("leo", "D3_again", "not_now")
    assert life.relationship.hope is None


def test_a_line_written_meanwhile_is_not_asked_for_again(life: Life) -> None:
    ask(life)
    life.tap("leo", "D3", "ask_me_after_we_meet")
    does(life, hopes.ask_again)
    life.submit("leo", life.act("leo", "hope", life.relationship.id).view, hopes="Patience")
    life.turn(days=3)
    assert "D3_again" not in life.kinds("leo")


def test_who_wrote_a_line_at_once_is_not_asked_again(life: Life) -> None:
    ask(life)
    life.submit("leo", life.tap("leo", "D3", "write_line").view, hopes="Patience")
    does(life, hopes.ask_again)
    life.turn(days=3)
    assert "D3_again" not in life.kinds("leo")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("   ", "nothing in here"),
        (":tada: :tada:", "only emoji"),
        ("x" * 1001, "1001 characters"),
    ],
)
def test_a_line_that_says_nothing_is_sent_back(life: Life, words: str, sentence: str) -> None:
    ask(life)
    view = life.tap("leo", "D3", "write_line").view
    with pytest.raises(Correctable, match=sentence) as wrong:
        life.submit("leo", view, hopes=words)
    assert wrong.value.field == "hopes"


def test_only_the_mentor_writes_it(life: Life) -> None:
    ask(life)
    view = life.tap("leo", "D3", "write_line").view
    for handle in ("maya", "ines"):
        with pytest.raises(Correctable, match="somebody else"):
            life.act(handle, "hope", life.relationship.id)
        with pytest.raises(Correctable, match="somebody else"):
            life.submit(handle, view, hopes="Not mine")
    assert life.relationship.hope is None
