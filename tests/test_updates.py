"""Nothing reaches the mentor without its preview, and at most one message a week does."""

from datetime import timedelta
from typing import Any

import pytest

from bot import steps
from bot import updates as verbs
from bot.errors import Correctable
from store.advice import Update
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Topic
from tests.life import Life
from tests.pairs import (
    HELD_AT,
    booked,
    everything_for,
    meeting,
    open_kinds,
    pair,
    rows,
    step,
    to_book,
)


def written(life: Life, line: str = "The silence helped") -> Any:
    """Let Maya write a line of her own, up to its preview."""
    form = life.command("maya", "/mentor-update").view
    if form is not None and "update_about" in form["callback_id"]:
        form = life.submit("maya", form, about="line").view
    return life.submit("maya", form, line=line).view


def of(preview: Any) -> str:
    """Give the row that a preview's buttons carry."""
    taps = [block for block in preview["blocks"] if block["type"] == "actions"]
    value: str = taps[0]["elements"][0]["value"]
    return value


def send(life: Life, line: str) -> None:
    life.act("maya", "send_update", of(written(life, line)))


def test_the_preview_shows_exactly_the_line_and_three_ways_on(life: Life) -> None:
    pair(life)
    preview = written(life, "*Loud* <!channel> & <https://x.y|me>")
    said = [b["text"] for b in preview["blocks"] if b["type"] == "section"]
    assert said[1] == {
        "type": "plain_text",
        "text": "*Loud* <!channel> & <https://x.y|me>",
        "emoji": False,
    }
    labels = [e["text"]["text"] for b in preview["blocks"] for e in b.get("elements", ())
              if e["type"] == "button"]  # fmt: skip
    assert labels == ["Send", "Edit", "Don't send"]
    life.turn(days=10)
    assert life.kinds("leo") == []


def test_send_brings_the_line_to_the_mentor_in_his_window(life: Life) -> None:
    pair(life)
    answer = life.act("maya", "send_update", of(written(life)))
    assert answer.sentence == "Your line is on its way to Leo, as you saw it."
    life.turn(days=2)
    assert life.kinds("leo") == ["F7"]
    assert '"The silence helped" No reply needed.' in life.last("leo").body["text"]


def test_markup_in_a_line_does_nothing(life: Life) -> None:
    pair(life)
    send(life, "Hi <!channel> <@ULEO> <https://x.y|me> & you")
    life.turn(days=2)
    body = str(life.last("leo").body)
    assert "<!channel>" not in body
    assert "&lt;!channel&gt; &lt;@ULEO&gt; &lt;https://x.y|me&gt; &amp; you" in body


def test_dont_send_keeps_the_line(life: Life) -> None:
    pair(life)
    answer = life.act("maya", "dont_send_update", of(written(life, "My salary")))
    assert answer.sentence == "Nothing went out. Your line stays with you."
    life.turn(days=20)
    assert life.kinds("leo") == []
    [kept] = rows(life, Update)
    assert (kept.text, kept.shared_at) == ("My salary", None)


def test_edit_sends_the_changed_words_only(life: Life) -> None:
    pair(life)
    preview = written(life, "My salary")
    form = life.act("maya", "edit_update", of(preview)).view
    assert form is not None
    life.submit("maya", form, line="My plan")
    life.turn(days=2)
    assert '"My plan"' in life.last("leo").body["text"]
    assert "salary" not in everything_for(life, "leo")
    with pytest.raises(Correctable, match="gone out already"):
        life.act("maya", "send_update", of(preview))


def test_an_older_preview_cannot_send_newer_words(life: Life) -> None:
    relationship = pair(life)
    kept = step(life, relationship, "ask")
    life.submit("maya", life.act("maya", "step_update", kept.id).view, status="did_it")
    form = life.tap("maya", "F2", "share_with_mentor").view
    older = life.submit("maya", form, line="My plan").view
    life.submit("maya", form, line="My salary")
    with pytest.raises(Correctable):
        life.act("maya", "send_update", of(older))
    life.turn(days=10)
    assert life.kinds("leo") == []


