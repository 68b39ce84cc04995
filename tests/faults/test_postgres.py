"""Three processes on one PostgreSQL that dies as well, through everything at once."""

from pathlib import Path

from tests.faults.seas import POSTGRES, harbor
from tests.faults.storms import live

SEED = 2


async def test_nothing_is_lost_or_comes_twice_through_a_storm_on_postgres(tmp_path: Path) -> None:
    with harbor(tmp_path) as here:
        outcome = await live(here.storm(POSTGRES, SEED))
    assert not outcome.brief, f"seed {SEED}: {outcome.brief}"
    assert outcome.met["killed"]
