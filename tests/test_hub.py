"""/mentor shows the one next thing, and the menu leads on to the rest."""

from typing import Any

import pytest

from bot import gestures
from bot.errors import Correctable
from tests.life import Life
from tests.test_invitations import invite


def texts(view: Any) -> str:
    return "\n".join(
        block["text"]["text"] for block in view["blocks"] if block["type"] == "section"
    )


def buttons(view: Any) -> list[str]:
    found = []
    for block in view["blocks"]:
        elements = [*block.get("elements", ()), block.get("accessory", {})]
        found += [each["action_id"] for each in elements if each.get("type") == "button"]
    return found


def begin(life: Life) -> None:
    invite(life)
    life.tap("leo", "A7", "yes")


def hear(life: Life, handle: str, text: str) -> None:
    who = life.who(handle)
    life.run(lambda tx: gestures.hear(tx, who, f"D{handle}", None, "99.1", text, life.now))
    life.settle()


def test_somebody_new_hears_how_to_begin_and_gets_help(life: Life) -> None:
    answer = life.command("ines", "/mentor")
    assert answer.sentence is not None
    assert "You aren't set up with anyone yet." in answer.sentence
    assert "/mentor-goals" in answer.sentence


def test_help_is_there_after_every_command(life: Life) -> None:
    who = life.who("maya")
    for name in ("/mentor", "/mentor-pause"):
        answer = life.run(
            lambda tx, name=name: gestures.command(tx, who, name, None, " Help ", life.now)
        )
        assert answer.sentence.startswith("/mentor shows your one next thing")


def test_a_name_after_it_starts_a_pair(life: Life) -> None:
    answer = life.command("maya", "/mentor", "leo")
    assert answer.view is not None
    assert answer.view["callback_id"] == "form:pair"


def test_an_open_question_is_shown_with_its_own_buttons(life: Life) -> None:
    invite(life)
    answer = life.command("leo", "/mentor")
    assert "Shall I look after the dates and notes" in texts(answer.view)
    assert buttons(answer.view) == ["tap:yes", "tap:no_thank_you"]


def test_a_tap_in_that_page_answers_the_question(life: Life) -> None:
    invite(life)
    life.command("leo", "/mentor")
    prompt = life.open("leo", "A7")
    life.tap("leo", "A7", "yes")
    again = life.run(lambda tx: gestures.look_again(tx, life.who("leo"), prompt.id, life.now))
    assert buttons(again.view) == []
    assert life.relationship.state == "setting_up"


def test_nobody_sees_a_question_of_somebody_else(life: Life) -> None:
    invite(life)
    prompt = life.open("leo", "A7")
    with pytest.raises(Correctable):
        life.act("ines", "prompt", prompt.id)


def test_what_was_put_off_is_still_the_next_thing(life: Life) -> None:
    begin(life)
    for kind in ("B11", "B11_now"):
        if kind in life.kinds("leo"):
            life.tap("leo", kind, "tomorrow")
    answer = life.command("leo", "/mentor")
    assert "Your setup with Maya has a few cards left" in texts(answer.view)
    assert buttons(answer.view) == ["act:card"]
    opened = life.act("leo", "card", life.relationship.id)
    assert opened.view is not None
    assert opened.view["callback_id"] == "form:know_me"


def test_typing_to_the_bot_brings_the_menu_and_keeps_no_word_of_it(life: Life) -> None:
    begin(life)
    hear(life, "maya", "my secret is out")
    message = life.last("maya")
    assert message.kinds == ["K4"]
    assert "secret" not in str(message.body)
    assert "secret" not in str(life.open("maya", "K4").about)


@pytest.mark.parametrize(
    ("button", "form"),
    [("book_session", "invite"), ("note_something", "advice_note"), ("pause", "pause")],
)
def test_the_menu_leads_to_the_form(life: Life, button: str, form: str) -> None:
    begin(life)
    hear(life, "maya", "hello")
    answer = life.tap("maya", "K4", button)
    assert answer.view is not None
    assert answer.view["callback_id"] == f"form:{form}"
    assert life.open("maya", "K4")


def test_a_person_please_tells_nobody(life: Life) -> None:
    begin(life)
    hear(life, "maya", "hello")
    before = len(life.sent)
    answer = life.tap("maya", "K4", "person_please")
    assert answer.sentence is not None
    assert "nobody was told" in answer.sentence
    assert len(life.sent) == before


def test_the_menu_works_for_somebody_without_a_pair(life: Life) -> None:
    hear(life, "ines", "hello")
    for button in ("book_session", "note_something", "something_changed", "pause"):
        answer = life.tap("ines", "K4", button)
        assert answer.sentence is not None
        assert "You aren't set up with anyone yet." in answer.sentence


def test_the_menu_is_no_next_thing(life: Life) -> None:
    hear(life, "ines", "hello")
    assert life.command("ines", "/mentor").view is None
