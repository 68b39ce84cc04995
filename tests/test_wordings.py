"""What is said often is said in three ways, in turn for each person (PRODUCT 3.1 rule 10)."""

from sqlmodel import Session

from bot import prompts, scripts
from store import prompts as kept
from tests import pairs
from tests.life import Life

KIND = "F2"
WORDINGS = (scripts.script(KIND).text, *scripts.script(KIND).rotation)


def say(life: Life, handle: str, occasion: str) -> list[str]:
    """Say the kind to somebody on an occasion, and give the words of all that was then sent."""
    said, person, relationship = len(life.sent), life.person(handle), life.relationship
    life.run(
        lambda tx: prompts.say(tx, person, KIND, occasion, life.now, relationship=relationship)
    )
    life.settle()
    return [words(message.body["text"]) for message in life.sent[said:]]


def words(text: str) -> str:
    """Give the wording that a message speaks with."""
    return next(wording for wording in WORDINGS if wording in text)


def test_each_person_gets_the_wordings_in_turn(life: Life) -> None:
    pairs.pair(life)
    for occasion, wording in zip("abcd", (*WORDINGS, WORDINGS[0]), strict=True):
        assert say(life, "maya", occasion) == [wording]
        life.turn(minutes=1)
    assert say(life, "leo", "a") == [WORDINGS[0]]


def test_what_is_planned_at_once_is_said_in_turn_too(life: Life) -> None:
    pairs.pair(life)
    maya, relationship = life.person("maya"), life.relationship

    def plan(tx: Session) -> None:
        for occasion in "abc":
            prompts.say(tx, maya, KIND, occasion, life.now, relationship=relationship)

    life.run(plan)
    life.settle()
    assert [words(message.body["text"]) for message in life.sent[-3:]] == [*WORDINGS]


def test_a_prompt_that_was_put_off_comes_back_in_its_own_words(life: Life) -> None:
    pairs.pair(life)
    maya = life.person("maya")
    say(life, "maya", "a")
    life.turn(minutes=1)
    assert say(life, "maya", "b") == [WORDINGS[1]]

    def put_off(tx: Session) -> None:
        later = kept.find(tx, KIND, maya.id, "b")
        assert later is not None
        prompts.snooze(tx, later, life.now, life.now)

    life.turn(minutes=1)
    life.run(put_off)
    life.settle()
    assert words(life.last("maya").body["text"]) == WORDINGS[1]
