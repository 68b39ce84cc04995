"""Every message, form and page the bot can show, held against the file that somebody has read.

`pytest tests/test_golden.py --rewrite-golden` writes the files anew; the diff is what changed.
"""

import ast
import difflib
from pathlib import Path

from bot import catalogue, scripts
from bot.kinds import Kind
from tests import showing
from tests.scenes import Gallery

HERE = Path(__file__).parent
NEVER_SENT = {
    "I5": "what happens next is said with one of three wordings of its own",
    "A7": "for pairs that an organizer names; a pair that named itself reads A7_as_...",
    "D8": "the list is drawn with one of four wordings of its own",
    "F4_smaller": "the form of the smaller step asks it",
    "F6": "read on the page of the preview, and with the line in it in the conversation",
    "not_this_month_mentor": "a mentee is asked for times only while a session is booked",
}
NEVER_OPENED = {"topic_line": "asked in the thread of M4 only, where a line is the topic"}
NEVER_OFFERED = {
    "promise": "the mentor's Note something opens the same form",
    "promise_off": "the reminder of a promise has the button",
    "wrap_up": "the question whether they met stays on Home with its own button",
}


def test_everything_shown_is_what_its_golden_file_says(gallery: Gallery) -> None:
    texts = showing.files(gallery)
    changed: list[str] = []
    for name in sorted(texts):
        path = showing.GOLDEN / name
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        changed += difflib.unified_diff(
            kept.splitlines(), texts[name].splitlines(), f"golden/{name}", "shown", lineterm=""
        )
    assert not changed, "\n".join(changed)


def test_no_golden_file_is_left_of_what_is_no_longer_shown(gallery: Gallery) -> None:
    kept = {path.relative_to(showing.GOLDEN).as_posix() for path in showing.GOLDEN.rglob("*.json")}
    assert kept - showing.files(gallery).keys() == set()


def test_every_kind_of_prompt_is_sent(gallery: Gallery) -> None:
    assert (set(catalogue.KINDS) | _planned()) - gallery.kinds == set()


def _planned() -> set[str]:
    """Give every kind that is named where a prompt is planned or said."""
    calls = [
        node
        for path in (HERE.parent / "bot").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return {
        str(arg.value)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("plan", "say")
        for arg in call.args[1:3]
        if isinstance(arg, ast.Constant) and arg.value in scripts.names()
    }


def test_every_wording_a_kind_may_choose_is_spoken(gallery: Gallery) -> None:
    choosing = [name for name, kind in catalogue.KINDS.items() if kind.script]
    wordings = {
        entry
        for entry in scripts.names()
        if entry not in catalogue.KINDS and scripts.script(entry).title
        if any(entry.startswith(f"{name}_") for name in choosing)
    }
    own = {name for name in catalogue.KINDS if name in scripts.names()}
    assert (wordings | own) - gallery.entries == set(NEVER_SENT)


def test_every_form_is_opened(gallery: Gallery) -> None:
    opened = {name.partition("/")[2] for name in gallery.kept if name.startswith("forms/")}
    assert set(catalogue.FORMS) - opened == set(NEVER_OPENED)


def test_every_act_is_offered_and_every_button_leads_somewhere(gallery: Gallery) -> None:
    acts, taps = set(), set()
    for name, body in gallery.seen:
        entry = gallery.spoken.get(name)
        for action in showing.actions(body):
            prefix, _, button = action.partition("#")[0].partition(":")
            if prefix == "act":
                acts.add(button)
            elif prefix == "tap" and entry:
                taps.add((name.partition("/")[2], entry, button))
    assert acts <= set(catalogue.ACTS)
    assert set(catalogue.ACTS) - acts == set(NEVER_OFFERED)
    lost = [tap for tap in taps if not any(tap[2] in kind.taps for kind in _kinds(*tap[:2]))]
    assert lost == []


def _kinds(name: str, entry: str) -> list[Kind]:
    """Give the kinds that a message of this name may be."""
    return [kind for key, kind in catalogue.KINDS.items() if name.startswith(key) or entry == key]


def test_every_question_that_can_be_answered_is_drawn_answered(gallery: Gallery) -> None:
    stays_open = {"messages/K4"}
    open_still = {
        name
        for name, body in gallery.kept.items()
        if name.startswith("messages/") and showing.taps(body["open"]) and not body["answered"]
    }
    assert open_still == stays_open
