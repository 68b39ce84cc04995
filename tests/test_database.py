"""PostgreSQL goes away for a moment, or for good."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from store import database
from store.database import Database, Raced
from tests.life import Life

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_unit_of_work_whose_connection_broke_is_done_again(postgres: str) -> None:
    one, other = Database(postgres), Database(postgres)
    tried: list[int] = []

    def work(tx: Session) -> int:
        found: int = tx.execute(text("SELECT 7")).scalar_one()
        if not tried:
            other.run(lambda tx: tx.execute(END_OTHERS))
        tried.append(found)
        return int(tx.execute(text("SELECT 8")).scalar_one())

    assert one.run(work) == 8
    assert tried == [7, 7]
    one.close()
    other.close()


def test_a_server_that_stays_away_is_an_error_of_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "LOST_SECONDS", 0)
    monkeypatch.setattr(database, "SECONDS", 0)
    nowhere = Database(NOWHERE)
    with pytest.raises(OperationalError):
        nowhere.run(lambda tx: tx.execute(text("SELECT 1")))
    with pytest.raises(OperationalError):
        nowhere.engine.connect()
    nowhere.close()


def test_a_unit_of_work_that_races_often_goes_on_for_a_while(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database.random.uniform", lambda *_: 0)
    tried = []

    def work(tx: Session) -> int:
        tried.append(1)
        if len(tried) <= 3 * database.ATTEMPTS:
            raise Raced(ValueError("others were first"))
        return 7

    assert life.run(work) == 7


def test_an_error_of_the_work_itself_is_not_repeated(life: Life) -> None:
    tried = []

    def work(tx: Session) -> None:
        tried.append(1)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        life.run(work)
    assert tried == [1]
