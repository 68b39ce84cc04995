"""A note that isn't right may be shown to the organizer: that one note, by who got it, unseen."""

from typing import Any

import pytest

from bot.errors import Correctable
from store.trades import Note
from tests.life import Life
from tests.test_hub import buttons
from tests.test_organizers import helped_by
from tests.trading import LEO_SAYS, MAYA_SAYS, asked, both_write, note, screens, trade, write

SHOW, SEND, KEEP = "note_show_organizer", "note_send_organizer", "note_keep"


@pytest.fixture
def opened(life: Life) -> Life:
    """Let both notes be open to both, and Ines help."""
    helped_by(life)
    asked(life)
    life.turn_to(both_write(life))
    return life


def read(life: Life, handle: str = "maya") -> Any:
    return life.act(handle, "note_open", trade(life).id).view


def act(life: Life, name: str, handle: str = "maya") -> Any:
    return life.act(handle, name, trade(life).id).view


def kept(life: Life, handle: str) -> Note:
    return note(life, handle)


def test_the_preview_holds_the_note_word_for_word_and_sends_nothing(opened: Life) -> None:
    assert f"act:{SHOW}" in buttons(read(opened))
    view = act(opened, SHOW)
    assert all(words in str(view) for words in LEO_SAYS.values())
    assert not any(words in str(view) for words in MAYA_SAYS.values())
    opened.turn(days=3)
    assert kept(opened, "leo").shown_to_id is None
    assert "note_shown" not in opened.kinds("ines")


def test_the_organizer_reads_that_one_note_and_not_in_the_message(opened: Life) -> None:
    act(opened, SEND)
    opened.turn(days=2)
    message = str(opened.last("ines").body)
    assert "Maya chose to show you one note" in message
    assert not any(words in message for words in (*LEO_SAYS.values(), *MAYA_SAYS.values()))
    view = str(opened.tap("ines", "note_shown", "read_it").view)
    assert all(words in view for words in LEO_SAYS.values())
    assert not any(words in view for words in MAYA_SAYS.values())
    opened.tap("ines", "note_shown", "done")


def test_the_author_is_not_told(opened: Life) -> None:
    before, seen = opened.kinds("leo"), str(read(opened, "leo"))
    act(opened, SEND)
    opened.turn(days=1)
    assert opened.kinds("leo") == before
    assert str(read(opened, "leo")) == seen
    assert "Ines" not in screens(opened, "leo")


def test_who_showed_it_sees_so_and_shows_it_once(opened: Life) -> None:
    view = act(opened, SEND)
    assert "Ines has this one note, and nothing else." in str(view)
    assert f"act:{SHOW}" not in buttons(view)
    act(opened, SEND)
    opened.turn(days=2)
    assert opened.kinds("ines").count("note_shown") == 1


def test_cancel_goes_back_to_the_notes(opened: Life) -> None:
    act(opened, SHOW)
    assert "Nothing was shown to anyone." in str(act(opened, KEEP))
    assert kept(opened, "leo").shown_at is None


def test_without_an_organizer_nothing_of_it_is_there(life: Life) -> None:
    asked(life)
    life.turn_to(both_write(life))
    assert f"act:{SHOW}" not in buttons(read(life))
    with pytest.raises(Correctable):
        act(life, SEND)


def test_a_note_that_is_not_open_can_not_be_shown(life: Life) -> None:
    helped_by(life)
    asked(life)
    write(life, "leo", **LEO_SAYS)
    for name in (SHOW, SEND, KEEP):
        with pytest.raises(Correctable):
            act(life, name)


def test_only_who_got_the_note_may_show_it(opened: Life) -> None:
    opened.arrive("ada")
    for handle in ("ada", "ines"):
        with pytest.raises(Correctable):
            act(opened, SEND, handle)
    act(opened, SEND, "leo")
    assert kept(opened, "leo").shown_at is None
    assert kept(opened, "maya").shown_at is not None


def test_another_organizer_reads_nothing_that_was_shown_to_the_first(opened: Life) -> None:
    act(opened, SEND)
    opened.turn(days=2)
    opened.run(lambda tx: setattr(_row(tx, opened), "shown_to_id", opened.person("leo", tx).id))
    with pytest.raises(Correctable):
        opened.tap("ines", "note_shown", "read_it")


def _row(tx: Any, life: Life) -> Note:
    row: Note = tx.get_one(Note, kept(life, "leo").id)
    return row
