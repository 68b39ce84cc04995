"""A know-me card is looked over once a year: still me, or updated (C4)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import cards
from store.cards import Card
from store.relationships import Relationship
from tests.life import Life
from tests.pairs import pair, rows

YEAR = datetime(2028, 1, 11, 6, tzinfo=UTC)


def write(life: Life, relationship: Relationship, handle: str = "maya") -> None:
    answers: dict[str, Any] = {"path": "From tests to data", "studied": None}
    answers |= {"change": None, "helped": None}
    life.run(
        lambda tx: cards.fill_in(tx, life.person(handle, tx), relationship.id, answers, life.now)
    )


def test_a_card_is_asked_about_a_year_after_it_was_written(life: Life) -> None:
    write(life, pair(life))
    life.turn_to(YEAR)
    assert "C4" not in life.kinds("maya")
    life.turn(days=5)
    assert life.kinds("maya").count("C4") == 1
    assert "C4" not in life.kinds("leo")
    assert "Your card for Leo is a year old. Is it still you?" in life.last("maya").body["text"]


def test_still_me_is_asked_again_in_another_year(life: Life) -> None:
    write(life, pair(life))
    life.turn_to(YEAR + timedelta(days=5))
    life.tap("maya", "C4", "still_me")
    [card] = rows(life, Card)
    assert card.looked_at == life.now
    life.turn(days=360)
    assert life.kinds("maya").count("C4") == 1
    life.turn(days=15)
    assert life.kinds("maya").count("C4") == 2


def test_updating_the_card_answers_it(life: Life) -> None:
    write(life, pair(life))
    life.turn_to(YEAR + timedelta(days=5))
    view = life.tap("maya", "C4", "update_it").view
    life.submit("maya", view, path="From data to people")
    with pytest.raises(AssertionError):
        life.open("maya", "C4")
    life.turn(days=300)
    assert life.kinds("maya").count("C4") == 1


def test_a_card_changed_since_waits_its_own_year(life: Life) -> None:
    relationship = pair(life)
    write(life, relationship)
    life.turn(days=200)
    write(life, relationship)
    life.turn_to(YEAR + timedelta(days=20))
    assert "C4" not in life.kinds("maya")
    life.turn(days=200)
    assert life.kinds("maya").count("C4") == 1


def test_two_mentors_make_one_question(life: Life) -> None:
    first, second = pair(life), pair(life, "maya", "ines")
    write(life, first)
    write(life, second)
    life.turn_to(YEAR + timedelta(days=10))
    assert life.kinds("maya").count("C4") == 1


def test_both_are_asked_about_their_own(life: Life) -> None:
    relationship = pair(life)
    write(life, relationship)
    write(life, relationship, "leo")
    life.turn_to(YEAR + timedelta(days=5))
    assert "Your card for Maya" in life.last("leo").body["text"]


def test_a_card_that_was_deleted_is_not_asked_about(life: Life) -> None:
    relationship = pair(life)
    write(life, relationship)
    empty = dict.fromkeys(cards.BOXES)
    life.run(
        lambda tx: cards.fill_in(tx, life.person("maya", tx), relationship.id, empty, life.now)
    )
    life.turn_to(YEAR + timedelta(days=5))
    assert "C4" not in life.kinds("maya")


def test_silence_changes_nothing_and_is_not_asked_again(life: Life) -> None:
    write(life, pair(life))
    life.turn_to(YEAR + timedelta(days=90))
    assert life.kinds("maya").count("C4") == 1
    assert rows(life, Card)[0].path == "From tests to data"
