"""Scenes of quiet spells and of breaks that nobody comes back from."""

from datetime import date, timedelta
from typing import Any

from bot import lifecycle
from store.relationships import Relationship
from tests.booking import at
from tests.scenes import Scene
from tests.spells import TARGET, past, spell


def both_read(s: Scene) -> None:
    """Let both type a command, so that the bot takes them for people who read."""
    for handle in ("maya", "leo"):
        s.command(handle, "/mentor")


def quiet_and_paused(s: Scene) -> None:
    """Nobody books: both are asked what fits; Maya would book, Leo would rather pause."""
    spell(s)
    past(s, 20)
    both_read(s)
    s.until("maya", "H1", days=20)
    s.until("leo", "H1")
    s.home("maya", "quiet")
    s.tap("maya", "H1", "book_time")
    s.submit("leo", s.tap("leo", "H1", "pause_us").view, until="month")


def quiet_and_told(s: Scene) -> None:
    """Nobody answers: both are told of the pause, and Leo says it is fine."""
    spell(s)
    past(s, 30)
    both_read(s)
    s.until("leo", "H2", days=20)
    s.until("maya", "H2")
    s.home("leo", "pause_announced")
    s.tap("leo", "H2", "pause_is_fine")
    s.home("leo", "paused_by_quiet")


def quiet_and_lighter(s: Scene) -> None:
    """Maya would meet less often; for Leo that is fine."""
    spell(s)
    past(s, 20)
    s.command("leo", "/mentor")
    s.until("maya", "H1", days=20)
    s.until("leo", "H1")
    s.tap("maya", "H1", "meet_less_often")
    s.until("leo", "H1_lighter")
    s.tap("leo", "H1_lighter", "thats_fine")


def quiet_and_booked(s: Scene) -> None:
    """The notice of a pause is taken back by a yes to booking."""
    spell(s)
    past(s, 30)
    both_read(s)
    s.until("leo", "H2", days=20)
    s.until("maya", "H2")
    s.tap("leo", "H2", "book_time")


def quiet_and_over(s: Scene) -> None:
    """Leo brings it to a close from the question what fits."""
    spell(s)
    past(s, 20)
    s.command("leo", "/mentor")
    s.until("leo", "H1", days=20)
    s.tap("leo", "H1", "wrap_it_up")


def a_sprint_rests(s: Scene) -> None:
    """A sprint that nobody keeps up gives way to the ordinary rhythm."""
    spell(s, every="month", sprint_until_on=date(2027, 4, 1))
    past(s, 13)
    both_read(s)
    past(s, 28)


def a_break_that_ends(s: Scene) -> None:
    """Asked once more after 90 days, stayed, asked again, and closed."""
    spell(s)
    s.submit("maya", s.command("maya", "/mentor-pause").view, until="ill_come_back")
    s.until("maya", "H4_last", days=100)
    s.until("leo", "H4_last")
    s.home("leo", "break_nearly_over")
    s.tap("leo", "H4_last", "stay_paused")
    s.until("leo", "H4", days=100)
    s.tap("leo", "H4", "wrap_it_up")


def a_break_nobody_ends(s: Scene) -> None:
    """Nobody answers: it comes to a close, and both hear how to open it again."""
    spell(s)
    s.submit("maya", s.command("maya", "/mentor-pause").view, until="ill_come_back")
    s.until("leo", "break_over", days=120)
    s.tap("leo", "break_over", "pick_up_again")
    s.tap("leo", "break_over", "done")


def no_break_to_take(s: Scene) -> None:
    """A round that closes has no break; the command says why."""
    relationship = spell(s, TARGET + timedelta(days=40))

    def close(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        lifecycle.move(row, lifecycle.State.CLOSING, at(13, 12))

    s.run(close)
    s.command("leo", "/mentor-pause")


SCENES = (
    quiet_and_paused,
    quiet_and_told,
    quiet_and_lighter,
    quiet_and_booked,
    quiet_and_over,
    a_sprint_rests,
    a_break_that_ends,
    a_break_nobody_ends,
    no_break_to_take,
)
