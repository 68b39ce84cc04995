"""The play: the clock turns by itself, and scripted people live on it, until somebody says stop."""

import asyncio
import logging
from collections import Counter
from datetime import datetime, timedelta
from random import Random

from playground import casts, phrases
from playground.casts import Cast, Pair
from playground.clock import ticks
from playground.hands import Hands
from playground.payloads import Payload
from playground.players import TRIES, Player
from playground.turns import iso

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
MONTH = timedelta(days=365) / 12
MONTHS = 12
ALONE_SECONDS = 4.0


class Playing:
    """One play at a time, which goes on where it stopped; a watched one ends with the last page."""

    def __init__(self, hands: Hands, cast: Cast | None = None, seed: str = "coffee") -> None:
        self.on = False
        self._from = self._until = hands.here.now()
        self._hands = hands
        self._here = hands.here
        self._cast = cast or casts.read()
        stock = phrases.read()
        others = [p.id for p in self._here.humans() if p.handle not in self._cast.parts]
        self._players: dict[str, Player] = {}
        for handle, part in self._cast.parts.items():
            if (who := self._here.records.person(handle)) is not None:
                random = Random(f"{seed} {handle}")  # noqa: S311 - a cast
                pen = phrases.Pen(random, stock)
                self._players[handle] = Player(hands, who, part.temper, random, pen, others)
        self._begun: set[Pair] = set()
        self._asked: Counter[Pair] = Counter()
        self._task: asyncio.Task[None] | None = None
        self._seen_at = 0.0

    def start(self, months: float = MONTHS, watched: bool = False) -> None:
        """Play for so many months from now on, until stop."""
        if self._task is None or self._task.done():
            self.on = True
            self._from = self._here.now()
            self._until = self._from + months * MONTH
            self._task = asyncio.create_task(self._play(watched))

    def shown(self) -> Payload:
        """What a page shows of it: whether it is on, and from when until when."""
        return {"on": self.on, "from": iso(self._from), "until": iso(self._until)}

    async def stop(self) -> None:
        """End the play; returns when nobody acts any more."""
        self.on = False
        await self.ended()

    async def ended(self) -> None:
        """Wait until the play is over."""
        if self._task is not None:
            await self._task

    async def _play(self, watched: bool) -> None:
        self._seen_at = ticks()
        if "played_from" not in self._here.records.meta:
            self._here.records.keep_meta("played_from", self._from.isoformat())
        self._tell()
        try:
            while self._goes_on(watched):
                await self._hands.turns.to(min(self._until, await self._next()))
                await self._act()
        except Exception:
            log.exception("the play stopped")
        finally:
            self.on = False
            self._tell()

    def _goes_on(self, watched: bool) -> bool:
        if self._here.streams.open_count:
            self._seen_at = ticks()
        alone = watched and ticks() - self._seen_at > ALONE_SECONDS
        return self.on and not alone and self._here.now() < self._until

    async def _next(self) -> datetime:
        """The next instant at which something happens: due, looked at, begun; a day at most."""
        now = self._here.now()
        looks = [player.next_look(now) for player in self._players.values()]
        due = await self._hands.turns.next_due()
        return max(now, min(each for each in [*looks, due, now + DAY] if each is not None))

    async def _act(self) -> None:
        """Let those act whose time has come; then let the bot do what follows from it."""
        now, acted = self._here.now(), False
        since = now - datetime.fromisoformat(self._here.records.meta["played_from"])
        for handle, player in self._players.items():
            if not self.on:
                break
            part = self._cast.parts[handle]
            if part.becomes and since >= part.after_months * MONTH:
                player.temper = part.becomes
            if _has_left(player, since):
                await self._hands.deactivate(handle)
                acted = True
            looks_at = player.next_look(now)
            if looks_at is not None and looks_at <= now:
                await player.look(now)
                acted = True
        acted = await self._pair(since, now) or acted
        if acted:
            await self._hands.turns.settle()

    async def _pair(self, since: timedelta, now: datetime) -> bool:
        """Let pairs begin whose day has come, unless they know each other already."""
        for pair in self._cast.pairs:
            one, two = self._players.get(pair.asks), self._players.get(pair.mentor)
            due = since >= timedelta(days=pair.after_days) and pair not in self._begun
            if not due or one is None or two is None or one.who.deleted or two.who.deleted:
                continue
            if one.knows(two.who) or two.knows(one.who):
                self._begun.add(pair)
            elif one.is_up(now) and not one.is_busy:
                self._asked[pair] += 1
                if await one.ask(two.who, now) or self._asked[pair] == TRIES:
                    self._begun.add(pair)
                return True
        return False

    def _tell(self) -> None:
        self._here.streams.tell({"type": "playing", **self.shown()})


def _has_left(player: Player, since: timedelta) -> bool:
    leaves = player.temper.leaves
    return leaves is not None and since >= leaves * MONTH and not player.who.deleted
