"""A disk that is full, or a server that is away: no row is taken for what is to blame."""

import sqlite3
from typing import Any

import pytest

from bot import alarms, catalogue, deliveries, people, prompts, ticks
from bot.views import messages
from store.alarms import Alarm
from store.prompts import PLANNED, Prompt
from store.troubles import Trouble
from tests.life import Life
from tests.pairs import pair, rows


def full(*_: Any) -> Any:
    """Do what a statement does on a full disk."""
    raise Trouble("INSERT", None, sqlite3.OperationalError("database or disk is full"))


def test_a_prompt_is_not_parked_for_a_full_disk(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    relationship = pair(life)
    who, now = life.who("maya"), life.now
    life.run(
        lambda tx: prompts.say(
            tx, people.meet(tx, who, now), "H7", "round:1", now, relationship=relationship
        )
    )
    monkeypatch.setattr(messages, "draw", full)
    with pytest.raises(Trouble):
        life.run(lambda tx: deliveries.claim(tx, "here", now))
    assert [row.state for row in rows(life, Prompt)] == [PLANNED]


def test_a_change_that_a_full_disk_undid_rings_again(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    relationship = pair(life)
    life.run(lambda tx: alarms.set_for(tx, "pulse", relationship, "session", life.now))
    monkeypatch.setitem(catalogue.ALARMS, "pulse", full)
    with pytest.raises(Trouble):
        life.run(lambda tx: ticks.ring(tx, life.now))
    assert [row.rung_at for row in rows(life, Alarm)] == [None]
