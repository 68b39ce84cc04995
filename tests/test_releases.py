"""Notes open to both at one minute, or close as their one author chose; what the reader may do."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot import agendas, briefs, people, reactions, windows
from bot.errors import Correctable
from bot.windows import Pace
from store import sessions
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting
from tests import databases
from tests.life import Life
from tests.test_trades import buttons, text, wrong
from tests.trading import (
    LEO_SAYS,
    MAYA_SAYS,
    asked,
    both_write,
    feedback,
    form,
    home,
    meets,
    note,
    reminders,
    screens,
    trade,
    write,
)

BOXES = ("value", "better", "appreciate")


def opened(life: Life) -> None:
    """Let both have written and both notes be open."""
    asked(life)
    life.turn_to(both_write(life))


def read(life: Life, handle: str) -> Any:
    """Tap Open under the prompt that brings the notes."""
    return life.tap(handle, "G5", "open").view


def page(life: Life, handle: str) -> Any:
    """Open the round from Home."""
    return life.act(handle, "note_open", trade(life).id).view


def closes(life: Life, handle: str, **answers: Any) -> None:
    """Let one person alone have written, and the round have closed."""
    asked(life)
    write(life, handle, **answers)
    life.turn_to(trade(life).closes_at + timedelta(days=3))


def test_both_notes_open_at_the_same_minute_inside_both_windows(life: Life) -> None:
    opened(life)
    due = trade(life).release_at
    assert due is not None
    assert due == trade(life).released_at == life.now
    got = [m for m in life.sent if m.kinds == ["G5"]]
    assert sorted((m.person, m.at) for m in got) == [("leo", due), ("maya", due)]
    for handle in ("maya", "leo"):
        assert windows.is_open(due, people.hours(life.person(handle)), Pace.SESSION)


def test_a_release_waits_for_a_day_without_another_message_but_no_longer(life: Life) -> None:
    begun = asked(life)
    due = both_write(life)
    assert due.date() == begun.opens_at.date() + timedelta(days=1)


def test_a_release_on_a_free_day_comes_at_the_next_shared_minute(life: Life) -> None:
    begun = asked(life)
    write(life, "maya")
    life.turn_to(begun.opens_at.replace(hour=14, minute=40, second=20) + timedelta(days=1))
    write(life, "leo")
    assert trade(life).release_at == life.now.replace(second=0) + timedelta(minutes=1)


def test_a_friday_afternoon_is_released_on_the_next_working_day(life: Life) -> None:
    asked(life)
    life.turn_to(datetime(2027, 1, 15, 16, 0, tzinfo=UTC))
    due = both_write(life)
    # Monday 18 January is a holiday in the United States.
    assert due.date().isoformat() == "2027-01-19"


def test_nobody_reads_a_word_before_the_release(life: Life) -> None:
    asked(life)
    due = both_write(life)
    life.turn_to(due - timedelta(minutes=1))
    for handle, said in (("maya", LEO_SAYS), ("leo", MAYA_SAYS)):
        assert not any(words in screens(life, handle) for words in said.values())
    life.turn_to(due)
    for handle, said in (("maya", LEO_SAYS), ("leo", MAYA_SAYS)):
        shown = text(read(life, handle))
        assert all(words in shown for words in said.values())


def fingerprint(life: Life) -> list[object]:
    """Give what Leo can see, random ids left aside: his messages and every page he can open."""
    seen = screens(life, "leo")
    return [re.sub(r"\b[0-9a-f]{32}\b", "ID", seen), life.kinds("leo")]


def test_leos_screen_is_the_same_whether_or_not_maya_has_written() -> None:
    seen = []
    for writes in (True, False):
        life = Life(databases.emptied())
        opens_at = asked(life).opens_at
        # The spread of some minutes follows the pair's random id.
        life.turn_to(opens_at.replace(minute=50))
        if writes:
            write(life, "maya")
        life.turn(days=2, hours=20)
        seen.append(fingerprint(life))
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("choice", "shared"),
    [("kind", {"value", "appreciate"}), ("all", set(BOXES)), ("none", set())],
)
def test_a_lone_note_closes_as_its_author_chose(life: Life, choice: str, shared: set[str]) -> None:
    closes(life, "maya", if_alone=choice)
    assert life.kinds("leo").count("G6") == bool(shared)
    assert "G5" not in life.kinds("leo") + life.kinds("maya")
    if shared:
        shown = text(life.tap("leo", "G6", "open").view)
        assert {box for box in BOXES if MAYA_SAYS[box] in shown} == shared
        assert home(life, "maya") == ["Your note was shared."]
    else:
        assert home(life, "maya") == ["Your note was kept private."]
        assert not any(words in screens(life, "leo") for words in MAYA_SAYS.values())
    assert [m.kinds for m in life.sent if m.person == "maya"] == [["G7", "G1"]]


def test_a_lone_harder_line_stays_private_by_default(life: Life) -> None:
    closes(life, "leo", value="", appreciate="")
    assert "G6" not in life.kinds("maya")
    assert home(life, "leo") == ["Your note was kept private."]
    assert LEO_SAYS["better"] not in screens(life, "maya")


def test_a_round_nobody_wrote_in_ends_without_a_word(life: Life) -> None:
    begun = asked(life)
    life.turn_to(begun.closes_at + timedelta(days=5))
    assert life.kinds("maya") == ["G7", "G1"]
    assert life.kinds("leo") == ["G8", "G1"]
    assert home(life, "maya") == home(life, "leo") == []
    assert buttons(feedback(life, "maya")) == ["Ask for feedback"]


def test_an_ended_pair_keeps_a_lone_note_private(life: Life) -> None:
    begun = asked(life)
    write(life, "maya", if_alone="all")

    def end(tx: Session) -> None:
        relationship = tx.exec(select(Relationship)).one()
        relationship.state, relationship.open_pair = "ended", None

    life.run(end)
    life.turn_to(begun.closes_at + timedelta(days=3))
    assert note(life, "maya").released is None
    assert "G6" not in life.kinds("leo")


def test_taking_back_before_the_release_undoes_it(life: Life) -> None:
    asked(life)
    due = both_write(life)
    life.submit("maya", form(life, "maya"), value="", better="", appreciate="")
    assert trade(life).release_at is None
    life.turn_to(due + timedelta(hours=1))
    assert trade(life).released_at is None
    write(life, "maya")
    again = trade(life).release_at
    assert again is not None
    life.turn_to(again)
    assert trade(life).released_at == again


def test_both_written_at_the_last_minute_still_open_together(life: Life) -> None:
    begun = asked(life)
    write(life, "maya", if_alone="none")
    life.turn_to(begun.closes_at - timedelta(seconds=30))
    write(life, "leo")
    life.turn(days=3)
    assert trade(life).released_at is not None
    assert "G5" in life.kinds("maya")
    assert "G5" in life.kinds("leo")


def test_far_apart_each_is_asked_and_told_in_their_own_window(life: Life) -> None:
    life.arrive("leo", "America/Los_Angeles")
    asked(life)
    life.turn(days=1)
    life.turn_to(both_write(life))
    life.turn(days=4)
    assert life.kinds("maya") == ["G7", "G1", "G5"]
    assert life.kinds("leo") == ["G8", "G1", "G5"]
    for message in life.sent:
        hours = people.hours(life.person(message.person))
        assert windows.is_open(message.at, hours, Pace.SESSION)


def test_taken_back_between_the_close_and_the_release_one_note_closes_alone(life: Life) -> None:
    life.arrive("leo", "America/Los_Angeles")
    begun = asked(life)
    write(life, "maya", if_alone="none")
    life.turn_to(begun.closes_at - timedelta(seconds=30))
    write(life, "leo")
    life.turn_to(begun.closes_at + timedelta(seconds=30))
    assert trade(life).closed_at is None
    life.submit("leo", form(life, "leo"), value="", better="", appreciate="")
    assert trade(life).closed_at == life.now
    life.turn(days=3)
    assert trade(life).released_at is None
    assert home(life, "maya") == ["Your note was kept private."]
    assert "G5" not in life.kinds("maya") + life.kinds("leo")


def test_two_notes_sent_at_the_same_instant_make_one_release(life: Life) -> None:
    asked(life)
    mayas, leos = form(life, "maya"), form(life, "leo")
    life.submit("maya", mayas, **MAYA_SAYS)
    life.submit("leo", leos, **LEO_SAYS)
    life.turn(days=3)
    assert life.kinds("maya").count("G5") == life.kinds("leo").count("G5") == 1


def test_nothing_changes_after_the_release(life: Life) -> None:
    asked(life)
    view = form(life, "maya")
    life.turn_to(both_write(life))
    mistake = wrong(life, "maya", view, value="Something else.")
    assert mistake.sentence.startswith("Both notes are open now, so yours can't change.")
    assert note(life, "maya").value == MAYA_SAYS["value"]


def test_reading_answers_the_prompt_wherever_the_notes_are_opened(life: Life) -> None:
    opened(life)
    assert home(life, "maya") == ["There's a note from Leo to read when you have a quiet minute."]
    assert LEO_SAYS["better"] in text(page(life, "maya"))
    assert home(life, "maya") == []
    with pytest.raises(AssertionError, match="no open G5"):
        life.open("maya", "G5")
    assert home(life, "leo") != []


def test_the_word_open_in_the_thread_marks_nothing_as_read(life: Life) -> None:
    opened(life)
    life.reply("maya", "G5", "Open")
    assert note(life, "leo").opened_at is None
    assert not any(words in repr(life.last("maya").body) for words in LEO_SAYS.values())


def test_the_notes_never_stand_in_a_message(life: Life) -> None:
    opened(life)
    read(life, "maya")
    sent = repr([m.body for m in life.sent])
    assert not any(words in sent for words in (*LEO_SAYS.values(), *MAYA_SAYS.values()))


def test_later_asks_again_three_times_and_then_rests_on_home(life: Life) -> None:
    opened(life)
    for _ in range(4):
        life.tap("maya", "G5", "later")
        life.turn(days=5)
    assert life.kinds("maya").count("G5") == 4
    assert home(life, "maya") != []


def test_a_page_shows_what_was_written_and_nothing_of_its_markup(life: Life) -> None:
    asked(life)
    hostile = "*bold* <!channel> <https://evil.example|here> & `x`"
    write(life, "maya", value=hostile)
    write(life, "leo")
    life.turn_to(trade(life).release_at or life.now)
    shown = [b for b in page(life, "leo")["blocks"] if b["type"] == "section"]
    assert {"type": "plain_text", "text": hostile, "emoji": False} in [b["text"] for b in shown]


def test_a_note_of_three_thousand_characters_in_each_box_fits_the_page(life: Life) -> None:
    asked(life)
    write(life, "maya", **dict.fromkeys(BOXES, "word " * 599 + "ended"))
    write(life, "leo")
    life.turn_to(trade(life).release_at or life.now)
    assert text(page(life, "leo")).count("ended") == 3


def test_thanks_are_one_line_that_reaches_the_author_in_their_window(life: Life) -> None:
    opened(life)
    read(life, "leo")
    thanks = life.act("leo", "note_say_thanks", trade(life).id).view
    answer = life.submit("leo", thanks, line="The part about <waiting> helped.")
    assert "Your thanks went to Maya." in text(answer.view)
    assert "Say thanks" not in buttons(answer.view)
    assert life.last("maya").kinds == ["G5"]
    life.turn(days=4)
    relayed = next(m for m in life.sent if m.kinds[0] == "note_relayed")
    assert relayed.person == "maya"
    assert relayed.body["text"].startswith('Leo writes: "The part about &lt;waiting&gt; helped."')
    assert "submitted" not in wrong(life, "leo", thanks, line="Again.").sentence
    assert life.kinds("maya").count("note_relayed") == 1


@pytest.mark.parametrize("line", ["", "🙂", "x" * 1501, "<" * 1500])
def test_thanks_that_cannot_be_sent_say_so_at_the_field(life: Life, line: str) -> None:
    opened(life)
    thanks = life.act("leo", "note_say_thanks", trade(life).id).view
    assert wrong(life, "leo", thanks, line=line).field == "line"
    assert note(life, "maya").thanks is None


def test_something_to_try_comes_back_privately_until_they_have_met(life: Life) -> None:
    opened(life)
    view = life.act("maya", "note_ill_try_this", trade(life).id).view
    assert "I'll bring it up privately before your next session." in text(view)
    assert reminders(life, "maya") == [LEO_SAYS["better"]]
    assert reminders(life, "leo") == []
    life.turn(days=20)
    plan_session(life, BOOKED)
    life.turn(days=2)
    assert "try_reminder" in life.kinds("maya")
    assert LEO_SAYS["better"] not in repr(life.last("maya").body)
    life.tap("maya", "try_reminder", "got_it")
    plan_session(life, HELD)
    assert reminders(life, "maya") == []


def plan_session(life: Life, state: str) -> None:
    """Put a second session in a week's time, with the reminder beside its brief."""

    def put(tx: Session) -> None:
        relationship = tx.exec(select(Relationship)).one()
        found = [m for m in sessions.of_relationship(tx, relationship.id) if m.number == 2]
        meeting = (
            found[0]
            if found
            else Meeting(relationship_id=relationship.id, number=2, target_on=life.now.date())
        )
        meeting.state, meeting.starts_at = state, life.now + timedelta(days=7)
        meeting.settled_at = life.now if state == HELD else None
        tx.add(meeting)
        tx.flush()
        for person in people.pair(tx, relationship):
            due = life.now + timedelta(hours=1)
            reactions.remind(tx, relationship, meeting, person, due, life.now)

    life.run(put)


