"""Faults at random come in their shares, the same for the same seed, and leave others alone."""

from collections import Counter
from random import Random

from playground.faults import Fault, Faults, broken
from playground.misfortunes import SHARES, Misfortunes

CALLS = 20_000


def drawn(seed: int, calls: int = 200, **more: object) -> list[Fault | None]:
    misfortunes = Misfortunes(Random(seed), **more)  # type: ignore[arg-type]  # noqa: S311
    return [misfortunes("chat.postMessage") for _ in range(calls)]


def test_each_kind_has_its_share_of_the_calls() -> None:
    misfortunes = Misfortunes(Random(1))  # noqa: S311 - nobody's secret
    for _ in range(CALLS):
        misfortunes("chat.postMessage")
    for kind, share in SHARES.items():
        assert abs(100 * misfortunes.met[kind] / CALLS - share) < 0.6, kind


def test_the_same_seed_brings_the_same_faults() -> None:
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_a_method_that_is_not_named_meets_nothing() -> None:
    assert not any(drawn(1, only=("users.info",)))


def test_what_was_asked_for_comes_before_what_the_injector_gives() -> None:
    faults = Faults()
    faults.injector = lambda method: broken(after=True)
    faults.add("users.info", broken())
    met = Counter(fault.after for _ in range(3) if (fault := faults.take("users.info")))
    assert met == {False: 1, True: 2}
    faults.clear()
    assert faults.take("users.info") is None
