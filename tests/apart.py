"""Maya at Harbor & Finch and Omar at Tern Labs, and the code that makes them a pair."""

from typing import Any

from bot.gestures import Answer
from store.people import Person
from tests.beginnings import answer_card, set_up_from
from tests.life import Life

TERN = "T2"


def tern(life: Life) -> None:
    """Let Tern Labs install the app too, with Omar and Una."""
    life.workspace(TERN, "Tern Labs", omar="America/New_York", una="Europe/London")


def row(life: Life, handle: str) -> str:
    """Give the id of somebody's row."""
    person: Person = life.person(handle)
    return person.id


def make_code(life: Life, handle: str = "maya", role: str = "mentee", **more: Any) -> str:
    """Let somebody make a code; give what they read."""
    view = life.act(handle, "new_code", row(life, handle)).view
    shown = life.submit(handle, view, role=role, **more).view
    assert shown is not None
    code: str = shown["blocks"][0]["text"]["text"]
    return code


def enter(life: Life, handle: str, code: str) -> Answer:
    """Let somebody enter a code."""
    view = life.act(handle, "enter_code", row(life, handle)).view
    return life.submit(handle, view, code=code)


def value(answer: Answer, act: str) -> str:
    """Give the row id that a button of a page carries."""
    assert answer.view is not None
    blocks = answer.view["blocks"]
    drawn = [element for block in blocks for element in block.get("elements", ())]
    drawn += [block["accessory"] for block in blocks if "accessory" in block]
    [found] = [each["value"] for each in drawn if each.get("action_id") == f"act:{act}"]
    return str(found)


def proposed(life: Life, **more: Any) -> None:
    """Let Omar enter Maya's code and say the first yes."""
    asked = enter(life, "omar", make_code(life, **more))
    life.act("omar", "across_yes", value(asked, "across_yes"))


def begun(life: Life, **more: Any) -> None:
    """Let both say yes; Maya is the mentee unless said otherwise."""
    proposed(life, **more)
    life.tap("maya", "A7", "yes")


def set_up(life: Life) -> None:
    """Let both answer every setup card in the shortest way there is."""
    for handle, kinds in (("maya", ("C1", "D1", "D4", "D7")), ("omar", ("C1", "D3", "D4", "D7"))):
        set_up_from(life, handle)
        for kind in kinds:
            answer_card(life, handle, kind)
