"""Keeping in touch: a hello twice a year, a way to stop, and a way to begin again (I11)."""

from datetime import date
from typing import Any

import pytest

from bot import gestures, in_touch
from bot.errors import Correctable
from store import lines
from store.relationships import Relationship
from tests.booking import at, labels, texts, until
from tests.closing import BOTH, outcomes, sent
from tests.life import Life
from tests.pairs import everything_for, meeting, pair

ENDED_ON = date(2027, 1, 12)


@pytest.fixture
def kept(life: Life) -> Life:
    """Give Maya and Leo from the day on which their round ended and they keep in touch."""
    begin_in_touch(life)
    return life


def begin_in_touch(life: Life) -> None:
    """Let Maya and Leo keep in touch from today on."""
    found = pair(life, kind="career", rhythm_state="agreed")
    meeting(life, found, 6, starts_at=at(5, 15))

    def begin(tx: Any) -> None:
        row = tx.get_one(Relationship, found.id)
        row.ends_on, row.state = ENDED_ON, "closing"
        in_touch.begin(tx, row, life.now)

    life.run(begin)


def hello(life: Life, month: int, year: int) -> None:
    """Turn the clock to a few days after a hello is due."""
    life.turn_to(at(20, 18, month=month, year=year))


def test_a_hello_is_suggested_to_both_every_half_year(kept: Life) -> None:
    hello(kept, 7, 2027)
    for handle in BOTH:
        assert sent(kept, handle, "I11") == 1
        assert "Half a year since" in texts(kept, handle, "I11")[0]
    hello(kept, 1, 2028)
    for handle in BOTH:
        assert sent(kept, handle, "I11") == 2
        assert "It's been a while for you" in texts(kept, handle, "I11")[1]
    assert labels(kept, "maya", "I11")[:4] == [
        "Send a hello",
        "Suggest a coffee",
        "Skip",
        "Stop these",
    ]


@pytest.mark.parametrize(
    ("button", "words"), [("send_hello", "thinking of our talks"), ("suggest_coffee", "a coffee")]
)
def test_a_line_is_seen_first_and_sent_as_it_was_seen(kept: Life, button: str, words: str) -> None:
    hello(kept, 7, 2027)
    view: Any = kept.tap("maya", "I11", button).view
    assert words in str(view)
    assert outcomes(kept, "maya", "I11") == [("sent", None)]
    kept.submit("maya", view, note="Hi Leo, the new job suits me.")
    assert outcomes(kept, "maya", "I11") == [("answered", button)]
    until(kept, "leo", "note_relayed")
    assert "Hi Leo, the new job suits me." in texts(kept, "leo", "note_relayed")[0]
    rows = kept.run(lambda tx: lines.of_relationship(tx, kept.relationship.id))
    assert [row.kind for row in rows] == ["hello"]


def test_two_skips_in_a_row_ask_once_whether_to_stop(kept: Life) -> None:
    for month, year in ((7, 2027), (1, 2028), (7, 2028), (1, 2029)):
        hello(kept, month, year)
        kept.tap("maya", "I11", "skip")
        assert sent(kept, "maya", "stop_hellos") == (0 if (month, year) == (7, 2027) else 1)
        if (month, year) == (1, 2028):
            kept.tap("maya", "stop_hellos", "keep_going")
    assert "stop_hellos" not in kept.kinds("leo")
    assert kept.relationship.state == "in_touch"


def test_a_hello_between_two_skips_asks_nothing(kept: Life) -> None:
    hello(kept, 7, 2027)
    kept.tap("maya", "I11", "skip")
    hello(kept, 1, 2028)
    kept.submit("maya", kept.tap("maya", "I11", "send_hello").view)
    hello(kept, 7, 2028)
    kept.tap("maya", "I11", "skip")
    assert "stop_hellos" not in kept.kinds("maya")


@pytest.mark.parametrize("kind", ["I11", "stop_hellos"])
def test_stopping_ends_it_and_the_other_is_told_kindly(kept: Life, kind: str) -> None:
    hello(kept, 7, 2027)
    if kind == "stop_hellos":
        kept.tap("maya", "I11", "skip")
        hello(kept, 1, 2028)
        kept.tap("maya", "I11", "skip")
    kept.tap("maya", kind, "stop_these")
    assert kept.relationship.state == "ended"
    assert "hellos_over" not in kept.kinds("maya")
    until(kept, "leo", "hellos_over")
    assert "Maya stopped" not in everything_for(kept, "leo")
    kept.turn(days=200)
    assert sent(kept, "leo", "I11") == (1 if kind == "I11" else 2)