def test_sending_twice_sends_once(life: Life) -> None:
    pair(life)
    preview = written(life)
    life.act("maya", "send_update", of(preview))
    with pytest.raises(Correctable, match="gone out already"):
        life.act("maya", "send_update", of(preview))
    form = life.command("maya", "/mentor-update").view
    with pytest.raises(Correctable, match="gone out already"):
        life.submit("maya", form, line="The silence helped")
    life.turn(days=20)
    assert life.kinds("leo") == ["F7"]


def test_a_form_sent_twice_keeps_one_line(life: Life) -> None:
    pair(life)
    assert of(written(life)) == of(written(life))
    assert len(rows(life, Update)) == 1


def test_lines_that_wait_come_in_one_message_a_week_later(life: Life) -> None:
    pair(life)
    send(life, "One")
    life.turn(days=1)
    assert life.kinds("leo") == ["F7"]
    first_at = life.last("leo").at
    send(life, "Two")
    life.turn(minutes=1)
    send(life, "Three")
    life.turn(days=5)
    assert life.kinds("leo") == ["F7"]
    life.turn(days=3)
    assert life.kinds("leo") == ["F7", "F7"]
    assert life.last("leo").at - first_at >= timedelta(days=7)
    assert '"Two"\n"Three"' in life.last("leo").body["text"]
    assert "One" not in life.last("leo").body["text"]


def test_long_lines_are_never_cut(life: Life) -> None:
    pair(life)
    for letter in "abcd":
        send(life, letter * 1000)
    life.turn(days=30)
    bodies = everything_for(life, "leo")
    assert all(letter * 1000 in bodies for letter in "abcd")
    with pytest.raises(Correctable) as wrong:
        written(life, "&" * 999 + "a")
    assert wrong.value.field == "line"


@pytest.mark.parametrize(
    ("button", "line"),
    [
        ("lovely_to_hear", "Lovely to hear"),
        ("tell_me_when_we_meet", "Tell me when we meet"),
        ("i_can_help", "I can help"),
    ],
)
def test_a_tap_of_the_mentor_goes_back_as_a_short_line(life: Life, button: str, line: str) -> None:
    pair(life)
    send(life, "One")
    life.turn(days=2)
    life.tap("leo", "F7", button)
    life.turn(days=2)
    assert f'Leo says: "{line}"' in life.last("maya").body["text"]
    assert rows(life, Update)[0].reply == button


def test_i_can_help_shows_how_to_write_to_her(life: Life) -> None:
    pair(life)
    send(life, "One")
    life.turn(days=2)
    life.tap("leo", "F7", "i_can_help")
    assert "<@UMAYA>" in life.last("leo").body["text"]


def test_tell_me_when_we_meet_is_news_on_the_agenda(life: Life) -> None:
    pair(life)
    send(life, "One")
    life.turn(days=2)
    life.reply("leo", "F7", "Tell me when we meet")
    assert [topic.kind for topic in rows(life, Topic)] == ["tell_me"]


@pytest.mark.parametrize(
    ("status", "opening"),
    [
        ("tried_it", "Maya tried something you suggested"),
        ("went_another_way", "Maya thought your suggestion through and went another way"),
    ],
)
def test_the_message_says_what_kind_of_news_it_is(life: Life, status: str, opening: str) -> None:
    relationship = pair(life)
    kept = step(life, relationship, "ask for the deck")
    form = life.submit("maya", life.act("maya", "step_update", kept.id).view, status=status).view
    preview = life.submit("maya", form, line="Next time sooner", share="share").view
    life.act("maya", "send_update", of(preview))
    assert open_kinds(life, "maya", relationship, "F2", "F3", "F5") == []
    life.turn(days=2)
    assert life.last("leo").body["text"].startswith(opening)


