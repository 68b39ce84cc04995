"""A life in which all that Slack would show is drawn and watched: messages, edits, pages, Home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from bot import calls, deliveries, gestures, people, ticks
from bot.calls import Call
from bot.errors import Correctable
from bot.gestures import Answer
from bot.people import Profile
from store.prompts import Prompt
from tests.life import ZONES, Life
from tests.watching import Watch

View = Mapping[str, Any]


@dataclass
class Screen:
    """What one person has before them, and what they had: a slow finger taps that, too."""

    messages: dict[str, View] = field(default_factory=dict)
    old: list[View] = field(default_factory=list)
    forms: list[View] = field(default_factory=list)


@dataclass
class Stage(Life):
    """People in several zones; every gesture and every turn of the clock is watched."""

    acting: str | None = None
    screens: dict[str, Screen] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=lambda: dict(ZONES))
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(self)
        super().__post_init__()

    def screen(self, handle: str) -> Screen:
        """Give what somebody has before them."""
        return self.screens.setdefault(handle, Screen())

    def learn(self, handle: str, zone: str, *, deleted: bool = False) -> None:
        """Let Slack say something new of an account."""
        self.zones[handle] = zone
        profile = Profile(f"{handle.capitalize()} Doe", zone, "en-GB", False, deleted)
        self.run(lambda tx: people.learn(tx, self.who(handle), profile, self.now))
        self.settle()

    def do(self, handle: str, work: Callable[[Session], Answer]) -> Answer | Correctable:
        """Do what somebody asks for, and let them see the answer."""
        self.acting, answer = handle, Answer()
        try:
            answer = self.run(work)
        except Correctable as wrong:
            self.watch.says(handle, wrong.sentence)
            return wrong
        except Exception as error:
            self.watch.fails(error)
        finally:
            self.settle()
            self.acting = None
        self._show(handle, answer)
        return answer

    def home(self, handle: str) -> View:
        """Open somebody's Home."""
        view: View = self.run(lambda tx: gestures.home(tx, self.who(handle), self.now))
        self.watch.shows(handle, view, "home")
        return view

    def _show(self, handle: str, answer: Answer) -> None:
        if answer.view is not None:
            self.watch.shows(handle, answer.view, "modal")
            if answer.view.get("private_metadata"):
                self.screen(handle).forms.append(answer.view)
        if answer.sentence is not None:
            self.watch.says(handle, answer.sentence)
        if answer.blocks is not None:
            self.watch.draws(handle, answer.blocks)

    def settle(self) -> None:
        """Do all that is due now, in two turns at most; nothing that is due stays behind."""
        for _ in range(2):
            super().settle()
            due = self.run(lambda tx: ticks.next_due(tx, self.now))
            if due is None or due > self.now:
                return
        raise AssertionError(f"due at {due}, and never done")

    def _post(self, message: deliveries.Outgoing) -> None:
        super()._post(message)
        posted = self.sent[-1]
        ts = self.run(lambda tx: str(tx.get_one(Prompt, message.prompt_id).ts))
        placed = {**message.message, "thread_ts": message.thread_ts}
        self.screen(posted.person).messages[ts] = placed
        self.watch.posts(posted, direct=self.acting == posted.person)

    def _run_errands(self) -> int:
        """Make the calls that are due, drawn as Slack would get them."""
        due: list[Call] = self.run(lambda tx: calls.claim(tx, "test", self.now))
        for call in due:
            self._call(call, call.slack_id[1:].lower())
            self.run(lambda tx, call=call: calls.done(tx, call.errand_id, "test", self.now))
        return len(due)

    def _call(self, call: Call, handle: str) -> None:
        screen, arguments = self.screen(handle), dict(call.arguments)
        if call.upload is not None:
            self.watch.files(handle, call.upload)
        elif call.method == "chat.update":
            # Whoever deleted their data has no account any more; the conversation is still theirs.
            handle = str(arguments["channel"])[1:]
            screen = self.screen(handle)
            before = screen.messages[arguments["ts"]]
            screen.old.append(before)
            screen.messages[arguments["ts"]] = {**arguments, "thread_ts": before["thread_ts"]}
            self.watch.redraws(handle, arguments)
        elif call.method == "views.publish":
            self.watch.shows(handle, arguments["view"], "home")
