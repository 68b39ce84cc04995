"""`second-coffee rotate-keys`: everything under the first key, whatever else goes on."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select, text
from typer.testing import CliRunner

import app
from operations.rotation import rotate
from store import revisions, rotations, seals
from store.advice import Advice, Step
from store.database import Database
from store.goals import Goal
from store.keys import Ring, Shut
from store.people import Person
from store.relationships import Relationship
from store.rotations import BATCH
from store.seals import Seal
from tests.life import Life
from tests.rings import KEYS, OTHER, RING

NOW = datetime(2027, 1, 12, tzinfo=UTC)
NEW_FIRST = f"{OTHER},{KEYS}"
MANY = BATCH * 2 + 30

Open = Callable[[str], Database]


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Give a way to open one database, full of words under the old key, with any keys."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/words.sqlite"
    else:
        url = str(request.getfixturevalue("postgres"))
    opened: list[Database] = []

    def open_with(given: str) -> Database:
        opened.append(Database(url, Ring.read(given)))
        return opened[-1]

    first = open_with(KEYS)
    revisions.migrate(first)
    seals.prove(first)
    fill(Life(first))
    yield open_with
    for database in opened:
        database.close()


def fill(life: Life) -> None:
    """Write more words than go into one batch, in several tables, some of them missing."""

    def write(tx: Session) -> None:
        maya, leo = (life.person(name, tx) for name in ("maya", "leo"))
        theirs: dict[str, Any] = {"mentee_id": maya.id, "mentor_id": leo.id, "asked_by_id": maya.id}
        tx.add(Relationship(id="r", workspace_id=maya.workspace_id, created_at=NOW, **theirs))
        tx.flush()
        for n in range(MANY):
            tx.add(goal(n, maya))
        tx.add(Advice(relationship_id="r", text="Ask first", noted_at=NOW))
        for moment in ("the project starts", None, ""):
            tx.add(Step(relationship_id="r", moment=moment, text="ask", planned_at=NOW))

    life.run(write)


def goal(n: int, author: Person) -> Goal:
    return Goal(
        id=f"{n:032}",
        relationship_id="r",
        author_id=author.id,
        text=f"Goal {n}",
        created_at=NOW,
    )


def read(tx: Session) -> list[Any]:
    """Give all words there are."""
    goals = [(row.id, row.text) for row in tx.exec(select(Goal).order_by(Goal.id)).all()]
    steps = sorted((row.moment or str(row.moment), row.text) for row in tx.exec(select(Step)).all())
    return [*goals, *steps, *(row.text for row in tx.exec(select(Advice)).all())]


def seals_kept(tx: Session) -> set[str]:
    return {seal.key_id for seal in tx.exec(select(Seal)).all()}


def test_everything_comes_under_the_first_key_and_the_old_one_may_go(opened: Open) -> None:
    before = opened(KEYS).run(read)
    both = opened(NEW_FIRST)
    seals.prove(both)
    assert both.run(rotations.left) == MANY + 4
    assert sum(batch.rows for batch in rotations.rotate(both)) == MANY + 4
    assert both.run(rotations.settle) == 0
    new = opened(OTHER)
    seals.prove(new)
    assert new.run(read) == before
    assert new.run(seals_kept) == {Ring.read(OTHER).first.hex()}
    with pytest.raises(Shut):
        seals.prove(opened(KEYS))


def test_interrupted_it_leaves_all_readable_and_goes_on_where_it_was(opened: Open) -> None:
    before = opened(KEYS).run(read)
    both = opened(NEW_FIRST)
    done = [batch.rows for batch in itertools.islice(rotations.rotate(both), 2)]
    assert both.run(rotations.left) == MANY + 4 - sum(done)
    assert both.run(read) == before
    assert both.run(rotations.settle) > 0
    again = [batch.rows for batch in rotations.rotate(both)]
    assert sum(done) + sum(again) == MANY + 4
    assert both.run(rotations.settle) == 0
    assert opened(OTHER).run(read) == before


def test_two_at_once_do_no_harm(opened: Open) -> None:
    before = opened(KEYS).run(read)
    two = [opened(NEW_FIRST), opened(NEW_FIRST)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda database: list(rotations.rotate(database)), two))
    assert [database.run(rotations.settle) for database in two] == [0, 0]
    assert opened(OTHER).run(read) == before


def test_what_is_written_meanwhile_stands(opened: Open) -> None:
    """The bot goes on changing and adding; one that still seals with the old key is noticed."""
    old, both = opened(KEYS), opened(NEW_FIRST)
    turns = itertools.count()

    def change(tx: Session) -> None:
        turn = next(turns)
        for n in (turn, MANY - 1 - turn):
            tx.get_one(Goal, f"{n:032}").text = f"Changed {n}"
        author = tx.exec(select(Person)).all()[0]
        tx.add(goal(MANY + turn, author))

    bot = opened(NEW_FIRST)
    for batch in rotations.rotate(both):
        bot.run(change)
        assert batch.unopened == 0
    assert next(turns) > 3
    assert both.run(rotations.left) == 0
    kept = dict(row for row in opened(OTHER).run(read)[: MANY + 3])
    assert kept[f"{0:032}"] == "Changed 0"
    assert kept[f"{MANY - 1:032}"] == f"Changed {MANY - 1}"
    assert kept[f"{MANY:032}"] == f"Goal {MANY}"
    old.run(lambda tx: tx.add(goal(9999, tx.exec(select(Person)).all()[0])))
    assert both.run(rotations.settle) == 1
    assert [batch.rows for batch in rotations.rotate(both)] == [1]
    assert both.run(rotations.settle) == 0


def test_a_row_changed_between_reading_and_writing_is_left_as_it_became(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, bot = opened(NEW_FIRST), opened(NEW_FIRST)
    if both.sqlite:
        pytest.skip("one writer at a time: nothing can change between")
    usual, changed = rotations._anew, itertools.count()

    def slow(*given: Any) -> Any:
        if next(changed) == 0:
            bot.run(lambda tx: setattr(tx.get_one(Goal, f"{0:032}"), "text", "In between"))
        return usual(*given)

    monkeypatch.setattr(rotations, "_anew", slow)
    list(rotations.rotate(both))
    assert both.run(rotations.settle) == 0
    assert opened(OTHER).run(lambda tx: tx.get_one(Goal, f"{0:032}").text) == "In between"


def test_what_no_key_opens_is_left_alone_counted_and_keeps_the_old_key(opened: Open) -> None:
    both = opened(NEW_FIRST)
    spoil = text("UPDATE goal SET text = :words WHERE id = :id")
    both.run(lambda tx: tx.execute(spoil, {"words": b"x" * 60, "id": f"{7:032}"}))
    assert sum(batch.unopened for batch in rotations.rotate(both)) == 1
    assert both.run(rotations.settle) == 1
    assert Ring.read(KEYS).first.hex() in both.run(seals_kept)


def test_nothing_to_do_is_done_at_once(opened: Open) -> None:
    database = opened(KEYS)
    assert list(rotations.rotate(database)) == []
    assert rotate(database) == 0


def test_the_command_says_when_the_old_key_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/words.sqlite"
    database = Database(url, RING)
    revisions.migrate(database)
    seals.prove(database)
    fill(Life(database))
    database.close()
    monkeypatch.chdir(tmp_path)

    def said(given: str) -> tuple[int, str]:
        environ = {"DATABASE_URL": url, "ENCRYPTION_KEYS": given}
        done = CliRunner().invoke(app.cli, ["rotate-keys"], env=environ)
        return done.exit_code, " ".join(done.output.split())

    code, words = said(OTHER)
    assert (code, "put it back" in words) == (1, True)
    code, words = said(NEW_FIRST)
    assert (code, "The other keys can leave ENCRYPTION_KEYS" in words) == (0, True)
    assert "Rows" in words
    assert said(OTHER)[0] == 0
