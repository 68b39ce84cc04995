"""Two lives that differ in one person's private answer alone: the other sees the same in both."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot import gestures
from bot.views import messages
from store.prompts import Prompt, group
from store.types import ids_from
from tests import agreeing, closing, databases, trading
from tests.booking import until
from tests.life import Life
from tests.pairs import pair
from tests.test_in_touch import begin_in_touch
from tests.test_organizers import helped_by
from tests.test_pulses import meet, until_asked
from tests.test_reviews import answer, half_way
from tests.test_reviews import asked as review_asked

Step = Callable[[Life], Any]
ID = re.compile(r"[0-9a-f]{32}")


@contextmanager
def twin() -> Iterator[Life]:
    """Give a life in which the same deeds give the same ids."""
    with ids_from(Random(1)):  # noqa: S311
        yield Life(databases.emptied())


def screen(life: Life, handle: str) -> str:
    """Give all that somebody was sent and when, as it is drawn now, and their Home; ids numbered.

    What another did in between takes ids too.
    """
    person = life.person(handle)

    def draw(tx: Session) -> list[Any]:
        own = select(Prompt).where(Prompt.person_id == person.id, col(Prompt.ts).is_not(None))
        leads = [row for row in tx.exec(own).all() if row.lead_id is None]
        found = sorted(leads, key=lambda row: str(row.ts).partition(".")[2])
        now = [messages.draw(tx, group(tx, row.id), life.now) for row in found]
        return [now, gestures.home(tx, life.who(handle), life.now)]

    sent = [(m.at, m.kinds, m.body) for m in life.sent if m.person == handle]
    numbers: dict[str, int] = {}
    return ID.sub(
        lambda found: f"#{numbers.setdefault(found[0], len(numbers))}",
        str([sent, life.run(draw)]),
    )


def seen(prepare: Step, deed: Step, handle: str, days: int) -> list[str]:
    """Give what somebody sees right after the other's deed, and day by day from then on."""
    with twin() as life:
        prepare(life)
        deed(life)
        life.settle()
        found = [screen(life, handle)]
        for _ in range(days):
            life.turn(days=1)
            found.append(screen(life, handle))
        return found


def silence(life: Life) -> None:
    """Answer nothing."""


def tap(handle: str, kind: str, button: str) -> Step:
    return lambda life: life.tap(handle, kind, button)


def met_twice(life: Life) -> None:
    helped_by(life)
    pair(life)
    meet(life, 1)
    meet(life, 2)


def asked_the_fit(life: Life) -> None:
    met_twice(life)
    life.turn(days=35)


def asked_the_pulse(life: Life) -> None:
    met_twice(life)
    until_asked(life, "maya")
    until_asked_too(life)


def until_asked_too(life: Life) -> None:
    if "H6" not in life.kinds("leo"):
        until_asked(life, "leo")


def asked_half_way(life: Life) -> None:
    half_way(life)
    review_asked(life)


def asked_to_start_again(life: Life) -> None:
    begin_in_touch(life)
    life.turn(days=30)
    life.act("leo", "start_again", life.relationship.id)
    until(life, "maya", "restart")


def asked_to_reopen(life: Life) -> None:
    pair(life)
    life.act("maya", "leave_please_tell_them", life.relationship.id)
    until(life, "leo", "H9")
    life.tap("leo", "H9", "done")
    life.act("leo", "reopen_ask", life.relationship.id)
    until(life, "maya", "reopen")


def writes(**words: str) -> Step:
    return lambda life: life.submit("leo", trading.form(life, "leo"), **words)


OTHER_WORDS = {
    "value": "Nothing of it stayed with me, I am sorry to say.",
    "better": "When you came late on Monday, write me a line before.",
    "appreciate": "That you said so yourself at the end.",
}
CASES: dict[str, tuple[Step, str, int, list[Step]]] = {
    "D4": (
        agreeing.begin,
        "leo",
        3,
        [
            silence,
            lambda life: agreeing.answer(life, "maya"),
            lambda life: agreeing.answer(life, "maya", every="month", minutes="60"),
            lambda life: agreeing.answer(life, "maya", every="three_months", until="6_months"),
        ],
    ),
    "G1": (
        trading.asked,
        "maya",
        2,
        [silence, writes(**trading.LEO_SAYS), writes(**OTHER_WORDS)],
    ),
    "H5": (
        asked_the_fit,
        "leo",
        7,
        [silence, *(tap("maya", "H5", value) for value in ("yes", "mostly", "not_really"))],
    ),
    "H6": (
        asked_the_pulse,
        "leo",
        7,
        [silence, *(tap("maya", "H6", value) for value in ("not_at_all", "little", "very"))],
    ),
    "I1": (
        asked_half_way,
        "leo",
        5,
        [
            silence,
            lambda life: answer(life, "maya"),
            lambda life: answer(life, "maya", working="Nothing", change="All of it"),
        ],
    ),
    "I4": (
        closing.closing,
        "leo",
        12,
        [
            silence,
            *(tap("maya", "I4", one) for one in ("another_year", "twice_year", "finish_well")),
        ],
    ),
    "restart": (asked_to_start_again, "leo", 12, [silence, tap("maya", "restart", "not_now")]),
    "reopen": (asked_to_reopen, "leo", 12, [silence, tap("maya", "reopen", "no_thank_you")]),
}


@pytest.mark.parametrize("question", CASES)
def test_one_persons_answer_changes_nothing_for_the_other_before_theirs(question: str) -> None:
    prepare, handle, days, deeds = CASES[question]
    first, *others = [seen(prepare, deed, handle, days) for deed in deeds]
    assert all(other == first for other in others)


def test_a_day_before_the_end_only_that_anothers_lines_are_in_is_told() -> None:
    quiet, told = (seen(trading.asked, deed, "maya", 7) for deed in CASES["G1"][3][:2])
    assert quiet != told
    assert not any(words in str(told) for words in trading.LEO_SAYS.values())