def test_another_way_opens_on_a_draft_that_quotes_the_advice(life: Life) -> None:
    pair(life)
    note = life.command("maya", "/mentor-note").view
    life.submit("maya", note, advice="Ask Sam first.", moment="on Monday", step="ask Sam")
    about = life.command("maya", "/mentor-update").view
    assert about is not None
    choices = about["blocks"][0]["element"]["options"]
    assert [choice["text"]["text"] for choice in choices] == ["A line of its own", "ask Sam"]
    update = life.submit("maya", about, about=choices[1]["value"]).view
    draft = life.submit("maya", update, status="went_another_way").view
    assert "You suggested Ask Sam first. I went with … because …" in str(draft)


def test_a_line_typed_in_a_thread_is_previewed_there(life: Life) -> None:
    relationship = pair(life)
    step(life, relationship, "ask for the deck")
    life.turn(days=15)
    life.reply("maya", "F1", "did it")
    life.reply("maya", "F2", "share with Leo")
    life.reply("maya", "F2", "It was easy")
    life.reply("maya", "F2", "done")
    assert '"It was easy" Send it?' in life.last("maya").body["text"] or (
        '"It was easy" Send it?' in everything_for(life, "maya")
    )
    life.turn(days=3)
    assert life.kinds("leo") == []
    life.reply("maya", "F6", "It was quite easy")
    life.tap("maya", "F6", "send")
    life.turn(days=4)
    assert '"It was quite easy"' in life.last("leo").body["text"]
    assert open_kinds(life, "maya", relationship, "F2", "F6") == []


def test_half_way_she_is_asked_for_a_line(life: Life) -> None:
    relationship = pair(life)
    session = meeting(life, relationship)
    to_book(life, relationship, (HELD_AT + timedelta(days=40)).date())
    step(life, relationship, "ask for the deck")
    plan_check_ins(life, relationship, session)
    life.turn(days=16)
    life.tap("maya", "F1", "not_yet")
    life.turn(days=8)
    assert life.kinds("maya")[-1] == "F8"
    form = life.tap("maya", "F8", "share_one_line").view
    life.act("maya", "send_update", of(life.submit("maya", form, line="Still at it").view))
    assert open_kinds(life, "maya", relationship, "F8") == []


def plan_check_ins(life: Life, relationship: Relationship, session: Any) -> None:
    life.run(lambda tx: steps.plan_check_ins(tx, relationship, session, life.now))


@pytest.mark.parametrize("case", ["nothing open", "shared already", "next one over", "ended"])
def test_half_way_there_is_silence_without_a_reason_to_ask(life: Life, case: str) -> None:
    relationship = pair(life)
    session = meeting(life, relationship)
    to_book(life, relationship, (HELD_AT + timedelta(days=40)).date())
    if case != "nothing open":
        step(life, relationship, "ask for the deck")
    plan_check_ins(life, relationship, session)
    if case == "shared already":
        send(life, "One")
    if case == "next one over":
        booked(life, relationship, HELD_AT + timedelta(days=5), number=3)
    if case == "ended":
        life.run(lambda tx: setattr(tx.get_one(Relationship, relationship.id), "open_pair", None))
    life.turn(days=39)
    assert "F8" not in life.kinds("maya")


def test_updates_are_the_mentees_to_write(life: Life) -> None:
    relationship = pair(life)
    assert "Maya's to write" in str(life.command("leo", "/mentor-update").sentence)
    assert "set up with anyone" in str(life.command("ines", "/mentor-update").sentence)
    preview = written(life)
    for stranger in ("leo", "ines"):
        for act in ("send_update", "edit_update", "dont_send_update"):
            with pytest.raises(Correctable):
                life.act(stranger, act, of(preview))
    assert [u.shared_at for u in rows(life, Update)] == [None]
    assert len(rows(life, Prompt)) == 0
    mine = life.run(lambda tx: verbs.visible(tx, relationship, life.person("maya", tx)))
    his = life.run(lambda tx: verbs.visible(tx, relationship, life.person("leo", tx)))
    assert (len(mine), len(his)) == (1, 0)
