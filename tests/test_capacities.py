"""How many people feels comfortable: a hard limit for new pairs, its number told to nobody."""

import re
from typing import Any

import pytest

from bot import prompts
from bot.errors import Correctable
from store.prompts import Prompt
from tests.life import Life
from tests.pairs import everything_for, pair, rows
from tests.test_hub import buttons


def limits(life: Life, handle: str, number: str) -> Any:
    own = life.person(handle).id
    return life.submit(handle, life.act(handle, "capacity", own).view, people=number)


def names(life: Life, handle: str, other: str, role: str) -> Any:
    return life.submit(handle, life.command(handle, "/mentor", other).view, role=role)


@pytest.fixture
def full(life: Life) -> Life:
    """Let Leo mentor Maya, and one feel comfortable to him."""
    pair(life)
    life.arrive("ada")
    life.arrive("ben")
    limits(life, "leo", "one")
    return life


def test_a_mentee_is_told_there_is_no_room_and_no_number(full: Life) -> None:
    with pytest.raises(Correctable) as wrong:
        names(full, "ada", "leo", "mentee")
    assert "no room" in wrong.value.sentence
    assert not re.search(r"\d|\bone\b(?! more)|two|three", wrong.value.sentence)


def test_a_mentor_at_their_own_limit_is_told_where_to_change_it(full: Life) -> None:
    with pytest.raises(Correctable, match="Home"):
        names(full, "leo", "ada", "mentor")
    limits(full, "leo", "two")
    assert names(full, "leo", "ada", "mentor").sentence is not None


def test_being_a_mentee_takes_no_room(full: Life) -> None:
    assert names(full, "leo", "ada", "mentee").sentence is not None
    assert names(full, "ben", "leo", "mentor").sentence is not None


def test_one_who_was_asked_takes_room_until_they_answer(full: Life) -> None:
    limits(full, "leo", "two")
    names(full, "leo", "ada", "mentor")
    with pytest.raises(Correctable):
        names(full, "ben", "leo", "mentee")
    full.tap("ada", "A7", "no_thank_you")
    full.turn(days=14)
    assert names(full, "ben", "leo", "mentee").sentence is not None


def test_a_yes_is_not_taken_any_more_when_the_room_went(full: Life) -> None:
    limits(full, "leo", "two")
    names(full, "ada", "leo", "mentee")
    limits(full, "leo", "one")
    with pytest.raises(Correctable):
        full.tap("leo", "A7", "yes")
    limits(full, "leo", "open")
    full.tap("leo", "A7", "yes")
    assert full.relationship.state == "setting_up"


def test_those_there_are_stay(full: Life) -> None:
    pair(full, "ada", "leo")
    limits(full, "leo", "one")
    assert full.relationship.state == "active"


def test_the_number_is_on_nobody_elses_screen(full: Life) -> None:
    assert "capacity" not in everything_for(full, "maya")
    assert "How many people" not in everything_for(full, "maya")


def test_home_offers_it_to_those_who_mentor(full: Life) -> None:
    assert "act:capacity" in everything_for(full, "leo")
    with pytest.raises(Correctable):
        full.act("maya", "capacity", full.person("maya").id)
    with pytest.raises(Correctable):
        full.act("leo", "capacity", full.person("maya").id)


def test_fewer_people_after_three_called_off_opens_the_form_and_closes_with_it(life: Life) -> None:
    relationship = pair(life)
    life.run(
        lambda tx: prompts.plan(
            tx, "M13", life.person("leo", tx), "s", life.now, life.now, relationship=relationship
        )
    )
    life.turn(days=3)
    assert "fewer_people" in " ".join(buttons(life.last("leo").body))
    view = life.tap("leo", "M13", "fewer_people").view
    assert life.open("leo", "M13")
    life.submit("leo", view, people="two")
    assert [row.outcome for row in rows(life, Prompt) if row.kind == "M13"] == ["fewer_people"]
    assert life.person("leo").capacity == 2
