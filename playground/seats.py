"""What the page is told and asks: the view from one person's seat."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from playground import messages
from playground.api import files
from playground.hands import Hands
from playground.kit import checks
from playground.payloads import Payload
from playground.people import Person, zone
from playground.playing import MONTHS, Playing
from playground.records import Channel
from playground.submissions import Refused
from playground.turns import STEPS, iso

BEAT = 15.0


class Seats:
    """The page's API; every request names the seat it is made from."""

    def __init__(self, hands: Hands, playing: Playing) -> None:
        self._hands = hands
        self._here = hands.here
        self._playing = playing

    def routes(self) -> list[web.RouteDef]:
        """The addresses of the contract."""
        asks = {
            "read": self.read,
            "post": self.post,
            "command": self.command,
            "action": self.action,
            "submit": self.submit,
            "close": self.close,
            "upload": self.upload,
            "home": self.home,
            "clock": self.clock,
            "play": self.play,
        }
        return [
            web.get("/page/state", self.state),
            web.get("/page/messages", self.messages),
            web.get("/page/timeline", self.timeline),
            web.get("/page/stream", self.stream),
            web.get("/files/{file_id}/{name}", self.file),
            *(web.post(f"/page/{name}", _answering(self._seat, run)) for name, run in asks.items()),
        ]

    async def state(self, request: web.Request) -> web.Response:
        """All that a page needs to begin."""
        first = next(iter(self._here.records.people))
        who = self._seat({"as": first, **request.query})
        here, company = self._here, self._here.records.company
        due = await self._hands.turns.next_due()
        dm = here.dm(who)
        others = [each for each in here.records.channels.values() if who.id in each.members]
        answer = {
            "workspace": {"id": company.team_id, "name": company.name},
            "me": who.id,
            "people": [self._person(each) for each in here.records.people.values()],
            "bot": {
                "user_id": company.bot_user_id,
                "bot_id": company.bot_id,
                "app_id": company.app_id,
                "name": here.manifest.name,
                "connected": here.sockets.connected,
            },
            "channels": [
                self._channel(who, each) for each in [dm, *(c for c in others if c is not dm)]
            ],
            "commands": [
                {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
                for c in here.manifest.commands.values()
            ],
            "clock": {
                "now": iso(here.now()),
                "running": here.clock.running,
                "next": due and iso(due),
            },
            "playing": self._playing.shown(),
            "views": [] if here.streams.is_hushed(who.id) else self._hands.views(who.id),
        }
        return web.json_response(answer)

    async def messages(self, request: web.Request) -> web.Response:
        """A conversation's own messages, or one thread, oldest first."""
        who = self._seat(request.query)
        channel = self._hands.channel(who, request.query.get("channel"))
        thread_ts = request.query.get("thread_ts")
        whispers = self._here.records.whispers[channel.id]
        unseen = {ts for ts, each in whispers.items() if each.person != who.id}
        kept = [each for each in self._hands.messages(channel.id) if each["ts"] not in unseen]
        if thread_ts:
            some = [m for m in kept if thread_ts in (m["ts"], m.get("thread_ts"))]
        else:
            some = [m for m in kept if m.get("thread_ts", m["ts"]) == m["ts"]]
        return web.json_response({"messages": [messages.for_page(m) for m in some]})

    async def timeline(self, request: web.Request) -> web.Response:
        """What happened and what is due."""
        self._seat(request.query)
        companion = self._here.companion
        entries = await companion.timeline() if companion else []
        shown = [
            {
                "at": iso(each.at),
                "person": each.person,
                "title": each.title,
                "state": "done" if each.done else "due",
                "channel": each.channel,
                "ts": each.ts,
                "thread_ts": self._here.records.thread_of(each.channel, each.ts),
                "kind": each.kind,
            }
            for each in sorted(entries, key=lambda entry: entry.at)
        ]
        return web.json_response({"entries": shown})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page goes or the playground stops."""
        who = self._seat(request.query)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        queue = self._here.streams.open(who.id)
        try:
            await response.prepare(request)
            await response.write(b": here\n\n")
            while True:
                try:
                    line = await asyncio.wait_for(queue.get(), BEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if line is None:
                    break
                await response.write(f"data: {line}\n\n".encode())
        except ConnectionError:
            pass
        finally:
            self._here.streams.close(queue)
        return response

    async def file(self, request: web.Request) -> web.Response:
        """A file shared with that person."""
        who = self._seat(request.query)
        file = self._here.records.files.get(request.match_info["file_id"])
        seen = file and any(self._sees(who, channel) for channel in file.channels)
        if file is None or not seen:
            raise web.HTTPNotFound(text="no such file")
        return files.download(file)

    async def read(self, who: Person, body: Payload) -> Payload:
        """The person has seen a conversation, or one thread of it."""
        self._hands.read(who.id, body.get("channel"), body.get("thread_ts"))
        return {}

    async def post(self, who: Person, body: Payload) -> Payload:
        """The person writes a message."""
        text, thread_ts = str(body.get("text", "")), body.get("thread_ts")
        message = await self._hands.post(who.id, text, thread_ts, body.get("channel"))
        await self._hands.turns.tell()
        return {"message": message}

    async def command(self, who: Person, body: Payload) -> Payload:
        """The person uses a slash command."""
        name, text = str(body.get("command", "")), str(body.get("text", ""))
        await self._hands.command(who.id, name, text, body.get("channel"))
        await self._hands.turns.tell()
        return {}

    async def action(self, who: Person, body: Payload) -> Payload:
        """The person uses a button, menu or picker."""
        container, action = body.get("container") or {}, body.get("action") or {}
        surface = self._hands.surface(who, container.get("view_id") or container.get("ts") or "")
        for block in surface.blocks:
            for element in checks.elements(block):
                ids = (block["block_id"], element.get("action_id"))
                if ids == (action.get("block_id"), action.get("action_id")):
                    given = (body.get("state") or {}).get("values") or {}
                    await self._hands.act(who, surface, ids[0], element, action, given)
                    await self._hands.turns.tell()
                    return {}
        raise Refused("That is no longer there.")

    async def submit(self, who: Person, body: Payload) -> Payload:
        """The person sends a form."""
        errors = await self._hands.submit(who.id, body.get("view_id", ""), body.get("values"))
        await self._hands.turns.tell()
        return {"errors": errors} if errors else {}

    async def upload(self, who: Person, body: Payload) -> Payload:
        """The person puts a file into a form; its bytes come as base64."""
        try:
            content = base64.b64decode(str(body.get("content", "")), validate=True)
        except ValueError:
            raise Refused("That file could not be read.") from None
        return self._hands.upload(who.id, str(body.get("name") or "file"), content)

    async def close(self, who: Person, body: Payload) -> Payload:
        """The person puts a form away."""
        await self._hands.close(who.id, body.get("view_id", ""))
        return {}

    async def home(self, who: Person, body: Payload) -> Payload:
        """The person opens the Home tab, or the messages tab."""
        return {"view": await self._hands.open_home(who.id, body.get("tab", "home"))}

    async def clock(self, who: Person, body: Payload) -> Payload:
        """The person turns the clock."""
        if self._playing.on:
            raise Refused("The clock turns by itself while the play is on. Press Pause first.")
        to = str(body.get("to", ""))
        if to != "next" and to not in STEPS:
            try:
                wanted = datetime.fromisoformat(to)
            except ValueError:
                raise Refused("That is not a date and time.") from None
            if wanted.tzinfo is None or wanted < self._here.now():
                raise Refused("The clock only goes forward.")
        turns = self._hands.turns
        return {"now": iso(await (turns.onward() if to == "next" else turns.to(to)))}

    async def play(self, who: Person, body: Payload) -> Payload:
        """The person lets scripted people live on for a year, or ends that."""
        if body.get("on"):
            self._playing.start(MONTHS, watched=True)
        else:
            await self._playing.stop()
        return self._playing.shown()

    def _seat(self, where: Any) -> Person:
        return self._hands.who(str(where.get("as", "")))

    def _sees(self, who: Person, channel: str) -> bool:
        return who.id in self._here.records.channels[channel].members

    def _person(self, person: Person) -> Payload:
        names = self._here.records.company.zones
        offset, label = zone(person.tz, self._here.now(), names)
        return {
            "id": person.id,
            "name": person.handle,
            "real_name": person.real_name,
            "title": person.title,
            "tz": person.tz,
            "tz_label": label,
            "tz_offset": offset,
            "initials": person.initials,
            "color": person.color,
            "deleted": person.deleted,
            "is_bot": person.is_bot,
            "role": person.role,
            "unread": self._here.records.count_unread(person.id),
        }

    def _channel(self, who: Person, channel: Channel) -> Payload:
        name = self._here.manifest.name if channel.kind == "im" else channel.name
        return {
            "id": channel.id,
            "kind": channel.kind,
            "name": name,
            "unread": self._here.records.count_unread(who.id, channel.id),
            "unread_replies": self._here.records.count_unread_replies(who.id, channel.id),
            "last_ts": next(reversed(self._here.records.messages[channel.id]), None),
        }


Ask = Callable[[Person, Payload], Awaitable[Payload]]


def _answering(
    seat: Callable[[Payload], Person], ask: Ask
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refused("That could not be read.")
        return web.json_response(await ask(seat(body), body))

    return answer
