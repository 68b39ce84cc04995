"""What two private answers come to (PRODUCT I5, I6): all of them, for each kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.renewals import ANSWERS, NOT_SURE, Plan, both_chose, outcome, usual

YEAR, TWICE, FINISH = Plan.ANOTHER_YEAR, Plan.TWICE_YEAR, Plan.FINISH_WELL
SIDES = (None, YEAR, TWICE, FINISH, NOT_SURE)
KINDS = ("workplace", "career", "reverse")

# One row for each answer of the one, one column for each of the other, in the order of SIDES.
WORKPLACE = (
    (FINISH, FINISH, FINISH, FINISH, FINISH),
    (FINISH, YEAR, TWICE, FINISH, TWICE),
    (FINISH, TWICE, TWICE, FINISH, TWICE),
    (FINISH, FINISH, FINISH, FINISH, FINISH),
    (FINISH, TWICE, TWICE, FINISH, TWICE),
)
CAREER = (
    (TWICE, TWICE, TWICE, FINISH, TWICE),
    (TWICE, YEAR, TWICE, FINISH, TWICE),
    (TWICE, TWICE, TWICE, FINISH, TWICE),
    (FINISH, FINISH, FINISH, FINISH, FINISH),
    (TWICE, TWICE, TWICE, FINISH, TWICE),
)


@pytest.mark.parametrize(("kind", "table"), [("workplace", WORKPLACE), ("career", CAREER)])
def test_every_two_answers_come_to_what_the_table_says(
    kind: str, table: tuple[tuple[Plan, ...], ...]
) -> None:
    found = tuple(tuple(outcome(kind, one, other) for other in SIDES) for one in SIDES)
    assert found == table


def test_roles_swapped_end_as_a_workplace_pair_does() -> None:
    for one in SIDES:
        for other in SIDES:
            assert outcome("reverse", one, other) == outcome("workplace", one, other)


def test_two_people_agree_when_both_chose_the_same_and_neither_is_unsure() -> None:
    agreed = {(one, other) for one in SIDES for other in SIDES if both_chose(one, other)}
    assert agreed == {(YEAR, YEAR), (TWICE, TWICE), (FINISH, FINISH)}


answers = st.sampled_from(SIDES)


@given(st.sampled_from(KINDS), answers, answers)
def test_nothing_is_ever_fuller_than_what_either_side_said(
    kind: str, one: str | None, other: str | None
) -> None:
    found = outcome(kind, one, other)
    assert found == outcome(kind, other, one)
    for side in (one, other):
        if side is not None:
            said = TWICE if side == NOT_SURE else Plan(side)
            assert found.fullness <= said.fullness


@given(st.sampled_from(KINDS), answers)
def test_silence_never_comes_to_more_than_the_usual_ending(kind: str, other: str | None) -> None:
    assert outcome(kind, None, other).fullness <= usual(kind).fullness


@given(st.sampled_from(KINDS), st.sampled_from(ANSWERS), st.sampled_from(ANSWERS))
def test_with_both_answers_in_the_kind_changes_nothing(kind: str, one: str, other: str) -> None:
    assert outcome(kind, one, other) == outcome("workplace", one, other)
