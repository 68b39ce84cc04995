"""Presses every button of a view and of the pages behind it; each press is undone again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from bot import gestures, scripts
from bot.errors import Correctable
from bot.gestures import Answer
from tests.life import Life
from tests.showing import buttons

View = Mapping[str, Any]
DEEPEST = 3


class Undone(Exception):
    """Thrown so that nothing of a press stays."""


@dataclass
class Presser:
    """One person's finger; `refused`: the presses that were answered with "no longer here"."""

    life: Life
    handle: str
    refused: list[str] = field(default_factory=list)
    pressed: set[tuple[str, str]] = field(default_factory=set)

    def home(self) -> list[str]:
        """Press everything on Home and behind it; what was refused, by the way that led there."""

        def work(tx: Session) -> None:
            self._all(tx, gestures.home(tx, self._who, self.life.now), ("Home",))
            raise Undone

        try:
            self.life.run(work)
        except Undone:
            return self.refused
        raise AssertionError("not undone")

    @property
    def _who(self) -> Any:
        return self.life.who(self.handle)

    def _all(self, tx: Session, view: View, way: tuple[str, ...]) -> None:
        for label, name, row_id in _taps(view):
            if (name, row_id) not in self.pressed and len(way) <= DEEPEST:
                self.pressed.add((name, row_id))
                self._one(tx, name, row_id, (*way, label))

    def _one(self, tx: Session, name: str, row_id: str, way: tuple[str, ...]) -> None:
        undo = tx.begin_nested()
        try:
            answer = self._answer(tx, name, row_id)
            tx.flush()
            if answer.sentence in _refusals():
                self.refused.append(f"{' > '.join(way)}: {answer.sentence}")
            if answer.view is not None and answer.view["callback_id"] == "page":
                self._all(tx, answer.view, way)
        except Correctable as wrong:
            self.refused.append(f"{' > '.join(way)}: {wrong.sentence}")
        finally:
            undo.rollback()

    def _answer(self, tx: Session, name: str, row_id: str) -> Answer:
        prefix, _, verb = name.partition(":")
        now = self.life.now
        if prefix == "tap":
            return gestures.tap(tx, self._who, row_id, verb, now)
        return gestures.act(tx, self._who, verb.partition("#")[0], row_id, now)


def _taps(view: View) -> Iterator[tuple[str, str, str]]:
    """Give label, action and row of each button that the bot hears."""
    for element in buttons(view):
        if not element["action_id"].startswith("link:"):
            yield element["text"]["text"], element["action_id"], element["value"]


def _refusals() -> set[str]:
    return {scripts.script(entry).text for entry in ("gone", "not_yours", "stale_click")}