def test_a_session_booked_before_the_notes_were_read_brings_it_with_its_brief(
    life: Life,
) -> None:
    opened(life)
    plan_session(life, BOOKED)

    def brief(tx: Session) -> None:
        relationship = tx.exec(select(Relationship)).one()
        meeting = sessions.of_relationship(tx, relationship.id)[1]
        briefs.plan(tx, relationship, meeting, life.now)

    life.run(brief)
    life.act("maya", "note_ill_try_this", trade(life).id)
    life.turn(days=7)
    together = [m.kinds for m in life.sent if "try_reminder" in m.kinds]
    assert together == [["M4", "try_reminder"]]


def test_something_to_try_can_be_let_rest(life: Life) -> None:
    opened(life)
    life.act("maya", "note_ill_try_this", trade(life).id)
    life.turn(days=20)
    plan_session(life, BOOKED)
    life.turn(days=2)
    life.tap("maya", "try_reminder", "let_it_rest")
    assert reminders(life, "maya") == []


def test_a_talk_about_it_is_on_the_agenda_unsigned_and_once(life: Life) -> None:
    opened(life)
    plan_session(life, BOOKED)
    for _ in range(2):
        view = life.act("leo", "note_talk_about_it", trade(life).id).view
    assert "is on the agenda, unsigned" in text(view)

    def agenda(tx: Session) -> list[Any]:
        relationship = tx.exec(select(Relationship)).one()
        meeting = sessions.of_relationship(tx, relationship.id)[1]
        mentee, _ = people.pair(tx, relationship)
        topics = sessions.agenda(tx, relationship.id)
        assert [topic.added_by_id for topic in topics] == [None]
        return [item.words for item in agendas.items(tx, meeting, mentee)]

    assert life.run(agenda) == ["Something from the notes"]
    assert MAYA_SAYS["better"] not in repr(life.sent)


