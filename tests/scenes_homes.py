"""Scenes of Home: what each of the two sees of it in every state."""

from collections.abc import Callable

from tests.scenes import Scene
from tests.standings import STANDS


def _looks(state: str) -> Callable[[Scene], None]:
    """Give the scene in which whoever is still there opens Home in a state."""

    def scene(s: Scene) -> None:
        STANDS[state](s)
        for handle in ("maya", "leo"):
            if s.person(handle).deactivated_at is None:
                s.home(handle, f"in_{state}")

    scene.__name__ = f"home_in_{state}"
    return scene


def who_sees_what(s: Scene) -> None:
    """Maya looks at who sees what, and at what else there is with Leo."""
    STANDS["active"](s)
    s.act("maya", "who_sees_what", s.person("maya").id)
    s.act("maya", "more", s.relationship.id)


SCENES = (*(_looks(state) for state in STANDS), who_sees_what)
