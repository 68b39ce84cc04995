"""One process on SQLite, through everything that can go wrong at once."""

from pathlib import Path

from tests.faults.seas import SQLITE, Harbor
from tests.faults.storms import live

SEED = 1


async def test_nothing_is_lost_or_comes_twice_through_a_storm_on_sqlite(tmp_path: Path) -> None:
    outcome = await live(Harbor(tmp_path, None).storm(SQLITE, SEED))
    assert not outcome.brief, f"seed {SEED}: {outcome.brief}"
    assert outcome.met["killed"]
