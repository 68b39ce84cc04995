"""Words that a real person might write, by what a field asks."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

STOCK = Path(__file__).with_name("phrases.yml")


@dataclass(frozen=True)
class Field:
    """What may be written where a label has one of these words: sayings, or a part of a story."""

    asks: tuple[str, ...]
    say: tuple[str, ...] = ()
    story: str | None = None

    def fits(self, label: str) -> bool:
        """Whether a label, in small letters, asks for this."""
        return any(label == ask[1:] if ask[:1] == "=" else ask in label for ask in self.asks)


@dataclass(frozen=True)
class Stock:
    """Everything there is to write."""

    stories: tuple[dict[str, str], ...]
    fields: tuple[Field, ...]


def read(path: Path = STOCK) -> Stock:
    """The stock in that file; its last field fits every label."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    fields = [
        Field(tuple(each["asks"]), tuple(each.get("say", ())), each.get("story"))
        for each in data["fields"]
    ]
    return Stock(tuple(data["stories"]), tuple(fields))


class Pen:
    """One person's words; nothing comes twice before all of its kind has come.

    Advice, the moment for it and the step go together: the same story for one form.
    """

    def __init__(self, random: Random, stock: Stock) -> None:
        self._random = random
        self._stock = stock
        self._decks: dict[Field | None, list[int]] = {}
        self._stories: list[int] = []
        self._told: Counter[str] = Counter()

    def begin(self) -> None:
        """Begin another form."""
        self._stories, self._told = [], Counter()

    def write(self, label: str) -> str:
        """What to write under a label."""
        field = next(each for each in self._stock.fields if each.fits(label.casefold()))
        if field.story is None:
            return field.say[self._draw(field, len(field.say))]
        number = self._told[field.story]
        self._told[field.story] += 1
        while len(self._stories) <= number:
            self._stories.append(self._draw(None, len(self._stock.stories)))
        return self._stock.stories[self._stories[number]][field.story]

    def _draw(self, deck: Field | None, size: int) -> int:
        if not self._decks.get(deck):
            self._decks[deck] = self._random.sample(range(size), size)
        return self._decks[deck].pop()
