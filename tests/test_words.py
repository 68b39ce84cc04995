"""Words at rest: sealed by the row they are in, opened with it, and never read without it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import LargeBinary, exc, type_coerce
from sqlmodel import Session, SQLModel, col, insert, select, text, update

from store.cards import Card
from store.database import Database, Raced
from store.goals import Goal
from store.keys import Ring, Unopened
from store.people import Person
from store.relationships import Relationship
from store.tables import metadata
from store.words import Sealed, Words, places
from tests.life import Life
from tests.rings import OTHER

NOW = datetime(2027, 1, 12, tzinfo=UTC)
SECRET = "Not sure I belong here"


@pytest.fixture
def pair(life: Life) -> Life:
    """Give two people and a goal, with an empty and a missing text beside it."""

    def write(tx: Session) -> None:
        maya, leo = (life.person(name, tx) for name in ("maya", "leo"))
        tx.add(
            Relationship(
                id="pair",
                workspace_id=maya.workspace_id,
                mentee_id=maya.id,
                mentor_id=leo.id,
                asked_by_id=maya.id,
                created_at=NOW,
            )
        )
        tx.flush()
        tx.add(goal("one", maya, SECRET))
        tx.add(goal("two", maya, "Lead a project"))
        tx.add(Card(person_id=maya.id, path="", written_at=NOW))

    life.run(write)
    return life


def goal(goal_id: str, author: Person, words: str) -> Goal:
    return Goal(id=goal_id, relationship_id="pair", author_id=author.id, text=words, created_at=NOW)


def at_rest(tx: Session, table: type[SQLModel], column: str) -> dict[str, Any]:
    """Give what lies in a column, by row id."""
    rows = metadata.tables[str(table.__tablename__)]
    [key] = rows.primary_key
    return {
        row[0]: None if row[1] is None else bytes(row[1])
        for row in tx.execute(select(key, type_coerce(rows.c[column], LargeBinary))).all()
    }


def move(tx: Session, words: bytes, goal_id: str) -> None:
    """Lay sealed words into another row by hand, as somebody with the database could."""
    tx.execute(
        text("UPDATE goal SET text = :words WHERE id = :id"), {"words": words, "id": goal_id}
    )


def test_words_read_as_they_were_written_and_lie_sealed(pair: Life) -> None:
    assert pair.run(lambda tx: tx.get_one(Goal, "one").text) == SECRET
    lying = pair.run(lambda tx: at_rest(tx, Goal, "text"))
    assert all(b"belong" not in each and len(each) >= 32 for each in lying.values())


def test_an_empty_text_is_sealed_too_and_nothing_stays_nothing(pair: Life) -> None:
    maya = pair.person("maya").id
    assert len(pair.run(lambda tx: at_rest(tx, Card, "path"))[maya]) == 32
    assert pair.run(lambda tx: at_rest(tx, Card, "studied"))[maya] is None
    card = pair.run(lambda tx: tx.get_one(Card, maya))
    assert (card.path, card.studied) == ("", None)


def test_words_moved_to_another_row_are_not_shown(pair: Life) -> None:
    pair.run(lambda tx: move(tx, at_rest(tx, Goal, "text")["one"], "two"))
    assert pair.run(lambda tx: tx.get_one(Goal, "one").text) == SECRET
    with pytest.raises(Unopened):
        pair.run(lambda tx: tx.get_one(Goal, "two"))
    with pytest.raises(Unopened):
        pair.run(lambda tx: tx.exec(select(Goal)).all())


def test_words_moved_to_another_column_are_not_shown(pair: Life) -> None:
    maya = pair.person("maya").id
    pair.run(lambda tx: tx.execute(text("UPDATE card SET studied = path")))
    with pytest.raises(Unopened):
        pair.run(lambda tx: tx.get_one(Card, maya))


def test_plain_text_laid_into_the_column_is_not_shown(pair: Life) -> None:
    pair.run(lambda tx: move(tx, b"You are a fraud, and everybody knows it.", "two"))
    with pytest.raises(Unopened):
        pair.run(lambda tx: tx.get_one(Goal, "two"))


def test_what_could_not_be_opened_says_nothing_even_to_who_goes_on(pair: Life) -> None:
    pair.run(lambda tx: move(tx, at_rest(tx, Goal, "text")["one"], "two"))

    def go_on(tx: Session) -> Any:
        with pytest.raises(Unopened):
            tx.get_one(Goal, "two")
        return tx.get_one(Goal, "two").text

    with pytest.raises(Unopened):
        str(pair.run(go_on))


def test_a_change_is_sealed_anew_and_an_unchanged_text_is_left_as_it_lies(pair: Life) -> None:
    before = pair.run(lambda tx: at_rest(tx, Goal, "text"))

    def change(tx: Session) -> None:
        one, two = tx.get_one(Goal, "one"), tx.get_one(Goal, "two")
        one.text, two.private = "Ask for the brief first", True
        tx.flush()
        assert one.text == "Ask for the brief first"

    pair.run(change)
    after = pair.run(lambda tx: at_rest(tx, Goal, "text"))
    assert after["one"] != before["one"]
    assert after["two"] == before["two"]
    assert pair.run(lambda tx: tx.get_one(Goal, "one").text) == "Ask for the brief first"


def test_refreshed_expired_merged_and_rolled_back_rows_read_right(pair: Life) -> None:
    def through(tx: Session) -> None:
        one = tx.get_one(Goal, "one")
        tx.refresh(one)
        assert one.text == SECRET
        tx.refresh(one, ["text"])
        assert one.text == SECRET
        tx.expire(one)
        assert one.text == SECRET
        nested = tx.begin_nested()
        one.text = "Something else"
        tx.flush()
        nested.rollback()
        assert one.text == SECRET
        again = tx.exec(
            select(Goal).where(Goal.id == "one").execution_options(populate_existing=True)
        ).one()
        assert again.text == SECRET
        merged = tx.merge(Goal(**{**one.model_dump(), "text": "Merged"}))
        tx.flush()
        assert merged.text == "Merged"

    pair.run(through)
    assert pair.run(lambda tx: tx.get_one(Goal, "one").text) == "Merged"


def test_a_row_that_could_not_be_kept_still_reads_right(pair: Life) -> None:
    def twice(tx: Session) -> str:
        again = goal("one", pair.person("maya", tx), "The same row again")
        nested = tx.begin_nested()
        tx.add(again)
        with pytest.raises((exc.IntegrityError, Raced)):
            tx.flush()
        nested.rollback()
        return again.text

    assert pair.run(twice) == "The same row again"


def test_many_rows_at_once_are_sealed_each_for_itself(pair: Life) -> None:
    def bulk(tx: Session) -> None:
        row = goal("x", pair.person("maya", tx), "").model_dump()
        rows = [{**row, "id": f"bulk{n}", "text": f"{SECRET} {n}"} for n in range(3)]
        tx.execute(insert(Goal), rows)
        tx.execute(update(Goal), [{"id": "bulk0", "text": "Changed"}])

    pair.run(bulk)
    kept = pair.run(lambda tx: {row.id: row.text for row in tx.exec(select(Goal)).all()})
    assert kept["bulk0"] == "Changed"
    assert kept["bulk2"] == f"{SECRET} 2"
    lying = pair.run(lambda tx: at_rest(tx, Goal, "text"))
    assert not any(b"belong" in each or b"Changed" in each for each in lying.values())


def test_words_without_their_row_cannot_be_read_written_or_compared(pair: Life) -> None:
    [alone] = pair.run(lambda tx: tx.exec(select(Goal.text).where(Goal.id == "one")).all())
    assert isinstance(alone, Sealed)
    assert repr(alone) == "<sealed>"
    with pytest.raises(Unopened):
        f"{alone}"
    plain = update(Goal).where(col(Goal.id) == "one").values(text="plain")
    with pytest.raises(exc.StatementError, match="their row"):
        pair.run(lambda tx: tx.execute(plain))
    with pytest.raises(exc.StatementError, match="their row"):
        pair.run(lambda tx: tx.exec(select(Goal).where(Goal.text == SECRET)).all())


def test_a_whole_row_may_be_copied_as_it_lies(pair: Life) -> None:
    """What copies a database needs no key, and the copy opens with the same one."""
    table = metadata.tables["goal"]

    def copy(tx: Session) -> None:
        [row] = tx.execute(table.select().where(table.c.id == "one")).mappings().all()
        tx.execute(table.delete().where(table.c.id == "one"))
        tx.connection().execute(table.insert(), [dict(row)])

    pair.run(copy)
    assert pair.run(lambda tx: tx.get_one(Goal, "one").text) == SECRET


def test_without_the_right_key_nothing_is_read_and_without_any_nothing_written(
    pair: Life,
) -> None:
    url = pair.database.url.render_as_string(hide_password=False)
    for ring in (None, Ring.read(OTHER)):
        other = Database(url, ring)
        with pytest.raises(Unopened):
            other.run(lambda tx: tx.get_one(Goal, "one"))
        other.close()
    none = Database(url)
    with pytest.raises(Unopened, match="new-key"):
        none.run(lambda tx: tx.execute(update(Goal), [{"id": "one", "text": "plain"}]))
    none.close()
    assert pair.run(lambda tx: tx.get_one(Goal, "one").text) == SECRET


def test_every_table_with_words_is_told_apart_by_its_key_in_a_flush() -> None:
    """Raises for a table in which sealing would take a column of its own for its key."""
    sealed = {name for name, table in metadata.tables.items() if places(table) is not None}
    assert {"goal", "card", "note", "draft", "thanks"} <= sealed


def test_free_text_stands_nowhere_but_in_columns_of_words() -> None:
    """A new column of text is looked at here once: is it ours, or somebody's words?"""
    ours = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if not isinstance(column.type, Words) and column.name in ("text", "note", "line", "words")
    }
    assert ours == set()
