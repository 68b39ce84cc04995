"""The kinds of rule the table is written in."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class String:
    """A string of so many characters, perhaps of a form or one of a few words."""

    most: int = 255
    least: int = 0
    form: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whole:
    """An integer between two bounds."""

    low: int
    high: int


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Anything:
    """An object Slack reads more into than the playground does."""


@dataclass(frozen=True)
class Text:
    """A text object; plain ones refuse mrkdwn."""

    most: int
    plain: bool = False


@dataclass(frozen=True)
class List:
    """An array of so many items."""

    of: "Rule"
    most: int
    least: int = 1


@dataclass(frozen=True)
class Shape:
    """An object with these keys and no others; `any_of` names keys of which one is needed."""

    needs: "dict[str, Rule]" = field(default_factory=dict)
    may: "dict[str, Rule]" = field(default_factory=dict)
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class OneOf:
    """An object whose `type` is one of these names in that table (blocks or elements)."""

    table: str
    types: tuple[str, ...]


Rule = String | Whole | Flag | Anything | Text | List | Shape | OneOf
