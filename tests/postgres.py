"""A PostgreSQL server of the tests' own, and things that happen there at one moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from sqlmodel import Session, func, select

from store.database import Database
from store.people import Person
from tests import servers
from tests.life import Life
from tests.rings import RING

NUMBERS = count(1)
SECONDS = 20


@pytest.fixture(scope="session")
def server() -> Any:
    """Give this process's server."""
    return servers.server()


@pytest.fixture
def postgres() -> str:
    """Give the address of a new and empty database."""
    return servers.address(servers.copy_of("template0", f"coffee{next(NUMBERS)}", lasting=True))


@pytest.fixture
def distant(postgres: str) -> Iterator[Life]:
    """Give Maya, Leo and Ines on PostgreSQL."""
    database = Database(postgres, RING)
    yield Life(database)
    database.close()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do things in threads that begin at one moment; give what each came to, its error included."""
    start = Barrier(len(works), timeout=SECONDS)

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def abreast(life: Life, *works: Callable[[Session], Any]) -> list[Any]:
    """Do units of work at one moment: none may commit before each has seen the state before all."""
    start = Barrier(len(works), timeout=SECONDS)

    def unit(work: Callable[[Session], Any]) -> Callable[[], Any]:
        tries = count()

        def together(tx: Session) -> Any:
            if next(tries) == 0:
                tx.exec(select(func.count()).select_from(Person)).one()
                start.wait()
            return work(tx)

        return lambda: life.database.run(together)

    return at_once(*(unit(work) for work in works))


class Held:
    """A unit of work that has done everything but commit, until it is let go."""

    def __init__(self, life: Life, work: Callable[[Session], Any]) -> None:
        self.life = life
        self.came: Any = None
        self._done, self._go = Event(), Event()

        def hold(tx: Session) -> Any:
            came = work(tx)
            tx.flush()
            self._done.set()
            self._go.wait(SECONDS)
            return came

        def run() -> None:
            self.came = life.run(hold)

        self._thread = Thread(target=run)
        self._thread.start()
        assert self._done.wait(SECONDS)

    def let_go(self) -> None:
        """Let it commit, and wait for that."""
        self._go.set()
        self._thread.join()

    def while_waits(self, work: Callable[[Session], Any]) -> None:
        """Begin a unit of work that comes to a row this one holds, and then let both go on."""
        other = Thread(target=lambda: self.life.run(work))
        other.start()
        other.join(0.2)
        self.let_go()
        other.join()
