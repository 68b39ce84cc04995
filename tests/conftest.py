"""Fixtures that every test may use."""

from collections.abc import Iterator

import pytest

from tests import databases, servers, showing
from tests.life import Life
from tests.scenes import Gallery

pytest_plugins = ["tests.postgres"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the golden files be written anew; what changed is then read in the diff."""
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/ anew")


@pytest.fixture(scope="session", autouse=True)
def _databases() -> Iterator[None]:
    """Let go of every database at the end."""
    yield
    databases.end()


@pytest.fixture(autouse=databases.ON_POSTGRES)
def _cleared() -> Iterator[None]:
    """Drop the databases that a test has made."""
    with servers.cleared():
        yield


@pytest.fixture
def life() -> Life:
    """Give Maya, Leo and Ines, on a database of their own."""
    return Life(databases.emptied())


@pytest.fixture(scope="session")
def gallery(request: pytest.FixtureRequest) -> Gallery:
    """Give everything the scenes show; its golden files are written anew where that is asked."""
    shown = showing.play()
    if request.config.getoption("--rewrite-golden"):
        showing.rewrite(shown)
    return shown
