"""What the bot knows of each kind of prompt, form and act, said as data by the nouns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.replies import Opens, Reply
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt

Answers = Mapping[str, Any]
Tap = Callable[[Session, Prompt, datetime], Reply]
Act = Callable[[Session, Person, str, datetime], Reply]
Command = Callable[[Session, Person, Person | None, datetime], Reply]
Ring = Callable[[Session, Alarm, datetime], None]


def always(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard of a prompt whose reason never passes."""
    return True


def no_words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    """Words of a prompt that needs no more than the two names."""
    return {}


@dataclass(frozen=True)
class Choice:
    """A button made by code, such as one offered time: its id, its label, or a link to follow."""

    id: str
    label: str
    url: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of prompt: whether it should still go out, its words and its taps.

    `form`: the conversation a reply in its thread answers.
    `script`: the entry it speaks with when that is not its own name. `only`: the buttons shown,
    when not all. `made`: buttons made by code, before the others. `names`: those of its title and
    sentences when it isn't told to one of the two.
    """

    guard: Callable[[Session, Prompt, datetime], bool] = always
    words: Callable[[Session, Prompt, datetime], Mapping[str, str]] = no_words
    taps: Mapping[str, Tap] = field(default_factory=dict)
    form: Callable[[Session, Prompt], Opens | None] | None = None
    script: Callable[[Session, Prompt], str] | None = None
    only: Callable[[Session, Prompt], Sequence[str]] | None = None
    made: Callable[[Session, Prompt, datetime], Sequence[Choice]] | None = None
    names: Callable[[Session, Prompt], Mapping[str, str]] | None = None


@dataclass(frozen=True)
class Page:
    """What a form opens with: the names for its words, what is filled in, choices made by code.

    `words`: the entry in bot/scripts/forms.toml when it is not the form's own name. `leave_out`:
    questions that don't apply now.
    """

    params: Mapping[str, str] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    words: str | None = None


@dataclass(frozen=True)
class Form:
    """One conversation: how it opens on a row for a person, and what its answers do.

    Both check that the row is the person's to see; both raise Correctable.
    """

    page: Callable[[Session, Person, str, datetime], Page]
    submit: Callable[[Session, Person, str, Answers, datetime], Reply]
