"""Scripted people's decisions, by what is drawn alone: which button, and what to write where."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from playground import days, phrases
from playground.choices import buttons, choose, favourite, label
from playground.filling import Filling
from playground.kit import forms
from playground.tempers import TEMPERS, Temper

NOW = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
GOLDEN = Path(__file__).with_name("golden") / "forms"
DRAWN = {path.stem: json.loads(path.read_text()) for path in sorted(GOLDEN.glob("*.json"))}
# Scripted people have no files to give.
WITH_A_FILE = {"bring_along"}
STEADY = Temper(acts=1, first=1, fills=1, wanders=0)


def drawn(*labels: str) -> list[dict[str, Any]]:
    """Give buttons: "*" before a label makes it primary, "!" dangerous."""
    styles = {"*": "primary", "!": "danger"}
    return [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": each.lstrip("*!")},
            **({"style": styles[each[0]]} if each[0] in styles else {}),
        }
        for each in labels
    ]


def fill(
    view: dict[str, Any], temper: Temper = STEADY, seed: int = 1, about: str = ""
) -> dict[str, Any]:
    """Fill a form as somebody of that temper does."""
    random = Random(seed)  # noqa: S311
    pen = phrases.Pen(random, phrases.read())

    def write(block: dict[str, Any]) -> str:
        return pen.write(block["label"]["text"])

    hand = Filling(temper, NOW, LONDON, random, write, about, ["U1"], ["C1"])
    return hand.values(view)


@pytest.mark.parametrize(
    ("labels", "taken"),
    [
        (["*Make the invite", "Pick another week", "Not this time"], {"Make the invite"}),
        (["Thu, Jan 21, 10:00 AM", "Fri, Jan 22, 11:00 AM", "None of these"],
         {"Thu, Jan 21, 10:00 AM"}),
        (["Not at all", "A little", "Fairly", "Very", "Skip"], {"Very", "Fairly"}),
        (["Another year", "Twice a year", "Finish well"], {"Another year"}),
        (["Half as often", "Home tab only", "It's fine"], {"It's fine"}),
        (["Did it", "Tried it", "Not yet", "Went another way"],
         {"Did it", "Tried it", "Not yet", "Went another way"}),
        (["*Add a topic", "Looks good", "Move it"], {"Add a topic", "Looks good"}),
        (["Book a time", "Meet less often", "!Wrap it up"], {"Book a time"}),
        (["Move it"], set()),
        (["!Delete my notes"], set()),
        ([], set()),
    ],
)  # fmt: skip
def test_a_content_person_takes_the_button_that_is_meant_for_them(
    labels: list[str], taken: set[str]
) -> None:
    random = Random(7)  # noqa: S311
    found = [favourite(drawn(*labels), random) for _ in range(60)]
    assert {label(each) for each in found if each} == taken


@pytest.mark.parametrize("name", sorted(TEMPERS))
def test_only_the_contrary_and_the_leaving_tap_what_is_dangerous(name: str) -> None:
    random = Random(3)  # noqa: S311
    found = [choose(drawn("OK", "!End it"), TEMPERS[name], random) for _ in range(300)]
    taken = {label(each) for each in found if each}
    assert ("End it" in taken) == (name in ("contrary", "leaving"))


def test_links_and_fields_are_no_buttons_and_accessories_are() -> None:
    ask, link = drawn("Open", "Add to Google")
    blocks: list[dict[str, Any]] = [
        {"type": "actions", "elements": [{**link, "url": "https://example.org"}]},
        {"type": "section", "accessory": ask},
        {"type": "input", "element": {"type": "plain_text_input"}},
    ]
    assert buttons(blocks) == [ask]


@pytest.mark.parametrize("name", sorted(DRAWN.keys() - WITH_A_FILE))
def test_every_form_can_be_filled_and_sent(name: str) -> None:
    view = DRAWN[name]
    for seed in range(5):
        given = fill(view, seed=seed)
        values: forms.Values = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                state = forms.state(block["element"], given[block["block_id"]])
                values[block["block_id"]] = {block["element"]["action_id"]: state}
        assert forms.refuse(view["blocks"], forms.fill(view["blocks"], values)) == {}


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_every_field_for_words_has_words_of_its_own(name: str) -> None:
    *known, _ = phrases.read().fields
    for block in DRAWN[name]["blocks"]:
        if block["type"] == "input" and block["element"]["type"] == "plain_text_input":
            words = block["label"]["text"].casefold()
            spare = words.startswith("not for")
            assert spare or any(each.fits(words) for each in known), words


def test_advice_moment_and_step_of_one_form_belong_together() -> None:
    stories = phrases.read().stories
    for seed in range(10):
        given = fill(DRAWN["wrap_up"], seed=seed)
        parts = {"advice": given["first"], "moment": given["moment_1"], "step": given["step_1"]}
        assert parts in stories


def test_nothing_is_written_twice_before_all_of_its_kind_was() -> None:
    pen = phrases.Pen(Random(1), phrases.read())  # noqa: S311
    size = next(len(each.say) for each in phrases.read().fields if each.fits("first goal"))
    said = [pen.write("First goal") for _ in range(2 * size)]
    assert len(set(said[:size])) == size
    assert sorted(said[:size]) == sorted(said[size:])


def test_times_are_offered_near_the_date_that_the_message_names() -> None:
    given = fill(DRAWN["invite"], about="Inviting is your part; around Sat 20 February fits.")
    first, second = (datetime.fromtimestamp(given[each], LONDON) for each in ("first", "second"))
    assert first.date() == date(2027, 2, 22)
    assert first < second
    assert second.weekday() < 5
    assert 9 <= first.hour <= 17
    assert given["third"] is None
    assert given["minutes"] is not None


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("around Thursday 18 February would keep your rhythm", date(2027, 2, 18)),
        ("You meet on Thu, Feb 18, 10:00 AM", date(2027, 2, 18)),
        ("a week from Mon 4 January", None),
        ("on 3 January", date(2028, 1, 3)),
        ("on 30 February", None),
        ("March came in 12 mugs", None),
        ("no date at all", None),
    ],
)
def test_a_named_day_is_found_when_it_is_still_ahead(words: str, on: date | None) -> None:
    today = date(2027, 3, 20) if words == "on 3 January" else date(2027, 1, 12)
    assert days.named(words, today) == on


def test_what_stands_in_a_field_is_kept_by_the_diligent() -> None:
    given = fill(DRAWN["rhythm"])
    assert (given["every"], given["minutes"], given["until"]) == ("two_months", "45", "12_months")
    assert given["until_on"] is None
    assert given["sprint"] == []


def test_a_hasty_hand_leaves_something_to_put_right() -> None:
    hasty = Temper(acts=1, first=0, fills=0, wanders=0)
    topics = {fill(DRAWN["topic"], hasty, seed)["topic"] for seed in range(40)}
    assert "  " in topics
    assert any(len(each) > 300 for each in topics)
