"""Vision cards are their author's alone until shared; a mentor may encourage one, once (C2)."""

from typing import Any

import pytest
from sqlmodel import Session

from bot import gestures
from bot.errors import Correctable
from bot.views import briefs
from store.relationships import Relationship
from store.sessions import Meeting, Topic
from store.visions import Vision
from tests.booking import at
from tests.life import Life
from tests.pairs import booked, everything_for, meeting, pair, rows
from tests.test_hub import buttons, texts

CARD = {"more_of": "Time with builders", "wont_trade": "My evenings", "small_try": "One class"}


def write(life: Life, handle: str = "maya", **words: str) -> Any:
    own = life.person(handle).id
    view = life.act(handle, "edit_vision", own).view
    return life.submit(handle, view, **{**CARD, **words})


def met_twice(life: Life) -> None:
    relationship = pair(life)
    for number in (1, 2):
        meeting(life, relationship, number, starts_at=at(4 + number, 13))


def home(life: Life, handle: str) -> Any:
    return life.run(lambda tx: gestures.home(tx, life.who(handle), life.now))


def one_pager(life: Life, session: Meeting, handle: str) -> str:
    return texts(
        life.run(
            lambda tx: briefs.draw(tx, tx.get_one(Meeting, session.id), life.person(handle, tx))
        )
    )


def test_a_card_is_written_from_home_and_read_by_its_author_alone(life: Life) -> None:
    pair(life)
    assert "act:vision" in buttons(home(life, "maya"))
    assert "act:vision" not in buttons(home(life, "leo"))
    opened = life.act("maya", "vision", life.person("maya").id).view
    shown = life.submit("maya", opened, **CARD)
    assert "Time with builders" in texts(shown.view)
    assert "Leo doesn't see this card." in texts(shown.view)
    assert "3 of 3 lines written" in str(home(life, "maya"))
    assert "builders" not in everything_for(life, "leo")
    theirs = life.act("leo", "their_vision", life.relationship.id).view
    assert "builders" not in texts(theirs)


def test_sharing_shows_first_what_the_mentor_will_read(life: Life) -> None:
    pair(life)
    session = booked(life, life.relationship, at(20, 15))
    write(life)
    preview = life.act("maya", "preview_vision", life.relationship.id).view
    assert "This is what Leo will read" in texts(preview)
    assert "My evenings" in texts(preview)
    assert "evenings" not in one_pager(life, session, "leo")
    life.act("maya", "share_vision", life.relationship.id)
    assert "My evenings" in one_pager(life, session, "leo")
    assert "vision card" not in one_pager(life, session, "maya")
    assert "My evenings" in texts(life.act("leo", "their_vision", life.relationship.id).view)


def test_a_shared_card_can_be_taken_back_and_nobody_is_told(life: Life) -> None:
    pair(life)
    write(life)
    life.act("maya", "share_vision", life.relationship.id)
    before = len(life.sent)
    page = life.act("maya", "take_back_vision", life.relationship.id).view
    assert "Leo doesn't see this card." in texts(page)
    assert "evenings" not in texts(life.act("leo", "their_vision", life.relationship.id).view)
    assert len(life.sent) == before


def test_a_card_shared_with_one_mentor_is_not_with_another(life: Life) -> None:
    first, second = pair(life), pair(life, "maya", "ines")
    write(life)
    life.act("maya", "share_vision", first.id)
    assert "builders" not in texts(life.act("ines", "their_vision", second.id).view)
    assert "builders" in texts(life.act("leo", "their_vision", first.id).view)


def test_a_mentor_encourages_a_card_once_after_the_second_session(life: Life) -> None:
    met_twice(life)
    page = life.act("leo", "their_vision", life.relationship.id).view
    assert buttons(page) == ["act:encourage_vision"]
    said = life.act("leo", "encourage_vision", life.relationship.id)
    assert said.sentence is not None
    assert "Whether there's a card stays up to Maya." in said.sentence
    life.turn(days=3)
    assert life.kinds("maya").count("C2") == 1
    with pytest.raises(Correctable):
        life.act("leo", "encourage_vision", life.relationship.id)
    assert buttons(life.act("leo", "their_vision", life.relationship.id).view) == []


