"""A public thank-you is posted once, in the words both saw, and only after a yes (J8)."""

from typing import Any

import pytest
from sqlmodel import Session

from bot import calls, gestures, thanks
from bot.errors import Correctable
from handlers.outcomes import Fate
from store.lines import Line
from store.relationships import Relationship
from store.thanks import Thanks
from tests.life import Life, take_up
from tests.pairs import everything_for, pair, rows
from tests.test_hub import buttons

WORDS = "Your question in May changed how I plan <!here> & on"


def draft(life: Life, handle: str = "maya", **answers: Any) -> Any:
    view = life.act(handle, "thanks", life.relationship.id).view
    return life.submit(handle, view, **{"words": WORDS, "channel": "C0GENERAL", **answers}).view


def ask(life: Life) -> None:
    pair(life)
    draft(life)
    said = life.act("maya", "ask_about_thanks", rows(life, Thanks)[0].id)
    assert said.sentence == "Leo was asked. It's posted only after a yes."
    life.turn(days=2)


def state(life: Life) -> str:
    return rows(life, Thanks)[-1].state


def post(life: Life) -> dict[str, object]:
    about = {"thanks": rows(life, Thanks)[0].id}
    drawn: dict[str, object] = life.run(lambda tx: thanks.drawn(tx, about))
    return drawn


def fails(life: Life, error: str, fate: Fate) -> None:
    errand = life.errands("announce")[-1]
    surely = fate is not Fate.UNSURE

    def fail(tx: Session) -> None:
        calls.failed(tx, errand.id, take_up(tx, errand.id), error, None, life.now, surely=surely)

    life.run(fail)
    life.turn(days=3)


def test_the_author_sees_it_first_as_it_would_be_posted(life: Life) -> None:
    pair(life)
    page = draft(life)
    assert "You'd like to thank Leo in <#C0GENERAL>." in str(page)
    assert "<@UMAYA> would like to thank <@ULEO>: Your question in May" in str(page)
    assert "<!here>" not in str(page)
    assert buttons(page) == ["act:ask_about_thanks", "act:thank_privately"]
    life.turn(days=3)
    assert life.sent == []


def test_the_other_is_asked_with_the_exact_words_and_the_channel(life: Life) -> None:
    ask(life)
    [asked] = [m for m in life.sent if m.person == "leo" and "thanks_asked" in m.kinds]
    assert "<#C0GENERAL>" in asked.body["text"]
    assert "Your question in May changed how I plan &lt;!here&gt; &amp; on" in asked.body["text"]
    assert life.errands("announce") == []


def test_a_yes_posts_it_once(life: Life) -> None:
    ask(life)
    life.tap("leo", "thanks_asked", "yes_post_it")
    assert len(life.errands("announce")) == 1
    drawn = post(life)
    assert drawn["channel"] == "C0GENERAL"
    assert drawn["text"] == (
        "<@UMAYA> would like to thank <@ULEO>: "
        "Your question in May changed how I plan &lt;!here&gt; &amp; on"
    )
    errand = life.errands("announce")[0]
    life.run(lambda tx: calls.done(tx, errand.id, take_up(tx, errand.id), life.now))
    assert state(life) == "posted"
    life.turn(days=10)
    assert life.kinds("maya") == []


@pytest.mark.parametrize("silent", [True, False])
def test_a_no_and_silence_come_to_the_same_for_the_author(life: Life, silent: bool) -> None:
    ask(life)
    before = everything_for(life, "maya")
    if not silent:
        life.tap("leo", "thanks_asked", "keep_it_between_us")
    life.turn(days=4)
    assert everything_for(life, "maya") == before
    page = life.act("maya", "thanks", life.relationship.id).view
    assert "Leo was asked about these words" in str(page)
    life.turn(days=6)
    [told] = [m for m in life.sent if m.person == "maya"]
    assert told.kinds == ["thanks_kept"]
    assert "is kept between you" in told.body["text"]
    assert life.errands("announce") == []


def test_the_author_can_send_it_privately_instead(life: Life) -> None:
    pair(life)
    draft(life)
    said = life.act("maya", "thank_privately", rows(life, Thanks)[0].id)
    assert said.sentence == "Your thanks went to Leo alone."
    life.turn(days=2)
    assert [line.kind for line in rows(life, Line)] == ["thanks"]
    assert "Your question in May" in str([m.body for m in life.sent if m.person == "leo"])
    with pytest.raises(Correctable):
        life.act("maya", "ask_about_thanks", rows(life, Thanks)[0].id)


