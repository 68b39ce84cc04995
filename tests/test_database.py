"""PostgreSQL goes away for a moment, or for good."""

import time
from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, func, select

from store import database, receipts, revisions
from store.database import Database, Raced
from store.receipts import Receipt
from tests.life import TUESDAY, Life
from tests.postgres import at_once

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


def test_those_that_lose_races_go_one_after_another(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SECONDS", 60)
    monkeypatch.setattr(database, "LINE_SECONDS", 60)
    processes = [Database(postgres), Database(postgres)]
    revisions.migrate(processes[0])
    numbers, late, together = count(), list[int](), list[int]()

    def unit() -> Callable[[Session], None]:
        tries = count()

        def work(tx: Session) -> None:
            number = next(numbers)
            if next(tries) > 0:
                late.append(number)
                together.append(len(late))
            try:
                before = tx.exec(select(func.count()).select_from(Receipt)).one()
                time.sleep(0.02)
                receipts.first(tx, f"{before}:{number}", TUESDAY)
            finally:
                late[:] = [each for each in late if each != number]

        return work

    def often(process: Database) -> Callable[[], None]:
        return lambda: [process.run(unit()) for _ in range(5)].clear()

    came_to = at_once(*(often(process) for process in processes for _ in range(6)))
    for process in processes:
        process.close()
    assert came_to == [None] * 12
    assert max(together) == 1


def test_nobody_waits_long_for_a_process_that_stands_still(postgres: str) -> None:
    here, still = Database(postgres), Database(postgres)
    tried: list[int] = []

    def work(tx: Session) -> int:
        tried.append(1)
        if len(tried) == 1:
            raise Raced(ValueError("others were first"))
        return 7

    with still._in_line():
        assert here.run(work) == 7
    here.close()
    still.close()


def test_an_error_of_the_work_itself_is_not_repeated(life: Life) -> None:
    tried = []

    def work(tx: Session) -> None:
        tried.append(1)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        life.run(work)
    assert tried == [1]