def test_before_the_second_session_there_is_nothing_to_encourage(life: Life) -> None:
    meeting(life, pair(life))
    assert buttons(life.act("leo", "their_vision", life.relationship.id).view) == []
    with pytest.raises(Correctable):
        life.act("leo", "encourage_vision", life.relationship.id)


def test_encouraging_tells_nobody_whether_there_is_a_card_already(life: Life) -> None:
    met_twice(life)
    write(life)
    said = life.act("leo", "encourage_vision", life.relationship.id)
    assert said.sentence is not None
    assert "stays up to Maya" in said.sentence
    life.turn(days=10)
    assert "C2" not in life.kinds("maya")


def encouraged(life: Life) -> None:
    met_twice(life)
    life.act("leo", "encourage_vision", life.relationship.id)
    life.turn(days=3)


def test_writing_the_card_answers_the_question(life: Life) -> None:
    encouraged(life)
    view = life.tap("maya", "C2", "write_my_card").view
    life.submit("maya", view, more_of="Time with builders")
    with pytest.raises(AssertionError):
        life.open("maya", "C2")
    assert "builders" not in str([message.body for message in life.sent])


def test_a_card_can_be_written_in_the_thread(life: Life) -> None:
    encouraged(life)
    for line in ("Time with builders", "skip", "One class"):
        life.reply("maya", "C2", line)
    [card] = rows(life, Vision)
    assert (card.more_of, card.wont_trade, card.small_try) == (
        "Time with builders",
        None,
        "One class",
    )


def test_doing_it_together_puts_it_on_the_agenda(life: Life) -> None:
    encouraged(life)
    life.tap("maya", "C2", "do_it_with_mentor")
    assert [topic.kind for topic in rows(life, Topic)] == ["vision"]


def test_not_now_leaves_it_on_home(life: Life) -> None:
    encouraged(life)
    life.tap("maya", "C2", "not_now")
    life.turn(days=60)
    assert life.kinds("maya").count("C2") == 1
    assert "act:vision" in buttons(home(life, "maya"))


def test_a_pause_in_between_lets_the_question_wait(life: Life) -> None:
    met_twice(life)
    life.turn(hours=5)
    life.act("leo", "encourage_vision", life.relationship.id)
    life.submit("leo", life.command("leo", "/mentor-pause").view, until="month")
    life.turn(days=20)
    assert "C2" not in life.kinds("maya")
    life.act("maya", "come_back", life.relationship.id)
    life.turn(days=5)
    assert "C2" in life.kinds("maya")


def test_an_empty_card_is_sent_back_and_an_emptied_one_is_gone(life: Life) -> None:
    pair(life)
    own = life.person("maya").id
    view = life.act("maya", "vision", own).view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", view)
    assert wrong.value.field == "more_of"
    write(life)
    life.act("maya", "share_vision", life.relationship.id)
    view = life.act("maya", "edit_vision", own).view
    life.submit("maya", view, more_of=None, wont_trade=None, small_try=None)
    assert rows(life, Vision) == []


@pytest.mark.parametrize("act", ["vision", "edit_vision", "decision", "decisions"])
def test_nobody_opens_what_is_somebody_elses(life: Life, act: str) -> None:
    pair(life)
    write(life)
    with pytest.raises(Correctable):
        life.act("leo", act, life.person("maya").id)


@pytest.mark.parametrize("act", ["preview_vision", "share_vision", "take_back_vision"])
def test_only_the_mentee_shares_her_card(life: Life, act: str) -> None:
    pair(life)
    write(life)
    for handle in ("leo", "ines"):
        with pytest.raises(Correctable):
            life.act(handle, act, life.relationship.id)


@pytest.mark.parametrize("act", ["their_vision", "encourage_vision"])
def test_only_the_mentor_reads_or_encourages(life: Life, act: str) -> None:
    met_twice(life)
    for handle in ("maya", "ines"):
        with pytest.raises(Correctable):
            life.act(handle, act, life.relationship.id)


def test_after_an_ending_the_card_stays_on_its_authors_home_alone(life: Life) -> None:
    pair(life)
    write(life)
    life.act("maya", "share_vision", life.relationship.id)

    relationship_id = life.relationship.id

    def over(tx: Session) -> None:
        tx.get_one(Relationship, relationship_id).state = "ended"

    life.run(over)
    assert "act:vision" in buttons(home(life, "maya"))
    with pytest.raises(Correctable):
        life.act("leo", "their_vision", life.relationship.id)
