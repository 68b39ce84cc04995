"""What is to be seen in the workspace, from outside and from one person's seat."""

import logging

from playground import messages
from playground.interactions import Surface
from playground.modals import Modal
from playground.payloads import Payload
from playground.people import Person
from playground.records import Channel
from playground.submissions import Refused
from playground.workspace import Call, Workspace

log = logging.getLogger(__name__)


class Looks:
    """Reads the workspace; people go by id or handle. Refused when they may not see it."""

    def __init__(self, here: Workspace) -> None:
        self.here = here

    def messages(self, where: str, thread_ts: str | None = None) -> list[Payload]:
        """All messages of a channel, or of a person's DM with the app, whispers too; by ts."""
        who = self.here.records.person(where)
        key = self.here.dm(who).id if who else where
        kept = [messages.shown(self.here, key, m) for m in self.here.records.messages[key].values()]
        whispers = self.here.records.whispers[key].values()
        kept += [each.message | {"ephemeral": True} for each in whispers]
        kept = [m for m in kept if thread_ts in (None, m.get("thread_ts"))]
        return sorted(kept, key=lambda message: float(message["ts"]))

    def views(self, person: str) -> list[Payload]:
        """The person's open forms, bottom first."""
        return [modal.shown() for modal in self.here.modals.of(self.who(person).id)]

    def home(self, person: str) -> Payload | None:
        """What is published to the person's Home tab."""
        return self.here.records.homes.get(self.who(person).id)

    @property
    def sent(self) -> list[Call]:
        """Every Web API call of late, with its answer."""
        return list(self.here.calls)

    def who(self, person: str) -> Person:
        """The person with that id or handle, who can act."""
        found = self.here.records.person(person)
        if found is None or found.is_bot:
            raise Refused("There is nobody of that name here.")
        if found.deleted:
            raise Refused(f"{found.real_name}'s account has been deactivated.")
        return found

    def channel(self, who: Person, channel: str | None) -> Channel:
        """A conversation that person is in; their DM with the app when none is named."""
        dm = self.here.dm(who)
        found = self.here.records.channels.get(channel) if channel else dm
        if found is None or who.id not in found.members:
            raise Refused("You are not in that conversation.")
        return found

    def surface(self, who: Person, where: Payload | str) -> Surface:
        """The message or view, by object, ts or id, as that person sees it."""
        key = where if isinstance(where, str) else where.get("ts") or where["id"]
        given = where.get("blocks") if isinstance(where, dict) else None
        if modal := self.here.modals.find(key):
            return Surface(given or modal.view["blocks"], modal=modal)
        home = self.here.records.homes.get(who.id)
        if home and home["id"] == key:
            return Surface(given or home["blocks"], home=home)
        for channel in self.here.records.channels.values():
            if who.id not in channel.members:
                continue
            if message := self.here.records.messages[channel.id].get(key):
                return Surface(given or message.get("blocks", []), channel, message)
            whisper = self.here.records.whispers[channel.id].get(key)
            if whisper and whisper.person == who.id:
                blocks = given or whisper.message.get("blocks", [])
                return Surface(blocks, channel, whisper.message, whispered=True)
        raise Refused("That is no longer there.")

    def modal(self, who: Person, view: Payload | str) -> Modal:
        """One of that person's open forms."""
        found = self.here.modals.find(view if isinstance(view, str) else view["id"])
        if found is None or found.person != who.id:
            raise Refused("That form is no longer open.")
        return found

    def fail(self, who: Person, text: str) -> None:
        """Show a person one sentence about what went wrong."""
        log.warning("%s: %s", who.handle, text)
        self.here.streams.tell({"type": "failure", "text": text}, [who.id])
