"""The migrations make exactly the tables that the code has."""

from pathlib import Path

from store import revisions
from store.database import Database


def test_the_migrations_and_the_tables_agree(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite")
    assert not revisions.current(database)
    revisions.migrate(database)
    assert revisions.current(database)
    assert revisions.differences(database) == []
    database.close()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite")
    revisions.migrate(database)
    revisions.migrate(database)
    assert revisions.current(database)
    database.close()
