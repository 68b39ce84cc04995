"""Home in every state: each button on it, and on the pages behind it, does something there."""

import pytest

from tests.life import Life
from tests.pressing import Presser
from tests.standings import STANDS


@pytest.mark.parametrize("state", STANDS)
def test_every_button_works_in_every_state(life: Life, state: str) -> None:
    STANDS[state](life)
    for handle in ("maya", "leo"):
        if life.person(handle).deactivated_at is None:
            presser = Presser(life, handle)
            assert presser.home() == []
            assert len(presser.pressed) > 5
