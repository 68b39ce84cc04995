"""Snooze on any prompt: it moves that prompt only, three times, then a choice replaces it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot import catalogue, prompts, scripts
from store.prompts import PLANNED, SENT, Prompt
from tests.life import Life
from tests.pairs import step
from tests.spells import current, spell

LAST_NOTE_ONLY = date(2027, 1, 14)


def put_off(life: Life, kind: str, button: str, times: int = 3) -> None:
    """Put the newest prompt of a kind off so many times, each time it comes."""
    for _ in range(times):
        _until(life, kind)
        life.tap("maya", kind, button)
    _until(life, kind)


def _until(life: Life, kind: str) -> None:
    for _ in range(24 * 20):
        if _open(life, kind):
            return
        life.turn(hours=1)
    raise AssertionError(f"no {kind}; got {life.kinds('maya')}")


def _open(life: Life, kind: str) -> Prompt | None:
    person = life.person("maya")
    query = select(Prompt).where(
        Prompt.person_id == person.id, Prompt.kind == kind, Prompt.state == SENT
    )
    found: Prompt | None = life.run(lambda tx: tx.exec(query).first())
    return found


def shown(life: Life, kind: str) -> list[str]:
    """Give the buttons the open prompt of a kind has now."""
    prompt = _open(life, kind)
    assert prompt is not None

    def read(tx: Any) -> list[str]:
        row = tx.get_one(Prompt, prompt.id)
        only = catalogue.kind(kind).only
        return list(only(tx, row)) if only else [b.id for b in scripts.script(kind).buttons]

    found: list[str] = life.run(read)
    return found


@pytest.mark.parametrize(("kind", "button"), [("F1", "later_today"), ("M2", "next_week")])
def test_snooze_on_any_prompt_three_times_then_a_choice_replaces_it(
    life: Life, kind: str, button: str
) -> None:
    relationship = spell(life, LAST_NOTE_ONLY)
    if kind == "F1":
        step(life, relationship, "Ask for a peer review")
        step(life, relationship, "Name the risk in the plan")
    put_off(life, kind, button)
    assert button not in shown(life, kind)
    assert shown(life, kind)


@pytest.mark.parametrize(
    ("kind", "button"),
    [
        ("M1", "not_this_week"),
        ("M2", "next_week"),
        ("M6", "later_today"),
        ("F1", "later_today"),
        ("times_declined", "next_week"),
    ],
)
def test_a_prompt_put_off_three_times_has_no_later_any_more(
    life: Life, kind: str, button: str
) -> None:
    relationship = spell(life)
    for snoozes, offered in ((0, True), (2, True), (3, False)):
        prompt = Prompt(
            workspace_id=relationship.workspace_id,
            person_id=relationship.mentee_id,
            relationship_id=relationship.id,
            kind=kind,
            occasion="",
            about={"session": current(life).id, "steps": ["one", "two"]},
            due_at=life.now,
            planned_at=life.now,
            snoozes=snoozes,
        )
        only = catalogue.kind(kind).only
        assert only is not None
        assert (button in life.run(lambda tx, one=prompt, only=only: only(tx, one))) is offered


def test_a_snooze_moves_that_prompt_only(life: Life) -> None:
    relationship = spell(life)
    step(life, relationship, "Ask for a peer review")
    _until(life, "F1")
    before = _planned(life)
    life.tap("maya", "F1", "later_today")
    after = _planned(life)
    assert {key: after[key] for key in before} == before
    assert {kind for kind, _ in after.keys() - before.keys()} == {"F1"}


def _planned(life: Life) -> dict[tuple[str, str], datetime]:
    rows = life.run(lambda tx: tx.exec(select(Prompt).where(Prompt.state == PLANNED)).all())
    return {(row.kind, row.occasion): row.due_at for row in rows}


def test_a_snoozed_message_says_so_in_place_and_adds_none(life: Life) -> None:
    relationship = spell(life)
    step(life, relationship, "Ask for a peer review")
    _until(life, "F1")
    count = len(life.sent)
    life.tap("maya", "F1", "later_today")
    assert len(life.sent) == count


def test_no_prompt_of_a_life_is_put_off_a_fourth_time(life: Life) -> None:
    spell(life, LAST_NOTE_ONLY)
    put_off(life, "M2", "next_week")
    prompt = _open(life, "M2")
    assert prompt is not None
    assert prompt.snoozes == prompts.MOST_SNOOZES
    life.turn(days=1)
    assert prompt.due_at <= life.now + timedelta(days=1)
