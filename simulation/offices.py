"""An office of scripted people: each acts, some time after it came, on what they are shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from bot import gestures, ids, people
from bot.calls import Call
from bot.errors import Correctable
from bot.gestures import Answer
from bot.people import Profile
from bot.windows import zone_of
from playground.choices import buttons, choose
from playground.filling import Filling
from playground.phrases import Pen
from playground.tempers import Temper
from simulation.rules import Rules
from simulation.worlds import Message, World

MOST_TAPS = 6
MOST_DAYS = 4
DEEPEST = 4
SOONEST, LATEST = 5, 240
ON_HOME = "And on Home"
Drawn = Mapping[str, Any]
Look = Callable[[], Sequence[Drawn]]


@dataclass
class Member:
    """One scripted person; `stays`: false once their account is closed."""

    handle: str
    zone: str
    temper: Temper
    random: Random
    pen: Pen
    stays: bool = True


@dataclass
class Office(World):
    """A world in which people answer by themselves; nothing is drawn that nobody looks at."""

    members: dict[str, Member] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    messages: list[Message] = field(default_factory=list)
    _screens: dict[str, dict[str, Drawn]] = field(default_factory=dict)
    _waiting: list[tuple[datetime, int, str, str, int]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def join(self, member: Member) -> None:
        """Let somebody join, with a screen of their own."""
        self.members[member.handle] = member
        self._screens[member.handle] = {}
        self.arrive(member.handle, member.zone)

    def leave(self, handle: str) -> None:
        """Close somebody's account."""
        self.members[handle].stays = False
        profile = Profile(
            f"{handle.capitalize()} Doe", self.members[handle].zone, "en-GB", False, True
        )
        self.run(lambda tx: people.learn(tx, self.who(handle), profile, self.now))
        self.settle()

    def command(self, handle: str, name: str, other: str | None = None) -> None:
        """Let somebody type a command and go on with its answer."""
        named = self.who(other) if other else None
        who = self.who(handle)
        answer = self._do(lambda tx: gestures.command(tx, who, name, named, "", self.now))
        self._follow(self.members[handle], answer, "", 0)

    def live(self, until: datetime) -> None:
        """Let all that is due happen, and people answer, up to an instant."""
        self.settle()
        while (at := self._next()) is not None and at <= until:
            self.now = max(at, self.now)
            self.settle()
            while self._waiting and self._waiting[0][0] <= self.now:
                _, _, handle, ts, days = heappop(self._waiting)
                self._turn_of(self.members[handle], ts, days)
        self.now = max(until, self.now)

    def _next(self) -> datetime | None:
        waiting = self._waiting[0][0] if self._waiting else None
        return min((at for at in (self.next_due(), waiting) if at is not None), default=None)

    def posted(self, message: Message) -> None:
        """Put a message before its reader, who will look at it in a while."""
        self.run(lambda tx: self.rules.look(tx, message))
        self.messages.append(message)
        self._screens[message.person][message.ts] = message.body
        if buttons([dict(block) for block in message.body["blocks"]]):
            minutes = self.members[message.person].random.randint(SOONEST, LATEST)
            soon = minutes // 60 if message.direct else minutes
            self._look_at(message.person, message.ts, timedelta(minutes=1 + soon), 0)

    def called(self, call: Call, handle: str) -> None:
        """Draw a message again that has changed."""
        if call.method == "chat.update":
            self._screens[handle][call.arguments["ts"]] = call.arguments

    def _look_at(self, handle: str, ts: str, wait: timedelta, days: int) -> None:
        heappush(self._waiting, (self.now + wait, next(self._order), handle, ts, days))

    def _turn_of(self, member: Member, ts: str, days: int) -> None:
        """Let somebody act on a message, or leave it for another day."""
        if not member.stays:
            return
        if member.random.random() < member.temper.acts:
            self._answer(member, ts)
        elif days < MOST_DAYS:
            self._look_at(member.handle, ts, timedelta(days=1), days + 1)

    def _answer(self, member: Member, ts: str) -> None:
        """Answer a message, and what it says is on Home."""
        screen = self._screens[member.handle]
        about = str(screen[ts].get("text", ""))
        self._work_through(member, lambda: screen[ts]["blocks"], about)
        if ON_HOME in about:
            self._work_through(member, lambda: self._now_of(member), "")

    def _work_through(
        self, member: Member, look: Callable[[], Sequence[Drawn]], about: str
    ) -> None:
        """Tap what the temperament takes, one after the other while there is more."""
        done: set[str] = set()
        for _ in range(MOST_TAPS):
            found = buttons([dict(block) for block in look()])
            fresh = [each for each in found if _matter(each) not in done]
            one = choose(fresh, member.temper, member.random)
            if one is None:
                return
            done.add(_matter(one))
            self._tap(member, one, about, 0)

    def _now_of(self, member: Member) -> Sequence[Drawn]:
        """Give the first part of somebody's Home, up to its second heading."""
        view = self.run(lambda tx: gestures.home(tx, self.who(member.handle), self.now))
        drawn: list[Drawn] = view["blocks"]
        headings = [place for place, block in enumerate(drawn) if block["type"] == "header"]
        return drawn[: headings[1]]

    def _tap(self, member: Member, element: Drawn, about: str, depth: int) -> None:
        who, action, value = self.who(member.handle), element["action_id"], element.get("value", "")
        if action.partition(":")[0] == ids.Prefix.TAP:
            name = ids.name(action)
            answer = self._do(lambda tx: gestures.tap(tx, who, value, name, self.now))
        else:
            bare = gestures.bare(action)
            answer = self._do(lambda tx: gestures.act(tx, who, bare, value, self.now))
        self._follow(member, answer, about, depth)

    def _follow(self, member: Member, answer: Answer | None, about: str, depth: int) -> None:
        """Go on with what a gesture was answered with: fill the form, or tap in the page."""
        if answer is None or depth > DEEPEST:
            return
        if answer.view is not None and answer.view.get("private_metadata") is not None:
            self._fill(member, answer.view, about, depth)
            return
        found = buttons(answer.view["blocks"] if answer.view else answer.blocks or ())
        one = choose(found, member.temper, member.random)
        if one is not None:
            self._tap(member, one, about, depth + 1)

    def _fill(self, member: Member, view: Drawn, about: str, depth: int) -> None:
        """Fill a form that is open and send it, up to three times."""
        who, name = self.who(member.handle), ids.name(view["callback_id"])
        member.pen.begin()
        for _ in range(3):
            hand = Filling(
                member.temper,
                self.now,
                zone_of(member.zone),
                member.random,
                lambda block: member.pen.write(block["label"]["text"]),
                about,
            )
            raw = hand.values(dict(view))
            answer = self._do(
                lambda tx, raw=raw: gestures.submit(
                    tx, who, name, view["private_metadata"], raw, self.now
                ),
            )
            if answer is not None:
                self._follow(member, answer, about, depth + 1)
                return

    def _do(self, work: Any) -> Answer | None:
        """Do what somebody asks for; None when they are told what to put right."""
        try:
            answer: Answer = self.run(work)
        except Correctable:
            return None
        finally:
            self.settle()
        return answer


def _matter(element: Drawn) -> str:
    """Give what a button is about: the buttons of one prompt are about one thing."""
    value, action = element.get("value", ""), element["action_id"]
    return value if action.partition(":")[0] == ids.Prefix.TAP else f"{action} {value}"
