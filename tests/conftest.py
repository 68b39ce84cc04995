"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from tests.life import Life


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """Give Maya, Leo and Ines, on a database of their own."""
    database = Database(f"sqlite:///{tmp_path}/life.sqlite")
    yield Life(database)
    database.close()
