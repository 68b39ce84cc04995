"""The words, as data: one entry for each prompt and form, drawn in messages, threads and Home."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Button:
    """One button of a prompt; `confirm` is the question asked before a hard choice."""

    id: str
    label: str
    primary: bool = False
    danger: bool = False
    confirm: str | None = None
    accessibility: str | None = None


@dataclass(frozen=True)
class Script:
    """What the bot says on one occasion, its buttons, and a sentence for each result."""

    id: str
    text: str
    title: str
    buttons: tuple[Button, ...]
    results: Mapping[str, str]
    rotation: tuple[str, ...]
    way_out: str | None

    def wording(self, turn: int) -> str:
        """Give the wording for the n-th time it is said to somebody (PRODUCT 3.1 rule 10)."""
        wordings = (self.text, *self.rotation)
        return wordings[turn % len(wordings)]


@dataclass(frozen=True)
class Question:
    """One question of a form: its label there, and how it is asked in a thread."""

    id: str
    label: str
    ask: str
    kind: str
    hint: str | None
    placeholder: str | None
    multiline: bool
    optional: bool
    limit: int
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormWords:
    """The words of one form; `reader` says who will read what is written in it."""

    id: str
    title: str
    submit: str
    close: str
    intro: str | None
    reader: str | None
    questions: tuple[Question, ...]


def script(script_id: str) -> Script:
    """Give the entry of a prompt; KeyError when there is none."""
    return _scripts()[script_id]


def form(form_id: str) -> FormWords:
    """Give the words of a form; KeyError when there is none."""
    return _forms()[form_id]


def error(key: str, **params: object) -> str:
    """Give the sentence for a mistake that a person can put right."""
    return fill(str(_tables()["errors"][key]), params)


def fill(template: str, params: Mapping[str, object]) -> str:
    """Put names and dates into a sentence; KeyError when one is missing."""
    return template.format_map(params)


def names() -> tuple[str, ...]:
    """Give the ids of all entries."""
    return tuple(_scripts())


@cache
def _tables() -> dict[str, Any]:
    """Read every file of words but the forms' into one table; ValueError for a double id."""
    return _read(lambda name: not name.startswith("forms"))


def _read(wanted: Callable[[str], bool]) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml") or not wanted(file.name):
            continue
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
        if twice := tables.keys() & entries.keys():
            raise ValueError(f"{file.name} repeats {sorted(twice)}")
        tables.update(entries)
    return tables


@cache
def _scripts() -> dict[str, Script]:
    return {
        key: _script(key, entry)
        for key, entry in _tables().items()
        if isinstance(entry, dict) and "text" in entry
    }


def _script(key: str, entry: Mapping[str, Any]) -> Script:
    known = Button.__dataclass_fields__
    buttons = tuple(
        Button(**{name: value for name, value in button.items() if name in known})
        for button in entry.get("buttons", ())
    )
    return Script(
        id=key,
        text=entry["text"],
        title=entry.get("title", ""),
        buttons=buttons,
        results=entry.get("results", {}),
        rotation=tuple(entry.get("rotation", ())),
        way_out=entry.get("way_out"),
    )


@cache
def _forms() -> dict[str, FormWords]:
    return {
        key: FormWords(
            id=key,
            title=entry["title"],
            submit=entry.get("submit", "Save"),
            close=entry.get("close", "Cancel"),
            intro=entry.get("intro"),
            reader=entry.get("reader"),
            questions=tuple(_question(question) for question in entry.get("questions", ())),
        )
        for key, entry in _read(lambda name: name.startswith("forms")).items()
    }


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        id=entry["id"],
        label=entry["label"],
        ask=entry.get("ask", entry["label"]),
        kind=entry.get("kind", "text"),
        hint=entry.get("hint"),
        placeholder=entry.get("placeholder"),
        multiline=entry.get("multiline", False),
        optional=entry.get("optional", False),
        limit=entry.get("max", 3000),
        choices=tuple((choice["id"], choice["label"]) for choice in entry.get("choices", ())),
    )
