"""The words themselves, read as data: PRODUCT 3.1's rules and Slack's limits hold for each."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FOLDER = HERE.parent / "bot" / "scripts"
SECTIONS = {
    "A": "hello",
    "B": "finding",
    "C": "knowing",
    "D": "setup",
    "M": "sessions",
    "F": "follow_through",
    "G": "trade",
    "H": "pauses",
    "I": "closing",
    "J": "addons",
    "K": "organizers",
}
FILES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")
}
ERRORS: dict[str, str] = FILES["errors"]["errors"]
FORMS: dict[str, Any] = {
    name: form
    for stem, file in FILES.items()
    if stem.startswith("forms")
    for name, form in file.items()
}
ENTRIES: dict[str, Any] = {
    name: entry
    for stem, file in FILES.items()
    if stem != "errors" and not stem.startswith("forms")
    for name, entry in file.items()
}
PRODUCT: dict[str, Any] = {
    script["id"]: script
    for script in json.loads((HERE / "data" / "product_scripts.json").read_text(encoding="utf-8"))
}
FOLLOW_UPS = [name for stem in SECTIONS.values() for name in FILES[stem] if name not in PRODUCT]
PROMPTS = [name for name, entry in ENTRIES.items() if entry.get("kind") not in ("draft", "line")]
DRAFTS = [name for name in ENTRIES if name not in PROMPTS]
# Whoever meets monthly sees these more than four times a year, each kind with all its forms.
ROTATED = (
    "M1", "M2", "M4", "M4_no_goal", "M4_goal_only", "M5", "M5_topic_only", "M5_no_topic",
    "M5_first", "M5_day", "M5_topic_only_day", "M5_no_topic_day", "M5_first_day", "M6", "M7",
    "F1", "F1_several", "F2", "F3", "F4", "F7", "F7_line", "F7_other_way", "F7_bundle", "F8",
    "G1", "G4", "G5", "G6", "H6", "booked", "booked_same_zone", "booked_elsewhere", "moved",
    "moved_same_zone", "offered_times", "times_offered", "promise_reminder", "try_reminder",
)  # fmt: skip

PLACEHOLDER = re.compile(r"\{([^}]*)\}")
BANNED = re.compile(r"\b(just|must|should|overdue|failed|don't forget)\b|[!—]", re.IGNORECASE)
ONLY_NAMES = {"mentor", "mentee", "other", "name", "first"}
IN_QUESTIONS = ONLY_NAMES | {"date", "zone", "other_zone"} | {f"step_{n}" for n in range(1, 6)}
IN_QUESTIONS |= {f"goal_{n}" for n in range(1, 4)}
MADE_BY_CODE = {
    ("topic", "goal"), ("goals_first", "goals"), ("mid_point", "goal_1"), ("mid_point", "goal_2"),
    ("mid_point", "goal_3"), ("mid_point_change", "line"), ("decision", "serves"),
    ("decision", "costs"), ("bring_decision", "mentor"),
}  # fmt: skip
DESTRUCTIVE = {"Leave kindly", "Wrap it up", "Stop these", "Delete my notes", "Let it go"}
KINDS = {
    "text", "lines", "date", "time", "choice", "choices", "minutes", "person", "datetime",
    "channel", "file",
}  # fmt: skip


def named(words: str) -> str:
    """Fill every placeholder with a name of ten letters."""
    return PLACEHOLDER.sub("Alexandria", words)


def holes(words: str) -> set[str]:
    return set(PLACEHOLDER.findall(words))


def unnamed(words: str) -> str:
    """Make sentences comparable whose placeholders are called differently."""
    return PLACEHOLDER.sub("{}", words)


def snake(label: str) -> str:
    """Give the id of a label: lower case, no articles, underscores."""
    plain = re.sub(r"['{}]", "", label.lower())
    return "_".join(w for w in re.findall(r"[a-z0-9]+", plain) if w not in ("a", "an", "the"))


def sentences(words: str) -> int:
    return len(re.findall(r"[.?](?=[\"')]*(?:\s|$))", words)) or 1


def wordings(entry: dict[str, Any]) -> list[str]:
    return [entry["text"], *entry.get("rotation", [])]


def strings(data: Any) -> Iterator[str]:
    """Give every string in a table, however deep."""
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from strings(value)
        case list():
            for value in data:
                yield from strings(value)


def is_short_enough_to_say(words: str) -> bool:
    return sentences(words) <= 3 and len(words.split()) <= 42 and words.count("?") <= 1


def test_each_entry_is_in_one_file_only() -> None:
    every = [
        name
        for stem, file in FILES.items()
        if stem != "errors" and not stem.startswith("forms")
        for name in file
    ]
    assert sorted(every) == sorted(set(every))


@pytest.mark.parametrize("letter", SECTIONS)
def test_a_section_has_its_scripts_in_the_order_of_the_product(letter: str) -> None:
    expected = [name for name in PRODUCT if name.startswith(letter)]
    assert [name for name in FILES[SECTIONS[letter]] if name in PRODUCT] == expected


@pytest.mark.parametrize("name", PRODUCT)
def test_a_script_says_what_the_product_says(name: str) -> None:
    assert ENTRIES[name]["text"] == PRODUCT[name]["text"]


@pytest.mark.parametrize("name", PRODUCT)
def test_a_script_has_the_buttons_of_the_product(name: str) -> None:
    labels = [button["label"] for button in ENTRIES[name]["buttons"]]
    assert labels == PRODUCT[name]["buttons"]


@pytest.mark.parametrize("name", FOLLOW_UPS)
def test_a_follow_up_is_in_the_words_of_the_product(name: str) -> None:
    parent = PRODUCT[name.partition("_")[0]]
    said = unnamed(" ".join([parent["text"], *parent["buttons"], *parent["follow"]]))
    entry = ENTRIES[name]
    labels = [button["label"] for button in entry.get("buttons", [])]
    for words in [*entry["text"].splitlines(), *labels]:
        assert unnamed(words) in said


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_is_short_and_asks_one_thing(name: str) -> None:
    for words in wordings(ENTRIES[name]):
        assert is_short_enough_to_say(words), words


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_has_a_short_title_that_needs_names_alone(name: str) -> None:
    title = ENTRIES[name]["title"]
    assert 0 < len(named(title)) <= 60
    assert holes(title) <= ONLY_NAMES
    assert not title.endswith(".")


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_has_words_and_nothing_to_tap(name: str) -> None:
    assert set(ENTRIES[name]) == {"kind", "text"}


@pytest.mark.parametrize("name", [name for name in PROMPTS if "buttons" in ENTRIES[name]])
def test_buttons_are_few_short_and_told_apart(name: str) -> None:
    buttons = ENTRIES[name]["buttons"]
    assert 1 <= len(buttons) <= 5
    assert [button["id"] for button in buttons] == [snake(b["label"]) for b in buttons]
    assert len({button["id"] for button in buttons}) == len(buttons)
    for button in buttons:
        assert len(named(button["label"])) <= 26
        spoken = button.get("accessibility", button["label"])
        assert len(named(spoken)) <= 75
        # Who speaks to their machine says what they see (WCAG 2.5.3).
        assert button["label"].casefold() in spoken.casefold()
        assert set(button) <= {"id", "label", "primary", "danger", "accessibility", "confirm"}
        params = ONLY_NAMES | holes(ENTRIES[name]["text"])
        assert set().union(*(holes(words) for words in strings(button))) <= params


@pytest.mark.parametrize("name", [n for n in PROMPTS if n in PRODUCT or "way_out" in ENTRIES[n]])
def test_a_prompt_has_an_easy_way_out(name: str) -> None:
    ways = {button["id"]: button for button in ENTRIES[name]["buttons"]}
    assert ENTRIES[name]["way_out"] in ways


@pytest.mark.parametrize("name", PROMPTS)
def test_at_most_one_button_is_primary(name: str) -> None:
    assert sum(button.get("primary", False) for button in ENTRIES[name].get("buttons", [])) <= 1


@pytest.mark.parametrize("name", PROMPTS)
def test_a_destructive_button_is_confirmed_and_never_primary(name: str) -> None:
    for button in ENTRIES[name].get("buttons", []):
        if button["label"] in DESTRUCTIVE or button.get("danger"):
            assert not button.get("primary")
            assert button["confirm"].endswith("?")
            assert button["confirm"].count("?") == sentences(button["confirm"]) == 1


@pytest.mark.parametrize("name", PRODUCT)
def test_every_button_of_a_script_has_the_sentence_of_its_result(name: str) -> None:
    results = ENTRIES[name]["results"]
    assert {button["id"] for button in ENTRIES[name]["buttons"]} <= set(results)


@pytest.mark.parametrize("name", PROMPTS)
def test_a_result_is_short_and_asks_nothing(name: str) -> None:
    for result in ENTRIES[name].get("results", {}).values():
        assert sentences(result) <= 2
        assert len(result.split()) <= 25
        assert "?" not in result


@pytest.mark.parametrize("name", ROTATED)
def test_a_prompt_seen_often_has_three_wordings(name: str) -> None:
    assert len(set(wordings(ENTRIES[name]))) == 3


@pytest.mark.parametrize("name", [name for name in PROMPTS if "rotation" in ENTRIES[name]])
def test_every_wording_fills_the_same_places(name: str) -> None:
    for words in wordings(ENTRIES[name]):
        assert holes(words) == holes(ENTRIES[name]["text"])
        assert ("?" in words) == ("?" in ENTRIES[name]["text"])


@pytest.mark.parametrize("stem", FILES)
def test_no_words_scold_or_shout(stem: str) -> None:
    assert [words for words in strings(FILES[stem]) if BANNED.search(words)] == []


@pytest.mark.parametrize("stem", FILES)
def test_every_placeholder_is_a_plain_name(stem: str) -> None:
    for words in strings(FILES[stem]):
        assert all(hole.isidentifier() and hole.islower() for hole in holes(words)), words
        assert "{" not in PLACEHOLDER.sub("", words)


@pytest.mark.parametrize("key", ERRORS)
def test_an_error_says_in_two_short_sentences_what_to_do(key: str) -> None:
    assert sentences(ERRORS[key]) <= 3
    assert len(ERRORS[key].split()) <= 30


@pytest.mark.parametrize("name", FORMS)
def test_a_form_fits_a_slack_modal(name: str) -> None:
    form = FORMS[name]
    for frame in (form["title"], form["submit"], form["close"]):
        assert 0 < len(frame) <= 24
        assert not holes(frame)
    assert form["close"] == "Cancel"
    assert is_short_enough_to_say(form.get("intro", ""))
    assert is_short_enough_to_say(form["reader"])
    ids = [question["id"] for question in form["questions"]]
    assert len(set(ids)) == len(ids) >= 1


@pytest.mark.parametrize(
    ("name", "question"),
    [
        pytest.param(name, question, id=f"{name}-{question['id']}")
        for name, form in FORMS.items()
        for question in form["questions"]
    ],
)
def test_a_question_fits_its_field_and_can_be_said_in_a_thread(
    name: str, question: dict[str, Any]
) -> None:
    assert question["kind"] in KINDS
    for shown in ("label", "hint", "placeholder"):
        assert len(named(question.get(shown, ""))) <= 150
    assert question["ask"].rstrip().endswith(("?", "."))
    assert is_short_enough_to_say(question["ask"])
    assert question.get("max", 3000) <= 3000
    assert set().union(*(holes(words) for words in strings(question))) <= IN_QUESTIONS
    choices = question.get("choices", [])
    of_a_list = question["kind"] in ("choice", "choices", "minutes")
    assert bool(choices) == of_a_list or (name, question["id"]) in MADE_BY_CODE
    assert len({choice["id"] for choice in choices}) == len(choices) <= 10
    for choice in choices:
        assert len(named(choice["label"])) <= 75
    initial = question.get("initial", [])
    chosen = initial if isinstance(initial, list) else [initial]
    assert set(chosen) <= {choice["id"] for choice in choices}
