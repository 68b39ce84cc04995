"""People who act by what is drawn before them, each by temperament; the bot is unknown to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot import catalogue, gestures, ids
from bot.errors import Correctable
from bot.gestures import Answer
from bot.windows import zone_of
from playground.choices import buttons, choose, label
from playground.filling import Filling
from playground.tempers import TEMPERS, Temper
from tests.stages import Stage, View

__all__ = ["TEMPERS", "Actor"]

ANYWHERE = (
    "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo",
)  # fmt: skip
TYPED = ("yes", "no", "skip", "done", "1", "2", "Yes, note it", ":tada:", "later", "-")
DEEPEST = 4


@dataclass
class Actor:
    """One person with a temperament, before a screen."""

    stage: Stage
    handle: str
    temper: Temper
    random: Random
    others: Sequence[str] = ()
    gone_until: datetime | None = None
    seen: set[str] = field(default_factory=set)
    about: str = ""

    def live(self) -> None:
        """Do something, or nothing, as the temperament has it."""
        if self.gone_until is not None:
            if self.stage.now >= self.gone_until:
                self.gone_until = None
                self.stage.learn(self.handle, self.stage.zones[self.handle])
            return
        if self.random.random() > self.temper.acts:
            return
        if self.random.random() < self.temper.wanders:
            self._wander()
        else:
            self._answer()

    def _wander(self) -> None:
        move = self.random.choices(
            (self._home, self._command, self._reply, self._late, self._answer, self._travel,
             self._vanish, self._type),
            (6, 6, 6, 3, 4, 0.3, 0.3, 0.5),
        )[0]  # fmt: skip
        move()

    def _answer(self) -> None:
        """Tap a button of an open message, or answer in its thread."""
        found = self._screen().messages.items()
        asking = [(ts, each) for ts, each in found if buttons(each["blocks"])]
        fresh = [(ts, each) for ts, each in asking if ts not in self.seen]
        if not fresh and self.random.random() > self.temper.wanders:
            self._home()
            return
        ts, message = self.random.choice((fresh or asking or [("", {"blocks": ()})])[-3:])
        self.seen.add(ts)
        if self.random.random() < 0.15:
            self._reply()
        elif message["blocks"]:
            self.about = message.get("text", "")
            self._choose(buttons(message["blocks"]))

    def _choose(self, found: Sequence[View], depth: int = 0, *, in_page: bool = False) -> None:
        """Tap what the temperament takes of these, or none of them."""
        one = choose([dict(each) for each in found], self.temper, self.random)
        if one is not None:
            self._tap(one, depth, in_page=in_page)

    def _tap(self, element: View, depth: int = 0, *, in_page: bool = False) -> None:
        who, now = self.stage.who(self.handle), self.stage.now
        action, value = element["action_id"], element.get("value", "")
        kind, name = action.partition(":")[0], ids.name(action)
        if kind == ids.Prefix.TAP:
            answer = self.stage.do(self.handle, lambda tx: gestures.tap(tx, who, value, name, now))
            if in_page and answer == Answer():
                answer = self.stage.do(
                    self.handle, lambda tx: gestures.look_again(tx, who, value, now)
                )
        else:
            bare = gestures.bare(action)
            answer = self.stage.do(self.handle, lambda tx: gestures.act(tx, who, bare, value, now))
        self._follow(answer, depth)

    def _follow(self, answer: Answer | Correctable, depth: int) -> None:
        """Go on with what a gesture was answered with: fill the form, or tap in the page."""
        if isinstance(answer, Correctable) or depth > DEEPEST:
            return
        if answer.view is not None and answer.view.get("private_metadata") is not None:
            self._fill(answer.view, depth)
            return
        found = buttons(answer.view["blocks"] if answer.view else answer.blocks or ())
        if found and self.random.random() < 0.6:
            self._choose(found, depth + 1, in_page=answer.view is not None)

    def _fill(self, view: View, depth: int) -> None:
        """Fill a form that is open and send it, up to three times; or close it."""
        for _ in range(3):
            if self.random.random() < 0.1:
                return
            answer = self._submit(view)
            if not isinstance(answer, Correctable):
                self._follow(answer, depth + 1)
                return

    def _submit(self, view: View) -> Answer | Correctable:
        who, now = self.stage.who(self.handle), self.stage.now
        name, row_id = ids.name(view["callback_id"]), view["private_metadata"]
        hand = Filling(
            self.temper,
            now,
            zone_of(self.stage.zones[self.handle]),
            self.random,
            lambda block: self._words(f"{name}.{block['block_id']}"),
            self.about,
        )
        raw = hand.values(dict(view))
        return self.stage.do(
            self.handle, lambda tx: gestures.submit(tx, who, name, row_id, raw, now)
        )

    def _words(self, where: str) -> str:
        return self.stage.watch.words(self.handle, where)

    def _reply(self) -> None:
        """Type in the thread of a message: words, a button's label, a number, skip or done."""
        if not (found := list(self._screen().messages.items())):
            return
        ts, message = self.random.choice(found[-4:])
        thread = message.get("thread_ts") or ts
        labels = [label(element) for element in buttons(message["blocks"])]
        text = self.random.choice([*TYPED, *labels, *labels])
        if self.random.random() < 0.4:
            text = self._words("thread")
        who, now, channel = self.stage.who(self.handle), self.stage.now, f"D{self.handle}"
        own = f"u{next(self.stage.stamps)}"

        def hear(tx: Any) -> Answer:
            gestures.hear(tx, who, channel, thread, own, text, now)
            return Answer()

        self.stage.do(self.handle, hear)

    def _type(self) -> None:
        who, now, own = self.stage.who(self.handle), self.stage.now, f"u{next(self.stage.stamps)}"
        text = self._words("dm")

        def hear(tx: Any) -> Answer:
            gestures.hear(tx, who, f"D{self.handle}", None, own, text, now)
            return Answer()

        self.stage.do(self.handle, hear)

    def _home(self) -> None:
        """Open Home and go for its next thing, or for anything on it."""
        found = buttons(self.stage.home(self.handle)["blocks"])
        if self.random.random() < self.temper.acts * 0.5:
            self._tap(self.random.choice(found))

    def _command(self) -> None:
        named = self.random.choice([None, None, None, *self.others])
        name = self.random.choice([name for name in sorted(catalogue.COMMANDS) if name])
        if name == "/mentor" and named and self.random.random() < 0.8:
            named = None
        self.command(name, named)

    def command(self, name: str, named: str | None) -> None:
        """Type a slash command and go on with its answer."""
        who, now = self.stage.who(self.handle), self.stage.now
        other = self.stage.who(named) if named else None
        answer = self.stage.do(
            self.handle, lambda tx: gestures.command(tx, who, name, other, "", now)
        )
        self._follow(answer, 0)

    def _late(self) -> None:
        """Tap what was drawn before, or send a form once more that was open before."""
        screen = self._screen()
        found = [element for each in screen.old[-20:] for element in buttons(each["blocks"])]
        if screen.forms and (self.random.random() < 0.5 or not found):
            self._follow(self._submit(self.random.choice(screen.forms[-10:])), DEEPEST)
        elif found:
            self._tap(self.random.choice(found))

    def _travel(self) -> None:
        self.stage.learn(self.handle, self.random.choice(ANYWHERE))

    def _vanish(self) -> None:
        self.gone_until = self.stage.now + timedelta(days=self.random.randint(2, 30))
        self.stage.learn(self.handle, self.stage.zones[self.handle], deleted=True)

    def _screen(self) -> Any:
        return self.stage.screen(self.handle)
