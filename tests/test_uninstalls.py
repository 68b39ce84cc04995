"""The app removed from one side of a pair across two workspaces: the other side goes on (S75)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot import uninstalls
from store import gates
from store.installations import Installation, Removal
from store.people import Person
from store.prompts import PLANNED, Prompt
from store.relationships import Relationship
from store.workspaces import Workspace
from tests.apart import TERN, begun, row, set_up, tern
from tests.life import Life
from tests.pairs import pair, rows


@pytest.fixture(autouse=True)
def _across(life: Life) -> None:
    """Let Maya here and Omar at Tern Labs be a pair, and two people of Tern Labs another."""
    tern(life)
    begun(life)
    set_up(life)


def remove(life: Life) -> bool:
    """Let the app be removed from Tern Labs."""
    found: bool = life.run(lambda tx: uninstalls.remove(tx, TERN, life.now, life.now))
    life.settle()
    return found


def come_back(life: Life) -> None:
    """Let Tern Labs install it again."""

    def work(tx: Session) -> None:
        again = Installation(
            workspace_id=TERN, bot_user_id="U", bot_id="B", token="xoxb-2",
            installed_at=life.now, checked_at=life.now,
        )  # fmt: skip
        uninstalls.install(tx, again, "Tern Labs", "UUNA", life.now)

    life.run(work)
    life.settle()


def purge(life: Life) -> int:
    """Delete all that is to be deleted; how many bites it took."""
    for bites in range(500):
        if not life.run(lambda tx: uninstalls.purge(tx, life.now)):
            return bites
    raise AssertionError("it never ends")


def test_who_stays_hears_of_it_as_of_a_closed_account(life: Life) -> None:
    assert remove(life)
    life.turn(days=3)
    assert "H10" in life.kinds("maya")
    assert life.relationship.state == "paused"


def test_back_in_time_all_goes_on(life: Life) -> None:
    remove(life)
    life.turn(days=5)
    come_back(life)
    life.turn(days=2)
    assert life.relationship.stopped_at is None
    assert life.run(lambda tx: gates.of(tx, TERN).until) is None
    assert rows(life, Removal) == []


def test_a_workspace_is_removed_once(life: Life) -> None:
    assert remove(life)
    assert not remove(life)


def test_after_thirty_days_who_left_is_nobody_and_who_stays_keeps_the_pair(life: Life) -> None:
    omar = row(life, "omar")
    remove(life)
    life.turn(days=31)
    assert purge(life) > 1
    kept = {person.id: person for person in rows(life, Person)}
    assert "OMAR" not in kept[omar].slack_id
    assert [person for person in kept.values() if person.workspace_id == TERN] == [kept[omar]]
    assert life.relationship.mentor_id == omar
    assert [p for p in rows(life, Prompt) if p.workspace_id == TERN and p.state == PLANNED] == []
    assert life.run(lambda tx: tx.get(Workspace, TERN)) is not None
    assert rows(life, Removal) == []
    life.turn(days=30)


def test_who_installs_it_after_that_finds_an_open_gate(life: Life) -> None:
    remove(life)
    life.turn(days=31)
    purge(life)
    come_back(life)
    assert life.run(lambda tx: gates.of(tx, TERN).until) is None


def test_a_workspace_with_nobody_across_goes_whole(life: Life) -> None:
    life.workspace("T3", "Reed", ana="Europe/Berlin", ben="Europe/Berlin")
    pair(life, "ana", "ben")
    life.run(lambda tx: uninstalls.remove(tx, "T3", life.now, life.now))
    life.now += timedelta(days=31)
    purge(life)
    left = life.run(lambda tx: tx.exec(select(Person.workspace_id)).all())
    assert "T3" not in left
    assert life.run(lambda tx: tx.get(Workspace, "T3")) is None
    assert {each.workspace_id for each in rows(life, Relationship)} <= {"T1", TERN}
