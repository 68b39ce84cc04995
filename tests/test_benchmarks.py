"""Each benchmark runs and gives its figures; what they are is nobody's business here."""

import importlib
from collections.abc import Iterator

import pytest

from benchmarks import places
from benchmarks.__main__ import NAMES
from benchmarks.places import Place


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with places.opened(postgres=False) as found:
        yield found


@pytest.mark.parametrize("name", [name for name in NAMES if name != "processes"])
def test_a_benchmark_gives_its_figures(name: str, place: Place) -> None:
    found = importlib.import_module(f"benchmarks.{name}").compare(place, places.QUICK)
    assert found
    assert all(claim.value >= 0 for claim in found)


def test_many_processes_need_a_server_to_share(place: Place) -> None:
    assert importlib.import_module("benchmarks.processes").compare(place, places.QUICK) == []
