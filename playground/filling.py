"""Filling a form as a scripted person does, well or badly: values by block_id, as typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from playground import choices, days
from playground.payloads import Payload
from playground.tempers import Temper

INITIALS = {
    "datetimepicker": "initial_date_time",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "plain_text_input": "initial_value",
    "users_select": "initial_user",
}
MORE = ("a second", "second", "third", "a third", "and when")
SPARE = ("not for,", "if one of us leaves")
ANOTHER = 0.4


@dataclass
class Filling:
    """One form before one person: `about` is what the message said, `write` gives their words.

    `others` and `channels`: whom and where they may name.
    """

    temper: Temper
    now: datetime
    zone: ZoneInfo
    random: Random
    write: Callable[[Payload], str]
    about: str = ""
    others: Sequence[str] = ()
    channels: Sequence[str] = ()
    _asked: dict[str, int] = field(default_factory=dict)

    def values(self, view: Payload) -> dict[str, Any]:
        """The value for each input: text, date, time, seconds, option or options, or None."""
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        another = self.random.random() < ANOTHER
        return {block["block_id"]: self._value(block, another) for block in inputs}

    def _value(self, block: Payload, another: bool) -> Any:
        element, kind = block["element"], block["element"]["type"]
        well = self.random.random() < self.temper.fills
        before = self._asked[kind] = self._asked.get(kind, -1) + 1
        if not well:
            return self._badly(block)
        if kind in INITIALS and (given := element.get(INITIALS[kind])) is not None:
            return given
        match kind:
            case "checkboxes" | "multi_static_select":
                return choices.options(block, self.temper, self.random)
            case "radio_buttons" | "static_select":
                return choices.option(element, self.temper, self.random)
            case "users_select":
                return self.random.choice(self.others) if self.others else None
            case "channels_select":
                return self.random.choice(self.channels) if self.channels else None
            case "datetimepicker":
                late = before > 1 and block.get("optional")
                return None if late else int(self._moment(before).timestamp())
            case "datepicker":
                return None if block.get("optional") else str(self._moment(1).date())
            case "timepicker":
                return None if block.get("optional") else f"{self._moment(1):%H:%M}"
            case "file_input":
                return None
            case _:
                return None if self._spares(block, another, before) else self._words(block)

    def _spares(self, block: Payload, another: bool, before: int) -> bool:
        """Whether an optional box stays empty: the second and third of a kind mostly do."""
        if not block.get("optional"):
            return False
        words = block["label"]["text"].casefold()
        again = words.startswith(MORE) or (words == "i will" and self._again(words))
        return words.startswith(SPARE) or "third" in words or (again and not another)

    def _again(self, words: str) -> bool:
        self._asked[words] = self._asked.get(words, 0) + 1
        return self._asked[words] > 1

    def _moment(self, number: int) -> datetime:
        today = self.now.astimezone(self.zone).date()
        day = days.near(self.about, today, self.random, shift=3 * number)
        return days.hour(day, self.zone, self.random)

    def _words(self, block: Payload) -> str:
        return self.write(block)[: block["element"].get("max_length", 3000)]

    def _badly(self, block: Payload) -> Any:
        """What a hasty hand leaves in a field, or nothing."""
        element, random = block["element"], self.random
        if block.get("optional") and random.random() < 0.5:
            return None
        match element["type"]:
            case "datetimepicker":
                return int((self._far(-9, random.choice((30, 30, 30, 500)))).timestamp())
            case "datepicker":
                return str(self._far(*random.choice(((-9, 60), (-9, 60), (-99, 1200)))).date())
            case "timepicker":
                return f"{random.randint(0, 23):02}:{random.choice(('00', '15', '59'))}"
            case "checkboxes" | "multi_static_select":
                values = [each["value"] for each in element["options"]]
                return random.sample(values, random.randint(0, len(values)))
            case "radio_buttons" | "static_select":
                return random.choice(element["options"])["value"]
            case "users_select":
                return random.choice(self.others) if self.others else None
            case "channels_select":
                return random.choice(self.channels) if self.channels else None
            case "file_input":
                return None
            case _:
                words = self.write(block)
                long = words + "x" * int(element.get("max_length", 3000))
                return random.choice(("", "  ", ":tada: :heart:", long, words))

    def _far(self, least: int, most: int) -> datetime:
        day = self.now.astimezone(self.zone) + timedelta(days=self.random.randint(least, most))
        hour = self.random.randint(8, 18)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0)
