"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from tests import showing
from tests.life import Life
from tests.scenes import Gallery

pytest_plugins = ["tests.postgres"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the golden files be written anew; what changed is then read in the diff."""
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/ anew")


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """Give Maya, Leo and Ines, on a database of their own."""
    database = Database(f"sqlite:///{tmp_path}/life.sqlite")
    yield Life(database)
    database.close()


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Gallery:
    """Give everything the scenes show; its golden files are written anew where that is asked."""
    shown = showing.play(tmp_path_factory.mktemp("scenes"))
    if request.config.getoption("--rewrite-golden"):
        showing.rewrite(shown)
    return shown
