"""People who act by themselves over Hands: they look into Slack now and then, and answer."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from playground import choices
from playground.filling import Filling
from playground.hands import Hands
from playground.payloads import Payload
from playground.people import Person
from playground.phrases import Pen
from playground.submissions import Refused
from playground.tempers import Temper

log = logging.getLogger(__name__)

RECENT = 30
TRIES = 3
DEEPEST = 8
EARLIEST, LATEST = time(8, 30), time(18)
FURTHEST = 60


class Player:
    """One person with a temper; what the visitor has open in their seat is left alone.

    `others`: ids of those they may name where a form asks for somebody.
    """

    def __init__(
        self,
        hands: Hands,
        who: Person,
        temper: Temper,
        random: Random,
        pen: Pen,
        others: Sequence[str] = (),
    ) -> None:
        self.who = who
        self.temper = temper
        self._hands = hands
        self._random = random
        self._pen = pen
        self._others = others
        self._tries: dict[tuple[str, str], int] = {}
        self._known: set[tuple[str, str]] = set()
        self._asked: dict[str, tuple[Payload, list[str]]] = {}
        self._looks_at: datetime | None = None

    def next_look(self, now: datetime) -> datetime | None:
        """When they look into Slack next, in their own working day; None while nothing is open."""
        asked = [] if self.who.deleted else self._open()
        if not asked:
            self._looks_at = None
        elif self._looks_at is None or asked[-1] not in self._known:
            drawn = self._draw(now)
            self._looks_at = min(drawn, self._looks_at or drawn)
        self._known = set(asked)
        return self._looks_at

    async def look(self, now: datetime) -> None:
        """Answer what is open, as the temper has it."""
        self._looks_at = None
        person = self.who.id
        if self.is_busy:
            return
        with self._hands.here.streams.hushed(person):
            for ts, key in self._open():
                await self._answer(ts, key, now)
        self._read()

    @property
    def is_busy(self) -> bool:
        """Whether a form is open in their seat; the visitor has it in hand then."""
        return bool(self._hands.views(self.who.id))

    async def ask(self, other: Person, now: datetime) -> bool:
        """Begin with somebody, by command; False when it brought no form, or one left unsent."""
        with self._hands.here.streams.hushed(self.who.id):
            try:
                await self._hands.command(self.who.id, "/mentor", f"@{other.handle}")
                return self.is_busy and await self._follow("", now)
            except (Refused, LookupError) as refused:
                log.info("%s: %s", self.who.handle, refused)
                await self._put_away()
                return False

    def knows(self, other: Person) -> bool:
        """Whether something about that person was said to them before."""
        name = other.real_name.split(" ")[0]
        return any(name in message["text"] for message in self._hands.messages(self.who.id))

    def is_up(self, now: datetime) -> bool:
        """Whether it is daytime on a working day where they are."""
        local = now.astimezone(ZoneInfo(self.who.tz))
        return local.weekday() < 5 and EARLIEST <= local.time() < LATEST

    def _open(self) -> list[tuple[str, str]]:
        """What asks something of them and isn't done with, oldest first: (ts, question's key)."""
        here = self._hands.here
        recent = list(here.records.messages[here.dm(self.who).id].values())[-RECENT:]
        return [
            (message["ts"], key)
            for message in recent
            for key in self._questions(message)
            if self._tries.get((message["ts"], key), 0) < TRIES
        ]

    def _questions(self, message: Payload) -> list[str]:
        """What a message asks, by key; read once for as long as it stands as it is."""
        known = self._asked.get(message["ts"])
        if known is None or known[0] is not message:
            asked = choices.questions(message.get("blocks", ()))
            known = self._asked[message["ts"]] = message, [each.key for each in asked]
        return known[1]

    def _read(self) -> None:
        """Leave nothing unread in the DM with the app or its threads."""
        here = self._hands.here
        marks = here.records.unread[self.who.id].get(here.dm(self.who).id, {})
        for thread in set(marks.values()):
            self._hands.read(self.who.id, thread_ts=thread or None)

    def _draw(self, now: datetime) -> datetime:
        zone = ZoneInfo(self.who.tz)
        local = now.astimezone(zone)
        if local.time() >= EARLIEST and local.weekday() < 5 and self._feels():
            soon = local + timedelta(minutes=self._random.randint(3, 90))
            if soon.date() == local.date() and soon.time() < LATEST:
                return soon
        for days in range(1, FURTHEST):
            day = local.date() + timedelta(days=days)
            if day.weekday() < 5 and self._feels():
                return self._at(day, zone)
        return self._at(local.date() + timedelta(days=FURTHEST), zone)

    def _at(self, day: date, zone: ZoneInfo) -> datetime:
        at = time(self._random.randint(9, 16), self._random.randint(0, 59))
        return datetime.combine(day, at, zone)

    def _feels(self) -> bool:
        return self._random.random() < self.temper.acts

    async def _answer(self, ts: str, key: str, now: datetime) -> None:
        """Tap a button of a question; what could not be finished is tried again another day."""
        here = self._hands.here
        message = here.records.messages[here.dm(self.who).id][ts]
        asked = choices.questions(message.get("blocks", ()))
        question = next((each for each in asked if each.key == key), None)
        one = question and choices.choose(question.buttons, self.temper, self._random)
        done = question is None or one is None
        if question and one:
            try:
                which, block_id = one["action_id"], question.block_id
                await self._hands.click(self.who.id, message, which, block_id=block_id)
                done = await self._follow(question.words, now)
            except (Refused, LookupError) as refused:
                log.info("%s: %s", self.who.handle, refused)
                await self._put_away()
        self._tries[ts, key] = TRIES if done else self._tries.get((ts, key), 0) + 1

    async def _follow(self, about: str, now: datetime) -> bool:
        """Go through the forms and pages that open; False when one was put away unsent."""
        used: set[str] = set()
        done = True
        for _ in range(DEEPEST):
            views = self._hands.views(self.who.id)
            if not views:
                return done
            main = [
                each
                for each in choices.buttons(views[-1]["blocks"])
                if each.get("style") == "primary" and each["action_id"] not in used
            ]
            if any(block["type"] == "input" for block in views[-1]["blocks"]):
                done = await self._fill(views[-1], about, now)
            elif main:
                used.add(main[0]["action_id"])
                await self._hands.click(self.who.id, views[-1], main[0]["action_id"])
            else:
                await self._hands.close(self.who.id, views[-1])
        await self._put_away()
        return done

    async def _put_away(self) -> None:
        """Close every form that is still open."""
        while views := self._hands.views(self.who.id):
            await self._hands.close(self.who.id, views[-1])

    async def _fill(self, view: Payload, about: str, now: datetime) -> bool:
        """Fill a form and send it, with care where it came back; put away after three times."""
        temper = self.temper
        for _ in range(TRIES):
            self._pen.begin()
            hand = Filling(
                temper, now, ZoneInfo(self.who.tz), self._random, self._write, about, self._others
            )
            if not await self._hands.submit(self.who.id, view, hand.values(view)):
                return True
            temper = Temper(acts=1, first=1, fills=1, wanders=0)
        await self._hands.close(self.who.id, view)
        return False

    def _write(self, block: Payload) -> str:
        return self._pen.write(block["label"]["text"])
