"""How the databases look for what is due where much was said, and as much is planned."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session

from store import outbox, revisions
from store.database import Database
from store.people import Person
from store.relationships import Relationship
from store.workspaces import Workspace
from tests.rings import RING

NOW = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
MANY = 30_000
# Half of it lies in the past and is over, half is to come: the two columns hang together.
PROMPTS = text(
    "INSERT INTO prompt (id, workspace_id, person_id, kind, occasion, about, state, direct, due_at,"
    " expires_at, planned_at, place, drawn, snoozes, attempt)"
    " SELECT n::text, 'T1', 'p1', 'M1', n::text, '{}', CASE n % 2 WHEN 0 THEN 'planned' ELSE"
    " 'answered' END, false, :now + CASE n % 2 WHEN 0 THEN 1 ELSE -1 END * n * interval '1 minute',"
    " NULL, :now, 0, 'whole', 0, 0 FROM generate_series(1, :many) AS n"
)
ALARMS = text(
    "INSERT INTO alarm (id, relationship_id, kind, occasion, due_at, rung_at)"
    " SELECT n::text, 'r1', 'tell', n::text, :now + CASE n % 2 WHEN 0 THEN 1 ELSE -1 END * n *"
    " interval '1 minute', CASE n % 2 WHEN 0 THEN NULL ELSE :now END"
    " FROM generate_series(1, :many) AS n"
)


def fill(tx: Session) -> None:
    """Let one person have been told much, and be about to be told as much."""
    tx.add(Workspace(id="T1"))
    tx.flush()
    tx.add(Person(id="p1", workspace_id="T1", slack_id="U1"))
    tx.add(Person(id="p2", workspace_id="T1", slack_id="U2"))
    tx.flush()
    both: dict[str, Any] = {"mentee_id": "p1", "mentor_id": "p2", "asked_by_id": "p1"}
    tx.add(Relationship(id="r1", workspace_id="T1", created_at=NOW, **both))
    tx.flush()
    for rows in (PROMPTS, ALARMS):
        tx.execute(rows, {"now": NOW, "many": MANY})


def plan(connection: Connection, statement: str) -> str:
    """Give how a statement would be run."""
    given = {"now": NOW, "most": 50, "workspace": "T1", "direct": False}
    compiled = getattr(outbox, statement).compile(connection)
    asked = {**compiled.params, **{key: given[key] for key in given if key in compiled.params}}
    rows = connection.exec_driver_sql(f"EXPLAIN {compiled}", asked)
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("statement", ["IS_DUE", "READY", "READY_ERRANDS"])
def test_a_look_at_what_is_due_reads_no_table_to_its_end(postgres: str, statement: str) -> None:
    database = Database(postgres, RING)
    revisions.migrate(database)
    database.run(fill)
    assert not database.look(lambda tx: outbox.is_due(tx, NOW))
    assert database.look(lambda tx: outbox.is_due(tx, NOW + timedelta(minutes=5)))
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        steps = plan(connection, statement)
    database.close()
    assert "Seq Scan on prompt" not in steps, steps
    assert "Seq Scan on alarm" not in steps, steps


def test_of_much_that_is_due_at_once_the_first_are_found_unsorted(postgres: str) -> None:
    database = Database(postgres, RING)
    revisions.migrate(database)
    database.run(fill)
    with database.engine.begin() as connection:
        at_once = "UPDATE prompt SET due_at = :now WHERE state = 'planned'"
        connection.execute(text(at_once), {"now": NOW})
        connection.execute(text("ANALYZE"))
        on_their_way = "UPDATE prompt SET state = 'sending' WHERE id < '2' AND state = 'planned'"
        connection.execute(text(on_their_way))
        steps = plan(connection, "HEADS")
    database.close()
    assert "Sort" not in steps, steps
    assert "hashed SubPlan" in steps, steps


def test_sqlite_finds_the_first_of_them_unsorted_too() -> None:
    database = Database("sqlite://", RING)
    revisions.migrate(database)
    with database.engine.connect() as connection:
        compiled = outbox.HEADS.compile(connection)
        given = {"workspace": "T1", "direct": False, "now": NOW.isoformat(), "most": 50}
        asked = tuple(
            {**compiled.params, **given}[str(name)] for name in compiled.positiontup or ()
        )
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", asked).all()
    database.close()
    steps = "\n".join(str(row[-1]) for row in rows)
    assert "USING INDEX ix_prompt_due" in steps, steps
    assert "B-TREE" not in steps, steps
