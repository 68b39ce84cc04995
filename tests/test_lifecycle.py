"""The life cycle as data: it is the product's, it is the one the code goes by, docs draw it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import catalogue, lifecycle, scripts
from bot.lifecycle import PHASES, TRANSITIONS, Impossible, State
from store.relationships import Relationship
from tests import draw_life_cycle

NOW = datetime(2027, 1, 12, 9, 30, tzinfo=UTC)
BOT = Path(lifecycle.__file__).parent

# PRODUCT 2.3, without what comes before two people are a pair.
PRODUCT = """
SETTING_UP --> ACTIVE
ACTIVE --> PAUSED
PAUSED --> ACTIVE
PAUSED --> ENDED
ACTIVE --> CLOSING
CLOSING --> ACTIVE
CLOSING --> IN_TOUCH
CLOSING --> ENDED
IN_TOUCH --> ACTIVE
IN_TOUCH --> ENDED
ACTIVE --> ENDED
ACTIVE --> CARRIED_ON
IN_TOUCH --> CARRIED_ON
ENDED --> SETTING_UP
"""
ASKED = {
    State.SETTING_UP: ({"C1", "D1", "D4", "D7"}, {"C1", "D3", "D4", "D7"}),
    State.PAUSED: ({"H4"}, {"H4"}),
    State.CLOSING: ({"I3", "I4", "I7", "I8"}, {"I3", "I4", "I7", "I9"}),
    State.IN_TOUCH: ({"I11", "I12"}, {"I11", "I12"}),
    State.CARRIED_ON: ({"H14"}, {"H14"}),
    State.ENDED: ({"I10"}, {"I10"}),
}


def in_state(state: State) -> Relationship:
    return Relationship(
        workspace_id="T1",
        mentee_id="a",
        mentor_id="b",
        asked_by_id="a",
        state=state.value,
        created_at=NOW,
    )


def test_every_way_of_the_product_is_there_and_every_other_one_says_why() -> None:
    drawn = {tuple(line.split(" --> ")) for line in PRODUCT.split("\n") if line}
    ways = {(way.origin.name, way.to.name): way for way in TRANSITIONS}
    assert drawn <= ways.keys()
    back_from_a_break = {way for way in TRANSITIONS if way.origin is State.PAUSED and way.guard}
    begins = {way for way in TRANSITIONS if way.origin is State.INVITED}
    unexplained = {
        pair
        for pair, way in ways.items()
        if pair not in drawn and not way.beyond and way not in back_from_a_break | begins
    }
    assert unexplained <= {("CARRIED_ON", "PAUSED"), ("CARRIED_ON", "ENDED")}


@pytest.mark.parametrize("state", ASKED)
def test_each_state_asks_what_the_product_asks(state: State) -> None:
    [phase] = [each for each in PHASES if each.state is state]
    mentee, mentor = ASKED[state]
    assert mentee <= set(phase.mentee)
    assert mentor <= set(phase.mentor)


def test_what_a_state_asks_are_kinds_the_bot_knows() -> None:
    for phase in PHASES:
        for kind in (*phase.mentee, *phase.mentor):
            variants = [name for name in catalogue.KINDS if name.partition("_")[0] == kind]
            assert variants, f"{phase.state} asks {kind}, which no noun answers to"
            assert scripts.script(kind).buttons


def test_every_state_but_the_last_says_what_silence_comes_to() -> None:
    known = {phase.state for phase in PHASES}
    assert known == set(State) - {State.NOT_SET_UP}
    assert all(phase.on_silence and phase.left_by for phase in PHASES)


def test_every_state_can_be_reached_and_left() -> None:
    after: dict[State, set[State]] = {state: set() for state in State}
    for way in TRANSITIONS:
        after[way.origin].add(way.to)
    reached, fresh = {State.INVITED}, [State.INVITED]
    while fresh:
        for state in after[fresh.pop()] - reached:
            reached.add(state)
            fresh.append(state)
    assert reached == set(State)
    assert [state for state in State if not after[state]] == [State.NOT_SET_UP]


@given(st.sampled_from(State), st.sampled_from(State))
def test_a_way_that_is_not_drawn_is_refused(origin: State, to: State) -> None:
    row = in_state(origin)
    if any((way.origin, way.to) == (origin, to) for way in TRANSITIONS):
        lifecycle.move(row, to, NOW)
        assert row.state == to
    else:
        with pytest.raises(Impossible):
            lifecycle.move(row, to, NOW)
        assert row.state == origin


def test_a_break_remembers_where_it_came_from() -> None:
    row = in_state(State.CLOSING)
    lifecycle.move(row, State.PAUSED, NOW)
    assert (row.before, row.paused_at) == (State.CLOSING, NOW)
    lifecycle.move(row, State.CLOSING, NOW)
    assert (row.before, row.paused_at) == (None, None)


def test_no_module_changes_a_state_by_itself() -> None:
    assigned = re.compile(r"relationship\.state(, \w+\.\w+)* = |\brow\.state = State")
    found = [
        path.name
        for path in BOT.rglob("*.py")
        if path.name != "lifecycle.py" and assigned.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_page_in_docs_is_drawn_from_the_code() -> None:
    assert draw_life_cycle.PAGE.read_text(encoding="utf-8") == draw_life_cycle.drawn()
