"""Fixtures that every test may use."""

import gc
from collections.abc import Iterator

import pytest

from tests import databases, servers, showing
from tests.life import Life
from tests.scenes import Gallery

pytest_plugins = ["tests.postgres"]

SCENES = ("test_golden", "test_golden_rules")
LONG = ("test_deploying", "test_lives", "test_simulation", "test_whole_years")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the golden files be written anew; what changed is then read in the diff."""
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/ anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have a file's tests run on one core, the long ones first and each by itself."""
    for item in items:
        group = str(item.path)
        if item.path.stem in LONG:
            group = item.nodeid
        elif "gallery" in getattr(item, "fixturenames", ()):
            group = "gallery"
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.path.stem not in (*SCENES, *LONG))


def pytest_collection_finish() -> None:
    """Look for garbage seldom: a twelfth of the time went into finding none."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


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
