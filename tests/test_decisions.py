"""A decision is set beside the vision card, kept dated, and brought to a session if wished (C3)."""

from typing import Any

import pytest

from bot import gestures
from bot.errors import Correctable
from store.sessions import Topic
from store.visions import Decision
from tests.life import Life
from tests.pairs import everything_for, pair, rows
from tests.test_hub import buttons, texts
from tests.test_visions import write


def decide(life: Life, **answers: Any) -> Any:
    view = life.act("maya", "decision", life.person("maya").id).view
    given = {"text": "Take the lead role", "serves": "more_of", "costs": "wont_trade", **answers}
    return life.submit("maya", view, **given)


def row(view: Any, act: str) -> str:
    return next(
        str(element["value"])
        for block in view["blocks"]
        for element in [*block.get("elements", ()), block.get("accessory", {})]
        if element.get("action_id", "") == f"act:{act}"
    )


def test_comparing_sets_the_choice_beside_the_card(life: Life) -> None:
    pair(life)
    write(life)
    shown = decide(life, obstacle="Travel. I'll ask for two days at home.").view
    said = str(shown)
    assert "You wrote this on 12 January 2027. Only you see it." in said
    for words in ("Take the lead role", "Time with builders", "My evenings", "two days at home."):
        assert words in said
    [kept] = rows(life, Decision)
    assert (kept.serves, kept.costs) == ("Time with builders", "My evenings")
    assert life.sent == []


def test_own_words_come_before_a_line_of_the_card(life: Life) -> None:
    pair(life)
    write(life)
    decide(life, serves_own="Learning to say no")
    assert rows(life, Decision)[0].serves == "Learning to say no"


def test_without_a_card_one_is_offered_first_and_nothing_is_blocked(life: Life) -> None:
    pair(life)
    own = life.person("maya").id
    shown = life.act("maya", "decision", own).view
    assert buttons(shown) == ["act:edit_vision", "act:decision_without"]
    view: Any = life.act("maya", "decision_without", own).view
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert asked == ["text", "serves_own", "costs_own", "obstacle"]
    life.submit("maya", view, text="Move to another city")
    assert rows(life, Decision)[0].serves is None


def test_decisions_are_listed_by_their_day_newest_first(life: Life) -> None:
    pair(life)
    own = life.person("maya").id
    assert "There are no decisions here." in texts(life.act("maya", "decisions", own).view)
    write(life)
    decide(life)
    life.turn(days=40)
    decide(life, text="Learn to sail")
    listed: Any = life.act("maya", "decisions", own).view
    said = texts(listed)
    assert said.index("21 February 2027: Learn to sail") < said.index("12 January 2027: Take the")
    opened = life.act("maya", "open_decision", row(listed, "open_decision")).view
    assert "Learn to sail" in texts(opened)


def test_a_decision_goes_to_the_agenda_without_its_words(life: Life) -> None:
    pair(life)
    write(life)
    view = life.act("maya", "bring_decision", row(decide(life).view, "bring_decision")).view
    said = life.submit("maya", view)
    assert said.sentence == "It's on your agenda with Leo."
    [topic] = rows(life, Topic)
    assert (topic.kind, topic.text) == ("decision", None)
    assert "lead role" not in everything_for(life, "leo")


def test_its_words_go_along_only_as_they_stand_in_the_form(life: Life) -> None:
    pair(life)
    write(life)
    view = life.act("maya", "bring_decision", row(decide(life).view, "bring_decision")).view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", view, show="words", words=None)
    assert wrong.value.field == "words"
    life.submit("maya", view, show="words", words="A new role")
    assert rows(life, Topic)[0].text == "A new role"


def test_with_two_mentors_one_is_chosen(life: Life) -> None:
    pair(life)
    second = pair(life, "maya", "ines")
    write(life)
    view = life.act("maya", "bring_decision", row(decide(life).view, "bring_decision")).view
    life.submit("maya", view, mentor=second.id)
    assert rows(life, Topic)[0].relationship_id == second.id
    with pytest.raises(Correctable):
        life.submit("maya", view, mentor="somebody")


def test_a_decision_can_be_deleted_by_its_author_alone(life: Life) -> None:
    pair(life)
    write(life)
    decision_id = row(decide(life).view, "delete_decision")
    for act in ("open_decision", "bring_decision", "delete_decision"):
        with pytest.raises(Correctable):
            life.act("leo", act, decision_id)
    life.act("maya", "delete_decision", decision_id)
    assert rows(life, Decision) == []
    with pytest.raises(Correctable):
        life.act("maya", "open_decision", decision_id)


def test_nobody_elses_screen_has_a_word_of_it(life: Life) -> None:
    pair(life)
    write(life)
    decide(life)
    more = life.act("leo", "more", life.relationship.id).view
    home = life.run(lambda tx: gestures.home(tx, life.who("leo"), life.now))
    assert "lead role" not in texts(more) + str(home)


def test_with_no_mentor_there_is_nowhere_to_bring_it(life: Life) -> None:
    write(life, "ines")
    own = life.person("ines").id
    view = life.act("ines", "decision", own).view
    shown = life.submit("ines", view, text="Begin again")
    assert buttons(shown.view) == ["act:delete_decision"]
