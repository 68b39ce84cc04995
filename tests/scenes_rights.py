"""Scenes of one's own data: saved as a file, and deleted."""

from tests.scenes import Scene
from tests.standings import STANDS
from tests.test_erasures import erase


def saved_and_deleted(s: Scene) -> None:
    """Maya saves her data and then deletes it; Leo hears that it comes to a close."""
    STANDS["active"](s)
    s.act("maya", "save_my_data", s.person("maya").id)
    erase(s, "maya")
    s.until("leo", "H9")
    s.home("leo", "left_alone")
    s.tap("leo", "H9", "done")


SCENES = (saved_and_deleted,)
