"""What a person can do in Slack, for the page and for tests alike."""

import asyncio
import logging
import secrets
from datetime import datetime
from typing import Any

from playground import answers, events, interactions, messages, submissions, writing
from playground.api.methods import Refusal
from playground.interactions import Surface
from playground.kit import checks, forms
from playground.looks import Looks
from playground.modals import Modal
from playground.payloads import Payload
from playground.people import Person, silence
from playground.records import Channel, File
from playground.replies import Reply
from playground.sockets import Unanswered
from playground.submissions import Refused
from playground.turns import Turns
from playground.workspace import Workspace

log = logging.getLogger(__name__)

LONGEST, MOST_IN_FORM = 12_000, 10 * 1024 * 1024


class Hands(Looks):
    """A person's verbs; each waits for the app's acknowledgement. People go by id or handle."""

    def __init__(self, here: Workspace) -> None:
        super().__init__(here)
        self.turns = Turns(here, self.quiet)

    async def post(
        self, person: str, text: str, thread_ts: str | None = None, channel: str | None = None
    ) -> Payload:
        """Write a message, into the DM with the app unless told where; returns it."""
        who = self.who(person)
        found = self.channel(who, channel)
        if not text.strip():
            raise Refused("Write something first.")
        if len(text) > LONGEST:
            raise Refused(f"That is longer than a message can be ({LONGEST:,} characters).")
        if thread_ts and thread_ts not in self.here.records.messages[found.id]:
            raise Refused("That thread is gone.")
        company = self.here.records.company
        said = writing.mention(self.here.records, text.strip(), named=False)
        message: Payload = {
            "type": "message",
            "user": who.id,
            "client_msg_id": writing.client_id(),
            "team": company.team_id,
            "text": said,
            "blocks": [writing.rich_text(said, writing.client_id()[:5])],
        }
        if thread_ts:
            parent = self.here.records.messages[found.id][thread_ts]
            message["thread_ts"] = parent.get("thread_ts", thread_ts)
        message, heard = messages.post(self.here, found, message)
        if heard:
            await asyncio.wait([heard], timeout=self.here.sockets.ack_seconds)
        return message

    async def command(
        self, person: str, command: str, text: str = "", channel: str | None = None
    ) -> Payload | None:
        """Use a slash command; the message the acknowledgement showed, if any."""
        who = self.who(person)
        found = self.channel(who, channel)
        if command == "/invite" and found.kind == "channel":
            self._invite_app(found)
            return None
        known = self.here.manifest.commands.get(command)
        if known is None:
            raise Refused(f"{command} is not a command here.")
        if known.should_escape:
            text = writing.mention(self.here.records, text, named=True)
        payload = interactions.slash(self.here, who, found, known, text.strip())
        try:
            answer = await self.here.sockets.ask("slash_commands", payload)
        except Unanswered:
            if self.here.sockets.connected:
                self.fail(who, f"{command} failed because the app did not respond.")
            else:
                self.fail(who, f'{command} failed with the error "dispatch_failed".')
            return None
        if not answer:
            return None
        try:
            reply = Reply(who.id, found.id, self.here.now())
            return answers.respond(self.here, reply, answer)
        except Refusal as refusal:
            log.warning("%s was answered with %s", command, refusal.answer)
            self.fail(who, f'{command} failed with the error "invalid_command_response".')
            return None

    def _invite_app(self, channel: Channel) -> None:
        """Let the app into a channel, whoever was named: nobody else is missing here."""
        app = self.here.records.company.bot_user_id
        if app not in channel.members:
            channel.members.append(app)
            self.here.records.keep_channel(channel)

    async def click(
        self,
        person: str,
        where: Payload | str,
        which: str,
        value: Any = None,
        block_id: str | None = None,
    ) -> None:
        """Use the element with that action_id or label in a message or view (or its ts or id).

        For a menu or picker, value is an option's value or label, a date, a person's id.
        A message or view given whole is used as it looked then, however it has changed since.
        """
        who = self.who(person)
        surface = self.surface(who, where)
        for block in surface.blocks:
            for element in checks.elements(block):
                if block_id in (None, block["block_id"]) and which in _names(element):
                    chosen = forms.state(element, value)
                    return await self.act(who, surface, block["block_id"], element, chosen, {})
        raise LookupError(f"nothing called {which!r} there")

    async def act(
        self,
        who: Person,
        surface: Surface,
        block_id: str,
        element: Payload,
        chosen: Payload,
        given: forms.Values,
    ) -> None:
        """Use an element, with the rest of its message's or form's state as given."""
        try:
            entry = interactions.entry(element, block_id, chosen)
        except (LookupError, TypeError):
            raise Refused("That choice is not offered.") from None
        if element["type"] in forms.STATES:
            key = forms.STATES[element["type"]][0]
            own = {element["action_id"]: {"type": element["type"], key: entry[key]}}
            given = given | {block_id: given.get(block_id, {}) | own}
        payload = interactions.pressed(self.here, who, surface, entry, given)
        try:
            await self.here.sockets.ask("interactive", payload)
        except Unanswered:
            self.fail(who, f"{self.here.manifest.name} did not respond. Try again?")

    async def submit(
        self, person: str, view: Payload | str, values: Payload | None = None
    ) -> dict[str, str]:
        """Send a form; what is wrong by block_id, or nothing. Values may be plain, by block_id."""
        who = self.who(person)
        modal = self.modal(who, view)
        try:
            given = _given(modal, values or {})
        except (LookupError, TypeError):
            raise Refused("That choice is not offered.") from None
        return await submissions.send(self.here, who, modal, given)

    def upload(self, person: str, name: str, content: bytes) -> Payload:
        """Put a file into a form that asks for one, before it is sent; gives its id and name."""
        who = self.who(person)
        if not content or len(content) > MOST_IN_FORM:
            raise Refused("A file here has 10 MB at most, and isn't empty.")
        created = int(self.here.now().timestamp())
        file_id = f"F{secrets.token_hex(5).upper()}"
        file = File(file_id, name[:255], name[:255], content, created, done=True, user=who.id)
        self.here.records.keep_file(file)
        return {"id": file.id, "name": file.name}

    async def close(self, person: str, view: Payload | str) -> None:
        """Put a form away unsent."""
        who = self.who(person)
        await submissions.close(self.here, who, self.modal(who, view))

    async def open_home(self, person: str, tab: str = "home") -> Payload | None:
        """Open the app's Home (or messages) tab; the view published by then."""
        who = self.who(person)
        event = {
            "type": "app_home_opened",
            "user": who.id,
            "channel": self.here.dm(who).id,
            "tab": tab,
            "event_ts": self.here.stamp(),
        }
        view = self.here.records.homes.get(who.id)
        if heard := events.tell(
            self.here, event | ({"view": view} if view and tab == "home" else {})
        ):
            await asyncio.wait([heard], timeout=self.here.sockets.ack_seconds)
        return self.here.records.homes.get(who.id)

    def read(self, person: str, channel: str | None = None, thread_ts: str | None = None) -> None:
        """See all of a conversation, the DM with the app unless told where, or of one thread."""
        who = self.who(person)
        found = self.channel(who, channel)
        self.here.records.unmark(who.id, found.id, thread_ts)
        messages.tell_unread(self.here, who.id, found.id)

    async def turn(self, to: str | datetime) -> datetime:
        """Turn the clock: "next", "day", "week", an ISO instant or an aware datetime."""
        return await self.turns.to(to)

    async def deactivate(self, person: str) -> None:
        """The account is closed; the app hears of it as user_change."""
        who = self.who(person)
        who.deleted = True
        await self._changed(who)

    async def activate(self, person: str) -> None:
        """A closed account is opened again; the app hears of it as user_change."""
        who = self.here.records.person(person)
        if who is None or who.is_bot:
            raise Refused("There is nobody of that name here.")
        who.deleted = False
        await self._changed(who)

    async def change_zone(self, person: str, tz: str) -> None:
        """The person has moved; the app hears of it as user_change."""
        who = self.who(person)
        who.tz = tz
        await self._changed(who)

    async def set_status(
        self, person: str, emoji: str = "", text: str = "", until: datetime | None = None
    ) -> None:
        """Set a status, or clear it; the app hears of it as user_change."""
        who = self.who(person)
        who.status_emoji, who.status_text = emoji, text
        who.status_expiration = int(until.timestamp()) if until else 0
        await self._changed(who)

    async def snooze(self, person: str, until: datetime | None) -> None:
        """Pause notifications, or None to go on; the app hears of it as dnd_updated_user."""
        who = self.who(person)
        who.snoozed_from = int(self.here.now().timestamp()) if until else 0
        who.snoozed_until = int(until.timestamp()) if until else 0
        self.here.records.keep_person(who)
        status = silence(who, self.here.now())
        event = {"type": "dnd_updated_user", "user": who.id, "dnd_status": status}
        if heard := events.tell(self.here, event):
            await asyncio.wait([heard], timeout=self.here.sockets.ack_seconds)

    async def join(self, person: Person) -> None:
        """Someone new joins; the app hears of it as team_join."""
        self.here.records.keep_person(person)
        user = self.here.describe(person) | {"locale": person.locale}
        if heard := events.tell(self.here, {"type": "team_join", "user": user}):
            await asyncio.wait([heard])

    async def quiet(self, seconds: float = 30.0) -> None:
        """Wait until no envelope and no Web API call is under way, at most that long."""
        async with asyncio.timeout(seconds):
            still = 0
            while still < 3:
                still = 0 if self.here.sockets.traffic.under_way else still + 1
                await asyncio.sleep(0.005)

    async def _changed(self, who: Person) -> None:
        who.updated = int(self.here.now().timestamp())
        self.here.records.keep_person(who)
        user = self.here.describe(who) | {"locale": who.locale}
        event = {"type": "user_change", "user": user, "cache_ts": who.updated}
        if heard := events.tell(self.here, event):
            await asyncio.wait([heard], timeout=self.here.sockets.ack_seconds)


def _names(element: Payload) -> tuple[str, ...]:
    label = element.get("text") or element.get("placeholder") or {}
    return element.get("action_id", ""), label.get("text", "")


def _given(modal: Modal, values: Payload) -> forms.Values:
    given: forms.Values = {}
    for block in modal.view["blocks"]:
        for element in checks.elements(block):
            block_id, action_id = block["block_id"], element.get("action_id", "")
            for key in (block_id, action_id):
                if key in values and element["type"] in forms.STATES:
                    value = values[key]
                    if isinstance(value, dict) and "value" not in value:
                        value = value.get(action_id)
                    if isinstance(value, dict) and "type" in value:
                        value = value.get(forms.STATES[element["type"]][0])
                    given.setdefault(block_id, {})[action_id] = forms.state(element, value)
    return given
