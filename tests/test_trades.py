"""Both are asked for three short lines at one minute, and write, skip or ask for less."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import people, trades, windows
from bot.errors import Correctable
from bot.windows import Pace
from store import trades as store
from store.prompts import Draft, Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life
from tests.trading import (
    LEO_SAYS,
    MAYA_SAYS,
    asked,
    feedback,
    form,
    home,
    meets,
    note,
    paired,
    screens,
    trade,
    write,
)


def labels(view: Any) -> list[str]:
    return [b["label"]["text"] for b in view["blocks"] if b["type"] == "input"]


def buttons(view: Any) -> list[str]:
    rows = [b["elements"] for b in view["blocks"] if b["type"] == "actions"]
    beside = [[b["accessory"]] for b in view["blocks"] if "accessory" in b]
    return [element["text"]["text"] for row in rows + beside for element in row]


def text(view: Any) -> str:
    return repr(view["blocks"])


def wrong(life: Life, handle: str, view: Any, **answers: Any) -> Correctable:
    with pytest.raises(Correctable) as mistake:
        life.submit(handle, view, **answers)
    return mistake.value


def test_both_are_asked_at_the_same_minute_of_the_next_working_morning(life: Life) -> None:
    opened = asked(life)
    maya, leo = (life.last(handle) for handle in ("maya", "leo"))
    assert maya.at == leo.at == opened.opens_at
    assert maya.at.date().isoformat() == "2027-01-13"
    for handle in ("maya", "leo"):
        hours = people.hours(life.person(handle))
        assert windows.is_open(opened.opens_at, hours, Pace.SESSION)
    assert opened.closes_at == opened.opens_at + timedelta(days=7)


def test_the_first_lines_come_with_a_word_that_lowers_the_bar_and_only_once(life: Life) -> None:
    asked(life)
    assert life.kinds("maya") == ["G7", "G1"]
    assert life.kinds("leo") == ["G8", "G1"]
    life.turn(days=30)
    second = meets(life, 2)
    assert second is not None
    life.turn_to(second.opens_at)
    assert life.kinds("maya").count("G7") == life.kinds("leo").count("G8") == 1
    assert life.kinds("maya").count("G1") == 2


def test_a_session_opens_one_round_however_often_it_is_told(life: Life) -> None:
    first = asked(life)
    session_id = first.session_id

    def again(tx: Session) -> Any:
        relationship = tx.exec(select(Relationship)).one()
        meeting = tx.get_one(Meeting, session_id)
        return trades.open_for(tx, relationship, meeting, life.now)

    assert life.run(again).id == first.id
    assert life.kinds("maya") == ["G7", "G1"]


def test_the_mentee_and_the_mentor_have_their_own_questions(life: Life) -> None:
    asked(life)
    assert labels(life.tap("maya", "G1", "write_mine").view)[:3] == [
        "Where did Leo add value for you?",
        "What's one thing you'd advise Leo to do differently, with you or with the next person?",
        "What do you appreciate about Leo?",
    ]
    leo = life.tap("leo", "G1", "write_mine").view
    assert labels(leo)[1] == "What's one thing you'd advise Maya to try next time?"
    assert labels(leo)[3] == "If Maya doesn't write by Wednesday 20 January:"


def test_one_box_is_enough_and_sharing_one_and_three_is_the_default(life: Life) -> None:
    asked(life)
    view = life.tap("maya", "G1", "write_mine").view
    life.submit("maya", view, appreciate="Your patience.")
    kept = note(life, "maya")
    assert (kept.value, kept.better, kept.appreciate) == (None, None, "Your patience.")
    assert kept.if_alone == "kind"
    assert "G1" not in [p.kind for p in _open(life, "maya")]


def _open(life: Life, handle: str) -> list[Prompt]:
    person = life.person(handle)
    rows: list[Prompt] = life.run(
        lambda tx: tx.exec(
            select(Prompt).where(Prompt.person_id == person.id, Prompt.state == "sent")
        ).all()
    )
    return rows


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({}, "value", "One box is enough, and all of them are empty so far."),
        ({"value": "  \n "}, "value", "One box is enough, and all of them are empty so far."),
        ({"better": "🙂 :tada:"}, "better", "There are only emoji in here."),
        ({"appreciate": "x" * 3001}, "appreciate", "That's 3001 characters; 3000 is the most"),
    ],
)
def test_a_form_that_cannot_be_kept_says_so_at_the_box(
    life: Life, answers: dict[str, str], field: str, says: str
) -> None:
    asked(life)
    mistake = wrong(life, "maya", form(life, "maya"), **answers)
    assert mistake.field == field
    assert mistake.sentence.startswith(says)


def test_a_choice_nobody_offered_is_not_taken(life: Life) -> None:
    asked(life)
    mistake = wrong(life, "maya", form(life, "maya"), **MAYA_SAYS, if_alone="everyone")
    assert mistake.field == "if_alone"


def test_the_mentor_answers_wholly_in_the_thread(life: Life) -> None:
    asked(life)
    for line in (LEO_SAYS["value"], "skip", LEO_SAYS["appreciate"], "2"):
        life.reply("leo", "G1", line)
    kept = note(life, "leo")
    assert (kept.value, kept.better) == (LEO_SAYS["value"], None)
    assert (kept.appreciate, kept.if_alone) == (LEO_SAYS["appreciate"], "all")
    assert kept.written_at == life.now
    assert "G1" not in [p.kind for p in _open(life, "leo")]


def test_done_in_the_thread_submits_what_was_said_so_far(life: Life) -> None:
    asked(life)
    life.reply("leo", "G1", LEO_SAYS["value"])
    life.reply("leo", "G1", "done")
    assert note(life, "leo").value == LEO_SAYS["value"]
    assert note(life, "leo").if_alone == "kind"


def test_three_skips_in_the_thread_ask_for_one_box_and_lose_nothing(life: Life) -> None:
    asked(life)
    for _ in range(3):
        life.reply("leo", "G1", "skip")
    assert "One box is enough" in life.last("leo").body["text"]
    life.reply("leo", "G1", LEO_SAYS["appreciate"])
    life.reply("leo", "G1", "1")
    assert note(life, "leo").appreciate == LEO_SAYS["appreciate"]


def test_a_thread_left_half_way_is_not_submitted_and_forgotten_at_the_close(life: Life) -> None:
    opened = asked(life)
    life.reply("leo", "G1", "Half a thought about the numbers.")
    assert len(life.run(lambda tx: tx.exec(select(Draft)).all())) == 1
    assert not life.run(lambda tx: store.notes(tx, opened.id))
    got = len(life.sent)
    life.turn(days=8)
    assert life.run(lambda tx: tx.exec(select(Draft)).all()) == []
    assert [m.kinds for m in life.sent[got:]] == []
    assert "G1" not in [p.kind for p in _open(life, "leo")]
    assert "Half a thought" not in screens(life, "maya")


def test_the_form_goes_on_where_the_thread_was_left(life: Life) -> None:
    asked(life)
    life.reply("leo", "G1", LEO_SAYS["value"])
    assert LEO_SAYS["value"] in text(form(life, "leo"))


def test_a_note_can_be_changed_until_it_is_open(life: Life) -> None:
    asked(life)
    write(life, "maya")
    view = form(life, "maya")
    assert MAYA_SAYS["better"] in text(view)
    life.submit("maya", view, value="Something else altogether.", if_alone="none")
    assert note(life, "maya").value == "Something else altogether."
    assert note(life, "maya").better == MAYA_SAYS["better"]
    assert note(life, "maya").if_alone == "none"


def test_emptying_all_boxes_takes_a_note_back(life: Life) -> None:
    opened = asked(life)
    write(life, "maya")
    answer = life.submit("maya", form(life, "maya"), value="", better="", appreciate="")
    assert str(answer.sentence).startswith("Your lines are taken back, and Leo didn't see them.")
    assert note(life, "maya").written_at is None
    assert home(life, "maya") == []
    life.turn_to(opened.closes_at + timedelta(days=3))
    assert "G4" not in life.kinds("leo")
    assert "G6" not in life.kinds("leo")


def test_a_note_taken_back_can_be_written_again(life: Life) -> None:
    asked(life)
    write(life, "maya")
    life.submit("maya", form(life, "maya"), value="", better="", appreciate="")
    write(life, "maya")
    write(life, "leo")
    assert trade(life).release_at is not None


def test_a_form_sent_twice_keeps_one_note(life: Life) -> None:
    asked(life)
    view = form(life, "maya")
    life.submit("maya", view, **MAYA_SAYS)
    life.submit("maya", view, **MAYA_SAYS)
    trade_id = trade(life).id
    assert len(life.run(lambda tx: store.notes(tx, trade_id))) == 1


def test_a_line_without_a_moment_is_kept_and_asked_about_once(life: Life) -> None:
    asked(life)
    answer = write(life, "maya", better="Too directive.")
    assert answer.instead
    assert "Could you add the moment you mean?" in text(answer.view)
    assert buttons(answer.view) == ["Add a bit", "Leave it"]
    assert note(life, "maya").better == "Too directive."
    again = life.act("maya", "note_add_bit", trade(life).id).view
    assert "Too directive." in text(again)
    assert life.submit("maya", again, better="Still short.").view is None
    assert note(life, "maya").better == "Still short."


def test_a_line_without_a_moment_may_stay_as_it_is(life: Life) -> None:
    asked(life)
    write(life, "maya", better="You never listen to what I say about it.")
    assert life.act("maya", "note_leave_it", trade(life).id).sentence == "Left as you wrote it."


def test_one_nudge_goes_to_who_has_not_written_and_says_no_more_than_that(life: Life) -> None:
    asked(life)
    write(life, "maya")
    life.turn(days=6, hours=22)
    assert life.kinds("leo").count("G4") == 1
    assert "G4" not in life.kinds("maya")
    nudge = next(m for m in life.sent if "G4" in m.kinds)
    assert nudge.at - trade(life).opens_at >= timedelta(days=3)
    assert "Write yours by Wednesday 20 January" in nudge.body["text"]
    assert not any(words in repr(nudge.body) for words in MAYA_SAYS.values())
    life.submit("leo", life.tap("leo", "G4", "write_mine").view, **LEO_SAYS)
    assert trade(life).release_at is not None


def test_nobody_is_nudged_who_skipped_or_while_neither_has_written(life: Life) -> None:
    asked(life)
    life.turn(days=6, hours=22)
    assert "G4" not in life.kinds("maya") + life.kinds("leo")
    life.turn(days=20)
    second = meets(life, 2)
    assert second is not None
    life.turn_to(second.opens_at)
    life.tap("leo", "G1", "skip_this_time")
    write(life, "maya")
    life.turn(days=6, hours=22)
    assert "G4" not in life.kinds("leo")


def test_a_skip_at_the_nudge_is_the_last_word(life: Life) -> None:
    asked(life)
    write(life, "maya")
    life.turn(days=6, hours=22)
    life.tap("leo", "G4", "not_this_time")
    assert _open(life, "leo") == []
    assert note(life, "leo").skipped_at is not None


def test_who_skipped_may_still_write(life: Life) -> None:
    asked(life)
    life.tap("leo", "G1", "skip_this_time")
    write(life, "leo")
    assert note(life, "leo").skipped_at is None
    assert note(life, "leo").written_at == life.now


def after_each(life: Life, count: int, skip: str) -> list[bool]:
    """Hold sessions a month apart, Leo answering each round so; say which had one."""
    had = []
    paired(life)
    for number in range(1, count + 1):
        opened = meets(life, number)
        had.append(opened is not None)
        if opened is not None:
            life.turn_to(opened.opens_at)
            life.tap("leo", "G1", skip)
        life.turn(days=28)
    return had


def test_two_skips_in_a_row_make_it_every_second_session_and_that_is_said_once(life: Life) -> None:
    assert after_each(life, 6, "skip_this_time") == [True, True, False, True, False, True]
    assert life.kinds("leo").count("trade_every_second") == 1
    assert "trade_every_second" not in life.kinds("maya")


def test_less_often_makes_it_every_second_session_at_once(life: Life) -> None:
    assert after_each(life, 4, "less_often") == [True, False, True, False]
    assert "trade_every_second" not in life.kinds("leo")


def test_a_skip_a_note_and_a_skip_are_not_two_in_a_row(life: Life) -> None:
    paired(life)
    for number, writes in enumerate((False, True, False), start=1):
        opened = meets(life, number)
        assert opened is not None
        life.turn_to(opened.opens_at)
        if writes:
            write(life, "leo")
        else:
            life.tap("leo", "G1", "skip_this_time")
        life.turn(days=28)
    assert "trade_every_second" not in life.kinds("leo")


def test_one_tap_brings_it_back_to_each_session(life: Life) -> None:
    paired(life)
    opened = meets(life)
    assert opened is not None
    life.turn_to(opened.opens_at)
    life.tap("leo", "G1", "less_often")
    life.turn(days=28)
    page = life.act("leo", "notes", life.relationship.id).view
    assert "After each session" in buttons(page)
    assert "After each session" not in buttons(life.act("maya", "notes", life.relationship.id).view)
    life.act("leo", "note_after_each_session", life.relationship.id)
    assert meets(life, 2) is not None


def test_a_round_is_asked_for_and_the_other_hears_it_in_their_window(life: Life) -> None:
    paired(life)
    life.now += timedelta(hours=6)
    page = feedback(life, "maya")
    assert buttons(page) == ["Ask for feedback"]
    ask = life.act("maya", "note_ask_for_feedback", life.relationship.id).view
    answer = life.submit("maya", ask, about="How I <!channel> ran the *review*")
    assert answer.view is not None
    assert answer.view["callback_id"] == "form:trade"
    assert life.kinds("leo") == []
    life.turn(days=1)
    assert life.kinds("leo") == ["feedback_on_request"]
    said = life.last("leo").body["text"]
    assert "How I &lt;!channel&gt; ran the *review*" in said
    life.reply("leo", "feedback_on_request", LEO_SAYS["value"])
    life.reply("leo", "feedback_on_request", "done")
    assert note(life, "leo").value == LEO_SAYS["value"]


def test_only_one_round_is_open_at_a_time(life: Life) -> None:
    paired(life)
    ask = life.act("maya", "note_ask_for_feedback", life.relationship.id).view
    leos = life.act("leo", "note_ask_for_feedback", life.relationship.id).view
    life.submit("maya", ask)
    mistake = wrong(life, "leo", leos)
    assert "open or about to open" in mistake.sentence
    relationship_id = life.relationship.id
    assert len(life.run(lambda tx: store.of_relationship(tx, relationship_id))) == 1


def test_a_session_held_while_a_round_is_open_shares_it(life: Life) -> None:
    paired(life)
    life.submit("maya", life.act("maya", "note_ask_for_feedback", life.relationship.id).view)
    opened = meets(life)
    assert opened is not None
    assert opened.asked_by_id == life.person("maya").id


def test_feedback_before_the_round_opens_says_when_it_will(life: Life) -> None:
    paired(life)
    meets(life)
    page = feedback(life, "maya")
    assert "opens on Wednesday 13 January" in text(page)
    assert buttons(page) == []
    mistake = wrong_form(life, "maya")
    assert "about to open" in mistake.sentence


def wrong_form(life: Life, handle: str) -> Correctable:
    with pytest.raises(Correctable) as mistake:
        life.act(handle, "note_ask_for_feedback", life.relationship.id)
    return mistake.value


def test_words_sent_after_the_close_are_not_taken(life: Life) -> None:
    opened = asked(life)
    view = form(life, "maya")
    life.turn_to(opened.closes_at)
    mistake = wrong(life, "maya", view, **MAYA_SAYS)
    assert mistake.sentence.startswith("This round has closed")
    assert not life.run(lambda tx: store.notes(tx, opened.id))


def test_a_stranger_can_neither_write_nor_look(life: Life) -> None:
    opened = asked(life)
    for name in ("note_add_bit", "note_leave_it", "note_open", "note_say_thanks"):
        with pytest.raises(Correctable):
            life.act("ines", name, opened.id)
    view = form(life, "maya")
    assert "somebody else" in wrong(life, "ines", view, **MAYA_SAYS).sentence
    for name in ("feedback", "notes", "note_after_each_session", "note_ask_for_feedback"):
        with pytest.raises(Correctable):
            life.act("ines", name, life.relationship.id)
    assert "aren't set up" in str(life.command("ines", "/mentor-feedback").sentence)


def test_a_pair_that_has_ended_is_asked_nothing_more(life: Life) -> None:
    paired(life)
    meets(life)

    def end(tx: Session) -> None:
        relationship = tx.exec(select(Relationship)).one()
        relationship.state, relationship.open_pair = "ended", None

    life.run(end)
    life.turn(days=10)
    assert life.sent == []