def test_eighteen_months_without_a_sign_end_it_for_both(kept: Life) -> None:
    kept.turn_to(at(10, 12, month=7, year=2028))
    assert kept.relationship.state == "in_touch"
    kept.turn_to(at(20, 18, month=7, year=2028))
    assert kept.relationship.state == "ended"
    for handle in BOTH:
        assert sent(kept, handle, "hellos_over") == 1


def test_any_tap_is_a_sign(kept: Life) -> None:
    hello(kept, 7, 2027)
    kept.tap("leo", "I11", "skip")
    hello(kept, 12, 2028)
    assert kept.relationship.state == "in_touch"
    hello(kept, 2, 2029)
    assert kept.relationship.state == "ended"


def test_home_says_when_the_next_hello_comes_and_offers_one_now(kept: Life) -> None:
    home = everything_for(kept, "maya")
    assert "Keeping in touch: I'll suggest a hello around" in home
    view = kept.act("maya", "say_hello", kept.relationship.id).view
    kept.submit("maya", view)
    until(kept, "leo", "note_relayed")


def test_both_starting_again_begins_another_round(kept: Life) -> None:
    hello(kept, 3, 2027)
    first = kept.act("maya", "start_again", kept.relationship.id).sentence
    assert first is not None
    assert "once Leo has said yes too" in first
    second = kept.act("leo", "start_again", kept.relationship.id).sentence
    assert second is not None
    row = kept.relationship
    assert (row.state, row.round, row.starts_on) == ("active", 2, date(2027, 3, 20))
    for handle in BOTH:
        until(kept, handle, "renewed")
    kept.turn(days=150)
    assert "I11" not in kept.kinds("maya")


def test_one_wish_to_start_again_is_asked_of_the_other_once_with_one_reminder(kept: Life) -> None:
    hello(kept, 3, 2027)
    sentences = {kept.act("maya", "start_again", kept.relationship.id).sentence for _ in range(3)}
    assert len(sentences) == 1
    kept.turn(days=20)
    assert sent(kept, "leo", "restart") == 2
    assert outcomes(kept, "leo", "restart") == [("expired", "expired")] * 2
    assert "restart" not in kept.kinds("maya")
    kept.act("maya", "start_again", kept.relationship.id)
    kept.turn(days=20)
    assert sent(kept, "leo", "restart") == 2


def test_a_no_to_starting_again_looks_like_silence(kept: Life) -> None:
    hello(kept, 3, 2027)
    sentence = kept.act("maya", "start_again", kept.relationship.id).sentence
    until(kept, "leo", "restart")
    before = everything_for(kept, "maya")
    kept.tap("leo", "restart", "not_now")
    kept.turn(days=20)
    assert everything_for(kept, "maya") == before
    assert kept.act("maya", "start_again", kept.relationship.id).sentence == sentence
    assert sent(kept, "leo", "restart") == 1
    kept.act("leo", "start_again", kept.relationship.id)
    assert kept.relationship.state == "active"


def test_only_the_two_say_hello_and_only_while_in_touch(kept: Life) -> None:
    hello(kept, 7, 2027)
    view = kept.tap("maya", "I11", "send_hello").view
    for act in ("say_hello", "start_again"):
        with pytest.raises(Correctable, match="somebody else"):
            kept.act("ines", act, kept.relationship.id)
    kept.tap("leo", "I11", "stop_these")
    with pytest.raises(Correctable, match="isn't there any more"):
        kept.submit("maya", view)


def test_somebody_gone_is_sent_nothing(kept: Life) -> None:
    def leave(tx: Any) -> None:
        kept.person("leo", tx).deactivated_at = kept.now

    kept.run(leave)
    hello(kept, 7, 2027)
    assert "I11" not in kept.kinds("leo")
    with pytest.raises(Correctable, match="isn't active"):
        kept.act("maya", "start_again", kept.relationship.id)


def home(life: Life, handle: str) -> str:
    """Give somebody's Home."""
    return str(life.run(lambda tx: gestures.home(tx, life.who(handle), life.now)))


def test_the_buttons_of_home_fit_what_holds(kept: Life) -> None:
    words = home(kept, "maya")
    assert "act:start_again" in words
    assert "act:renewal" not in words