def test_a_deleted_copy_is_gone_for_its_reader_and_stays_with_its_author(life: Life) -> None:
    opened(life)
    life.act("leo", "note_ill_try_this", trade(life).id)
    said = life.act("leo", "note_delete_my_copy", trade(life).id).sentence
    assert said == "Your copy is deleted. Maya isn't told."
    assert not any(words in screens(life, "leo") for words in MAYA_SAYS.values())
    assert reminders(life, "leo") == []
    assert MAYA_SAYS["better"] in text(page(life, "maya"))
    assert LEO_SAYS["better"] in text(page(life, "leo"))
    for name in ("note_say_thanks", "note_ill_try_this", "note_talk_about_it"):
        with pytest.raises(Correctable):
            life.act("leo", name, trade(life).id)


def test_an_author_may_add_one_line_below_an_open_note(life: Life) -> None:
    opened(life)
    view = page(life, "maya")
    assert "I'd put it differently" in buttons(view)
    differently = life.act("maya", "note_id_put_it_differently", trade(life).id).view
    shown = life.submit("maya", differently, line="I meant the launch story only.").view
    assert "I'd put it differently" not in buttons(shown)
    assert "I meant the launch story only." in text(page(life, "leo"))
    assert note(life, "maya").better == MAYA_SAYS["better"]
    assert wrong(life, "maya", differently, line="And one more.").field == "line"


