"""Whatever is shown keeps Slack's limits and the tone: short, plain, complete, with a way out."""

import re
from collections.abc import Iterator
from typing import Any

from bot import scripts
from playground.kit import checks, limits
from tests import showing
from tests.scenes import Body, Gallery

# What somebody wrote, and lists made by code, are as long as they are.
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
LISTED = re.compile(r"^• .*$", re.MULTILINE)
HOLES = re.compile(
    r"\{\w*\}"  # a place that was never filled
    r"|\s[.,;:?](\s|$)|  |\n\n|^\s|\s$"  # one that was filled with nothing
    r"|\"\"|“”|\bNone\b(?! of th)"
)
MOST_WORDS = 42


def messages(gallery: Gallery) -> Iterator[tuple[str, Body]]:
    """Give every message, as sent and as drawn again."""
    for name, body in gallery.seen:
        if "metadata" in body:
            yield name, body


def sections(body: Body) -> list[str]:
    return [block["text"]["text"] for block in body["blocks"] if block["type"] == "section"]


def test_slack_accepts_it(gallery: Gallery) -> None:
    wrong = {}
    for name, body in gallery.seen:
        is_view = "type" in body
        found = checks.view(dict(body), body["type"]) if is_view else checks.blocks(body["blocks"])
        if found:
            wrong[name] = found
    assert wrong == {}


def test_the_text_of_a_message_says_what_its_blocks_say(gallery: Gallery) -> None:
    for name, body in messages(gallery):
        small = [
            element["text"]
            for block in body["blocks"]
            if block["type"] == "context"
            for element in block["elements"]
        ]
        unsaid = [said for said in (*sections(body), *small) if said not in body["text"]]
        assert unsaid == [], name
        assert len(body["text"]) <= limits.UPDATE_TEXT


def test_a_prompt_has_five_buttons_at_most_and_a_message_one_that_stands_out(
    gallery: Gallery,
) -> None:
    for name, body in gallery.seen:
        primary = [each for each in showing.buttons(body) if each.get("style") == "primary"]
        assert len(primary) <= 1, name
    for name, body in messages(gallery):
        rows = [block["elements"] for block in body["blocks"] if block["type"] == "actions"]
        assert all(len(row) <= 5 for row in rows), name


def test_a_hard_choice_is_confirmed_and_never_stands_out(gallery: Gallery) -> None:
    for name, body in gallery.seen:
        for button in showing.buttons(body):
            assert button.get("style") != "danger" or "confirm" in button, name


def test_a_label_for_screen_readers_is_short_and_says_more(gallery: Gallery) -> None:
    for name, body in gallery.seen:
        for button in showing.buttons(body):
            label = button.get("accessibility_label", button["text"]["text"])
            assert len(label) <= 75, name


def test_nothing_is_left_unfilled_and_nobody_is_shouted_at(gallery: Gallery) -> None:
    shown = [(name, words) for name, body in gallery.seen for words in showing.words(body)]
    shown += gallery.sentences.items()
    wrong = {(name, words) for name, words in shown if HOLES.search(words) or "!" in words}
    assert wrong == set()


def test_a_prompt_is_short_whatever_fills_it(gallery: Gallery) -> None:
    for name, body in messages(gallery):
        for said in sections(body):
            own = LISTED.sub("", QUOTED.sub("", said))
            # A turn in a thread says what it kept, then asks: each line is short.
            parts = own.split("\n") if name.startswith("threads/") else [own]
            assert max(len(part.split()) for part in parts) <= MOST_WORDS, (name, said)


def test_a_prompt_with_buttons_has_its_way_out_among_them(gallery: Gallery) -> None:
    for name, entry in gallery.spoken.items():
        drawn = showing.taps(gallery.kept[name]["open"])
        way_out = scripts.script(entry).way_out
        assert not drawn or f"tap:{way_out}" in drawn, name


def test_an_answered_prompt_can_not_be_answered_again(gallery: Gallery) -> None:
    answered: list[tuple[str, Any]] = [
        (name, body["answered"])
        for name, body in gallery.kept.items()
        if name.startswith("messages/") and body["answered"]
    ]
    assert [name for name, body in answered if showing.buttons(body)] == []
    assert len(answered) > 60


def test_the_golden_files_are_read_by_people() -> None:
    for path in showing.GOLDEN.rglob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n"), path.name
        assert not showing.ROW_ID.search(text), path.name


def test_nothing_that_was_typed_lies_in_the_database_to_be_read(gallery: Gallery) -> None:
    assert len(gallery.typed) > 60
    assert gallery.lying == set()
