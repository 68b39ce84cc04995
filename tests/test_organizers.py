"""The organizer: asked for a word with two names and nothing else, and shown as the way to help."""

import pytest
from sqlmodel import select

from bot import organizers
from bot.errors import Correctable
from handlers import workspaces as handler
from handlers.deps import Identity
from store.prompts import Prompt
from store.relationships import Relationship
from store.workspaces import Workspace
from tests.life import TEAM, Life
from tests.pairs import pair
from tests.test_hub import buttons, texts


def helped_by(life: Life, handle: str = "ines") -> None:
    """Let somebody be the organizer."""
    slack_id = life.who(handle).slack_id
    life.run(lambda tx: setattr(tx.get_one(Workspace, TEAM), "organizer_slack_id", slack_id))


@pytest.fixture
def paired(life: Life) -> Life:
    pair(life)
    helped_by(life)
    return life


def ask(life: Life, handle: str = "maya") -> None:
    row_id = life.relationship.id
    preview = life.act(handle, "ask_organizer", row_id)
    assert buttons(preview.view) == ["act:send_ask", "act:dont_send_ask"]
    life.act(handle, "send_ask", row_id)


def requests(life: Life) -> int:
    kept = life.run(lambda tx: tx.exec(select(Prompt).where(Prompt.kind == "K2")).all())
    return len(kept)


def test_the_preview_says_exactly_what_is_sent_and_sends_nothing(paired: Life) -> None:
    preview = paired.act("maya", "ask_organizer", paired.relationship.id)
    assert "Ines will get both names" in texts(preview.view)
    paired.turn(days=2)
    assert "K2" not in paired.kinds("ines")


def test_the_organizer_gets_what_the_preview_showed(paired: Life) -> None:
    preview = paired.act("maya", "ask_organizer", paired.relationship.id).view
    assert preview is not None
    shown = preview["blocks"][1]["text"]["text"]
    paired.act("maya", "send_ask", paired.relationship.id)
    paired.turn(days=2)
    assert paired.last("ines").kinds == ["K2"]
    assert str(paired.last("ines").body["text"]).startswith(shown)


def test_the_other_learns_nothing_of_it(paired: Life) -> None:
    before = paired.kinds("leo")
    ask(paired)
    paired.turn(days=2)
    assert paired.kinds("leo") == before


def test_there_is_one_open_request_a_person(paired: Life) -> None:
    ask(paired)
    again = paired.act("maya", "send_ask", paired.relationship.id)
    assert again.sentence == "Ines knows already that you'd like a word, and nothing else."
    assert requests(paired) == 1
    paired.act("leo", "send_ask", paired.relationship.id)
    assert requests(paired) == 2


def test_after_done_a_person_may_ask_again(paired: Life) -> None:
    ask(paired)
    paired.turn(days=2)
    paired.tap("ines", "K2", "done")
    ask(paired)
    assert requests(paired) == 2


def test_message_them_gives_the_way_to_whoever_asked(paired: Life) -> None:
    ask(paired, "leo")
    paired.turn(days=2)
    paired.tap("ines", "K2", "message_them")
    assert paired.last("ines").kinds == ["K2_write"]
    assert "<@ULEO>" in paired.last("ines").body["text"]


def test_a_request_outlives_the_relationship_it_is_about(paired: Life) -> None:
    ask(paired)
    paired.run(lambda tx: _end(tx.get_one(Relationship, paired.relationship.id)))
    paired.turn(days=2)
    assert "K2" in paired.kinds("ines")


def _end(relationship: Relationship) -> None:
    relationship.state, relationship.open_pair = "ended", None


def test_dont_send_tells_nobody(paired: Life) -> None:
    answer = paired.act("maya", "dont_send_ask", paired.relationship.id)
    assert answer.sentence == "Nothing went out."
    assert requests(paired) == 0


def test_a_person_can_be_asked_for_without_a_pair(paired: Life) -> None:
    paired.arrive("ada")
    own = paired.person("ada").id
    page = paired.act("ada", "person_please", own).view
    assert "Ines looks after this program" in texts(page)
    assert "<@UINES>" in texts(page)
    assert "Send it?" in texts(paired.act("ada", "ask_organizer", own).view)
    paired.act("ada", "send_ask", own)
    paired.turn(days=2)
    said = str(paired.last("ines").body["text"])
    assert said.startswith("Ada would like a word about their mentoring. I don't know why")


@pytest.mark.parametrize("who", ["nobody", "themself", "the_other", "gone", "bot"])
def test_without_anybody_to_ask_nothing_is_offered(life: Life, who: str) -> None:
    pair(life)
    if who == "bot":
        life.arrive("robo", is_bot=True)
    if who == "gone":
        life.arrive("gone", deleted=True)
    if who != "nobody":
        helped_by(life, {"themself": "maya", "the_other": "leo", "bot": "robo"}.get(who, who))
    with pytest.raises(Correctable):
        life.act("maya", "ask_organizer", life.relationship.id)
    with pytest.raises(Correctable):
        life.act("maya", "send_ask", life.relationship.id)


def test_a_stranger_asks_nothing_about_a_pair(paired: Life) -> None:
    paired.arrive("ada")
    for act in ("ask_organizer", "send_ask", "dont_send_ask"):
        with pytest.raises(Correctable):
            paired.act("ada", act, paired.relationship.id)


def test_hello_keeps_who_helps_and_meets_them(life: Life) -> None:
    who = Identity(TEAM, "Harbor & Finch", "UBOT", "BBOT")
    life.run(lambda tx: handler.keep(tx, who, "UHELP", life.now))
    found = life.run(lambda tx: organizers.of(tx, life.person("maya", tx)))
    assert found is not None
    assert found.slack_id == "UHELP"
    life.run(lambda tx: handler.keep(tx, who, "", life.now))
    assert life.run(lambda tx: organizers.of(tx, life.person("maya", tx))) is None
