"""One tap now and then on time well spent: private, counted by sessions, help when low twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import confirmations, courses, people, scripts
from bot.errors import Correctable
from store import sessions
from store.prompts import Prompt
from store.pulses import Pulse
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life
from tests.pairs import booked, everything_for, pair, rows
from tests.preparing import drawn, got
from tests.test_organizers import helped_by

AT = datetime(2027, 1, 20, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("nth", range(1, 17))
def test_a_pulse_follows_sessions_two_four_and_then_every_third(nth: int) -> None:
    assert courses.pulse_is_due(nth) == (nth in (2, 4, 7, 10, 13, 16))


def meet(life: Life, nth: int) -> Meeting:
    """Let the n-th session of Maya and Leo be held, a month after the one before."""
    at = AT + timedelta(days=28 * (nth - 1))
    open_now = [each for each in rows(life, Meeting) if each.state not in (sessions.HELD,)]
    session = open_now[-1] if open_now else booked(life, life.relationship, at, nth)
    session_id = session.id

    def hold(tx: Any) -> None:
        row = tx.get_one(Meeting, session_id)
        row.state, row.starts_at = sessions.BOOKED, at
        confirmations.confirm(tx, row, life.person("maya", tx), life.now)

    life.turn_to(at + timedelta(hours=1))
    life.run(hold)
    life.settle()
    found: Meeting = life.run(lambda tx: tx.get_one(Meeting, session_id))
    return found


def until_asked(life: Life, handle: str, kind: str = "H6") -> None:
    """Turn on until somebody has been asked this again."""
    count = len(got(life, handle, kind))
    for _ in range(12):
        life.turn(days=1)
        if len(got(life, handle, kind)) > count:
            return
    raise AssertionError(f"{handle} is never asked {kind}")


@pytest.fixture
def asked(life: Life) -> Life:
    """Let two sessions be held, and both be asked."""
    helped_by(life)
    pair(life)
    meet(life, 1)
    meet(life, 2)
    until_asked(life, "maya")
    return life


def low(life: Life, handle: str = "maya", value: str = "little") -> None:
    """Let somebody say the same low thing after session 4."""
    life.tap(handle, "H6", value)
    meet(life, 3)
    meet(life, 4)
    until_asked(life, handle)
    life.tap(handle, "H6", value)


def test_it_comes_in_the_message_of_the_trade(asked: Life) -> None:
    for handle in ("maya", "leo"):
        [message] = [m for m in asked.sent if m.person == handle and "H6" in m.kinds]
        assert "G1" in message.kinds
        assert "time well spent" in str(message.body["text"])


def test_no_pulse_follows_the_first_session(life: Life) -> None:
    pair(life)
    meet(life, 1)
    life.turn(days=10)
    assert "H6" not in [*life.kinds("maya"), *life.kinds("leo")]


def test_it_comes_alone_where_there_is_no_trade(life: Life) -> None:
    relationship = pair(life)
    meet(life, 1)
    life.run(
        lambda tx: people.chose(
            tx, tx.get_one(Relationship, relationship.id), life.person("maya", tx).id,
            "trades", "second", life.now,
        )
    )  # fmt: skip
    meet(life, 2)
    until_asked(life, "leo")
    [message] = [m for m in life.sent if m.person == "leo" and "H6" in m.kinds]
    assert "G1" not in message.kinds


def test_the_other_never_learns_the_answer(asked: Life) -> None:
    before, home = asked.kinds("leo"), everything_for(asked, "leo")
    asked.tap("maya", "H6", "not_at_all")
    assert asked.kinds("leo") == before
    assert everything_for(asked, "leo") == home
    [pulse] = rows(asked, Pulse)
    assert (pulse.person_id, pulse.value) == (asked.person("maya").id, "not_at_all")


def test_skip_keeps_nothing(asked: Life) -> None:
    asked.tap("maya", "H6", "skip")
    assert rows(asked, Pulse) == []


def test_silence_lets_the_question_go_and_it_is_not_sent_again(asked: Life) -> None:
    asked.turn(days=21)
    assert len(got(asked, "maya", "H6")) == 1
    assert [row.state for row in _prompts(asked, "H6")] == ["expired", "expired"]


def _prompts(life: Life, kind: str) -> list[Prompt]:
    return [row for row in rows(life, Prompt) if row.kind == kind]


@pytest.mark.parametrize("value", ["not_at_all", "little"])
def test_low_twice_brings_help_to_that_person_alone(asked: Life, value: str) -> None:
    low(asked, "maya", value)
    assert asked.last("maya").kinds == ["H7"]
    assert "H7" not in asked.kinds("leo")
    assert "quite working" not in everything_for(asked, "leo")


def test_low_once_brings_nothing(asked: Life) -> None:
    asked.tap("maya", "H6", "little")
    assert "H7" not in asked.kinds("maya")


def test_better_after_low_brings_nothing(asked: Life) -> None:
    asked.tap("maya", "H6", "little")
    meet(asked, 3)
    meet(asked, 4)
    until_asked(asked, "maya")
    asked.tap("maya", "H6", "fairly")
    assert "H7" not in asked.kinds("maya")


def test_help_is_offered_once_a_round(asked: Life) -> None:
    low(asked)
    for nth in (5, 6, 7):
        meet(asked, nth)
    until_asked(asked, "maya")
    asked.tap("maya", "H6", "not_at_all")
    assert asked.kinds("maya").count("H7") == 1


def test_a_new_round_begins_its_own_count(asked: Life) -> None:
    low(asked)
    asked.run(lambda tx: setattr(tx.get_one(Relationship, asked.relationship.id), "round", 2))
    for nth in (5, 6, 7):
        meet(asked, nth)
    until_asked(asked, "maya")
    asked.tap("maya", "H6", "not_at_all")
    assert asked.kinds("maya").count("H7") == 1
    for nth in (8, 9, 10):
        meet(asked, nth)
    until_asked(asked, "maya")
    asked.tap("maya", "H6", "not_at_all")
    assert asked.kinds("maya").count("H7") == 2


LINE = "One real decision, talked through to the end"


def next_agenda(life: Life, handle: str) -> str:
    """Give the one-pager of the session to come as somebody reads it."""
    session = sorted(rows(life, Meeting), key=lambda row: row.number)[-1]
    return str(life.act(handle, "one_pager", session.id).view)


def test_a_new_agenda_is_on_the_next_one_pager_and_unsigned(asked: Life) -> None:
    low(asked)
    asked.submit("maya", asked.tap("maya", "H7", "new_agenda").view, line=LINE)
    assert _prompts(asked, "H7")[0].outcome == "new_agenda"
    assert LINE in next_agenda(asked, "maya")
    assert LINE in next_agenda(asked, "leo")
    kept = [row for row in rows(asked, sessions.Topic) if row.text == LINE]
    assert [row.added_by_id for row in kept] == [None]


def test_a_line_in_the_thread_is_the_new_agenda(asked: Life) -> None:
    low(asked)
    asked.reply("maya", "H7", LINE)
    assert LINE in next_agenda(asked, "leo")


def test_change_rhythm_opens_the_form_and_its_answer_closes_the_question(asked: Life) -> None:
    low(asked)
    view = asked.tap("maya", "H7", "change_rhythm").view
    assert asked.open("maya", "H7")
    asked.submit("maya", view, every="three_months")
    assert _prompts(asked, "H7")[0].outcome == "change_rhythm"


def test_ask_organizer_shows_what_is_sent_and_closes_when_it_is(asked: Life) -> None:
    low(asked)
    view = asked.tap("maya", "H7", "ask_organizer").view
    assert "Ines will get both names" in str(view)
    assert asked.open("maya", "H7")
    asked.act("maya", "send_ask", asked.relationship.id)
    assert _prompts(asked, "H7")[0].outcome == "ask_organizer"


def test_ask_organizer_is_not_there_when_nobody_is(life: Life) -> None:
    pair(life)
    meet(life, 1)
    meet(life, 2)
    until_asked(life, "maya")
    low(life)
    assert "ask_organizer" not in str(life.last("maya").body)
    with pytest.raises(Correctable):
        life.tap("maya", "H7", "ask_organizer")


def test_leave_kindly_leads_to_the_ways_to_leave_and_tells_nobody(asked: Life) -> None:
    low(asked)
    before = asked.kinds("leo")
    assert asked.tap("maya", "H7", "leave_kindly").view is not None
    assert asked.relationship.state == "active"
    assert asked.kinds("leo") == before


def test_its_fine_changes_nothing(asked: Life) -> None:
    low(asked)
    asked.tap("maya", "H7", "its_fine")
    assert scripts.script("H7").results["its_fine"] in drawn(asked, "maya", "H7")


def test_a_stranger_puts_nothing_on_the_agenda(asked: Life) -> None:
    low(asked)
    view = asked.tap("maya", "H7", "new_agenda").view
    asked.arrive("ada")
    with pytest.raises(Correctable):
        asked.submit("ada", view, line=LINE)


def test_a_tap_after_the_end_keeps_nothing(asked: Life) -> None:
    asked.run(lambda tx: setattr(tx.get_one(Relationship, asked.relationship.id), "state", "ended"))
    asked.tap("maya", "H6", "very")
    assert rows(asked, Pulse) == []
