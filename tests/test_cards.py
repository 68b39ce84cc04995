"""The know-me card: four optional boxes, read by the other only once the person said so."""

import pytest
from sqlmodel import Session

from bot import cards
from bot.errors import Correctable
from store.cards import of_person
from store.relationships import Relationship
from tests.beginnings import begun, prompts_of, set_up_from, topics, waiting
from tests.life import Life


def read(life: Life, author: str, at: int = -1) -> list[tuple[str, str]]:
    """Give what the other of the two may read of somebody's card."""

    def work(tx: Session) -> list[tuple[str, str]]:
        relationship = tx.get_one(Relationship, life.relationship.id)
        return cards.shown(tx, relationship, life.person(author, tx))

    found: list[tuple[str, str]] = life.run(work)
    return found


def ask(life: Life) -> None:
    begun(life)
    set_up_from(life, "leo")


def test_a_card_filled_in_is_read_by_the_other(life: Life) -> None:
    ask(life)
    view = life.tap("leo", "C1", "fill_in_my_card").view
    life.submit("leo", view, path="  Ships, then ports  ", helped="Plain advice")
    assert read(life, "leo") == [
        ("Your path so far", "Ships, then ports"),
        ("How you like to be helped", "Plain advice"),
    ]
    assert read(life, "maya") == []
    [prompt] = prompts_of(life, "leo", "C1")
    assert (prompt.state, prompt.outcome) == ("answered", "fill_in_my_card")
    assert "D3" in waiting(life, "leo")


def test_telling_it_in_person_stores_nothing(life: Life) -> None:
    ask(life)
    life.tap("leo", "C1", "tell_them_in_person")
    assert topics(life) == ["swap_stories"]
    assert life.run(lambda tx: of_person(tx, life.person("leo", tx).id)) is None
    assert read(life, "leo") == []


def test_four_empty_boxes_mean_telling_it_in_person(life: Life) -> None:
    ask(life)
    view = life.tap("leo", "C1", "fill_in_my_card").view
    life.submit("leo", view)
    [prompt] = prompts_of(life, "leo", "C1")
    assert prompt.outcome == "tell_them_in_person"
    assert topics(life) == ["swap_stories"]
    assert "D3" in waiting(life, "leo")


def test_a_card_sent_twice_is_one_card_and_one_next_question(life: Life) -> None:
    ask(life)
    view = life.tap("leo", "C1", "fill_in_my_card").view
    for _ in range(2):
        life.submit("leo", view, path="Ships")
    assert read(life, "leo") == [("Your path so far", "Ships")]
    assert life.kinds("leo").count("D3") == 1


def test_a_card_can_be_written_in_the_thread(life: Life) -> None:
    ask(life)
    life.reply("leo", "C1", "Ships, then ports")
    life.reply("leo", "C1", "skip")
    life.reply("leo", "C1", "Ashore, for my daughter")
    life.reply("leo", "C1", "done")
    assert [words for _, words in read(life, "leo")] == [
        "Ships, then ports",
        "Ashore, for my daughter",
    ]


def test_a_card_is_changed_and_taken_back_from_home(life: Life) -> None:
    ask(life)
    life.submit("leo", life.tap("leo", "C1", "fill_in_my_card").view, path="Ships")
    view = life.act("leo", "card", life.relationship.id).view
    life.submit("leo", view, path="Ports")
    assert read(life, "leo") == [("Your path so far", "Ports")]
    view = life.act("leo", "card", life.relationship.id).view
    life.submit("leo", view, path="")
    assert life.run(lambda tx: of_person(tx, life.person("leo", tx).id)) is None


@pytest.mark.parametrize(("button", "shown"), [("still_me", True), ("tell_them_in_person", False)])
def test_a_card_from_before_is_shown_to_somebody_new_only_on_a_yes(
    life: Life, button: str, shown: bool
) -> None:
    ask(life)
    life.submit("leo", life.tap("leo", "C1", "fill_in_my_card").view, path="Ships")
    life.now = life.now.replace(day=13)
    begun(life, "ines", "leo")
    set_up_from(life, "leo")
    assert "Shall Ines read the same one?" in life.last("leo").body["text"]
    assert read(life, "leo") == []
    life.tap("leo", "C1", button)
    assert bool(read(life, "leo")) is shown


def test_somebody_elses_card_cannot_be_opened_and_a_stranger_has_none_here(life: Life) -> None:
    ask(life)
    with pytest.raises(Correctable, match="somebody else"):
        life.act("ines", "card", life.relationship.id)
    view = life.tap("leo", "C1", "fill_in_my_card").view
    with pytest.raises(Correctable, match="somebody else"):
        life.submit("ines", view, path="Mine")


def test_a_card_says_who_reads_it(life: Life) -> None:
    ask(life)
    view = life.tap("leo", "C1", "fill_in_my_card").view
    assert "Maya can read this once you're set up." in str(view)