def test_a_draft_can_be_written_over_until_it_is_sent(life: Life) -> None:
    pair(life)
    draft(life)
    view = life.act("maya", "thanks", life.relationship.id).view
    assert "Your question in May" in str(view)
    life.submit("maya", view, words="Thank you")
    assert [row.text for row in rows(life, Thanks)] == ["Thank you"]


def test_it_can_be_taken_back_before_the_yes(life: Life) -> None:
    ask(life)
    life.act("maya", "withdraw_thanks", rows(life, Thanks)[0].id)
    with pytest.raises(AssertionError):
        life.open("leo", "thanks_asked")
    life.turn(days=10)
    assert "thanks_kept" not in life.kinds("maya")
    assert life.errands("announce") == []


def test_a_yes_after_it_was_taken_back_posts_nothing(life: Life) -> None:
    ask(life)
    prompt = life.open("leo", "thanks_asked")
    life.act("maya", "withdraw_thanks", rows(life, Thanks)[0].id)
    answer = life.run(
        lambda tx: gestures.tap(tx, life.who("leo"), prompt.id, "yes_post_it", life.now)
    )
    assert answer.sentence is not None
    assert life.errands("announce") == []


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
def test_where_slack_refuses_the_author_hears_what_to_do(life: Life, error: str) -> None:
    ask(life)
    life.tap("leo", "thanks_asked", "yes_post_it")
    fails(life, error, Fate.NEVER)
    [told] = [m for m in life.sent if m.person == "maya"]
    assert "Type /invite and my name there" in told.body["text"]
    life.tap("maya", "thanks_refused", "try_again")
    assert len(life.errands("announce")) == 2
    assert state(life) == "agreed"


def test_leaving_it_posts_nothing(life: Life) -> None:
    ask(life)
    life.tap("leo", "thanks_asked", "yes_post_it")
    fails(life, "not_in_channel", Fate.NEVER)
    life.tap("maya", "thanks_refused", "leave_it")
    assert state(life) == "kept"
    assert len(life.errands("announce")) == 1


def test_a_post_that_may_have_gone_out_is_never_repeated(life: Life) -> None:
    ask(life)
    life.tap("leo", "thanks_asked", "yes_post_it")
    fails(life, "TimeoutError", Fate.UNSURE)
    [told] = [m for m in life.sent if m.person == "maya"]
    assert "Please look in <#C0GENERAL>" in told.body["text"]
    assert state(life) == "unsure"
    assert len(life.errands("announce")) == 1


def test_a_process_that_died_while_posting_leaves_a_question_for_the_author(life: Life) -> None:
    ask(life)
    life.tap("leo", "thanks_asked", "yes_post_it")
    life.turn(days=3)
    assert "thanks_unsure" in life.kinds("maya")


def test_an_ending_in_between_posts_nothing(life: Life) -> None:
    ask(life)
    relationship_id = life.relationship.id

    def over(tx: Session) -> None:
        tx.get_one(Relationship, relationship_id).state = "ended"

    life.run(over)
    life.tap("leo", "thanks_asked", "yes_post_it")
    assert life.errands("announce") == []


@pytest.mark.parametrize("channel", ["<!here>", "D0PRIVATE", "general", None])
def test_only_a_channel_can_be_chosen(life: Life, channel: str | None) -> None:
    pair(life)
    with pytest.raises(Correctable) as wrong:
        draft(life, channel=channel)
    assert wrong.value.field == "channel"


def test_a_mentor_may_thank_too_and_nobody_else_may_send_it(life: Life) -> None:
    pair(life)
    draft(life, "leo")
    row_id = rows(life, Thanks)[0].id
    for handle in ("maya", "ines"):
        for act in ("ask_about_thanks", "thank_privately", "withdraw_thanks"):
            with pytest.raises(Correctable):
                life.act(handle, act, row_id)
    with pytest.raises(Correctable):
        life.act("ines", "thanks", life.relationship.id)
    life.act("leo", "ask_about_thanks", row_id)
    life.turn(days=2)
    assert "thanks_asked" in life.kinds("maya")