def test_a_private_note_takes_no_second_line_and_nobody_reads_it(life: Life) -> None:
    closes(life, "maya", if_alone="none")
    assert buttons(page(life, "maya")) == []
    with pytest.raises(Correctable):
        life.act("maya", "note_id_put_it_differently", trade(life).id)
    with pytest.raises(Correctable):
        page(life, "leo")


def test_the_rounds_so_far_are_listed_newest_first(life: Life) -> None:
    opened(life)
    first = trade(life)
    life.turn(days=28)
    second = meets(life, 2)
    assert second is not None
    life.turn_to(second.opens_at)
    life.turn_to(both_write(life))
    listed = [b for b in feedback(life, "leo")["blocks"] if "accessory" in b]
    assert [b["accessory"]["value"] for b in listed] == [second.id, first.id]
    assert listed[1]["text"]["text"] == "From Maya, after your talk on Tuesday 12 January."


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("maya", "leo")),
        st.sampled_from(("write", "thread", "skip", "less", "empty", "wait", "long wait")),
        st.sampled_from(("kind", "all", "none")),
        st.sets(st.sampled_from(BOXES), min_size=1),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(moves=MOVES)
def test_no_unreleased_word_ever_reaches_the_other(moves: list[Any]) -> None:
    life = Life(databases.emptied())
    asked(life)
    numbers = count()
    said: dict[str, set[str]] = {"maya": set(), "leo": set()}
    for handle, move, choice, boxes in moves:
        words = {box: f"{handle} thought number{next(numbers)}n {box}" for box in sorted(boxes)}
        # The round has ended, or the prompt was answered: there is nothing to do it with.
        with suppress(Correctable, AssertionError):
            _move(life, handle, move, choice, words, said)
        _nothing_leaks(life, said)
    life.turn(days=12)
    _nothing_leaks(life, said)


def _move(
    life: Life,
    handle: str,
    move: str,
    choice: str,
    words: dict[str, str],
    said: dict[str, set[str]],
) -> None:
    if move == "write":
        said[handle] |= set(words.values())
        empty = dict.fromkeys(BOXES, "")
        life.submit(handle, form(life, handle), **{**empty, **words}, if_alone=choice)
    elif move == "thread":
        line = next(iter(words.values()))
        said[handle].add(line)
        life.reply(handle, "G1", line)
    elif move == "empty":
        life.submit(handle, form(life, handle), **dict.fromkeys(BOXES, ""))
    elif move in ("skip", "less"):
        life.tap(handle, "G1", "skip_this_time" if move == "skip" else "less_often")
    else:
        life.turn(days=1 if move == "wait" else 3)


def _nothing_leaks(life: Life, said: dict[str, set[str]]) -> None:
    for reader, author in (("maya", "leo"), ("leo", "maya")):
        seen = screens(life, reader)
        try:
            kept = note(life, author)
            released = (kept.released or "").split(",")
            may_read = {getattr(kept, box) for box in released if box}
        except KeyError:
            may_read = set()
        leaked = {words for words in said[author] if words in seen and words not in may_read}
        assert leaked == set()
