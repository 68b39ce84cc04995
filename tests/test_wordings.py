"""What is said often is said in three ways, in turn for each person (PRODUCT 3.1 rule 10)."""

from sqlmodel import Session

from bot import prompts, scripts
from tests import pairs
from tests.life import Life


def said(life: Life, handle: str, times: int) -> list[str]:
    """Plan one kind so many times for somebody, and give the words of each."""
    relationship = life.relationship
    entry = scripts.script("G6")
    words = []
    for number in range(times):
        prompt = life.run(
            lambda tx, number=number: prompts.plan(
                tx, "G6", life.person(handle, tx), f"{handle}{number}", life.now, life.now,
                relationship=relationship,
            )
        )  # fmt: skip
        words.append(entry.wording(prompt.about["wording"]))
    return words


def test_each_person_gets_the_wordings_in_turn(life: Life) -> None:
    pairs.pair(life)
    entry = scripts.script("G6")
    wordings = [entry.text, *entry.rotation]
    assert said(life, "maya", 4) == [*wordings, wordings[0]]
    assert said(life, "leo", 2) == wordings[:2]


def test_a_prompt_that_was_put_off_comes_back_in_its_own_words(life: Life) -> None:
    pairs.pair(life)
    said(life, "maya", 1)

    def put_off(tx: Session) -> tuple[int, int]:
        maya = life.person("maya", tx)
        prompt = prompts.plan(tx, "G6", maya, "x", life.now, life.now)
        prompts.snooze(tx, prompt, life.now, life.now)
        again = prompts.plan(tx, "G6", maya, "x:later1", life.now, life.now)
        return prompt.about["wording"], again.about["wording"]

    assert life.run(put_off) == (1, 1)
