"""What the workspace remembers: people, conversations, messages, files, Home tabs, unread marks."""

import base64
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from playground.companies import Company
from playground.keeping import Cabinet, Key
from playground.payloads import Payload
from playground.people import Person


@dataclass
class Channel:
    """A conversation: a DM between the bot and one person, or a channel of people."""

    id: str
    kind: Literal["im", "channel"]
    name: str
    members: list[str]
    created: int


@dataclass
class File:
    """An uploaded file; `done` once it is there whole. `user`: whose it is, else the app's."""

    id: str
    name: str
    title: str
    content: bytes
    created: int
    done: bool = False
    channels: list[str] = field(default_factory=list)
    user: str = ""


@dataclass(frozen=True)
class Whisper:
    """A message only one person sees; kept while the playground runs, as Slack does."""

    person: str
    message: Payload


class Records:
    """The state, changed only through the methods that also note what must be saved."""

    def __init__(self, company: Company, cabinet: Cabinet | None) -> None:
        self.company = company
        self.people = {person.id: Person(**asdict(person)) for person in company.people}
        self.channels: dict[str, Channel] = {}
        self.messages: defaultdict[str, dict[str, Payload]] = defaultdict(dict)
        self.threads: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.whispers: defaultdict[str, dict[str, Whisper]] = defaultdict(dict)
        self.homes: dict[str, Payload] = {}
        self.files: dict[str, File] = {}
        self.unread: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        self.meta: Payload = {}
        self._last = 0
        self._cabinet = cabinet
        self._changed: dict[Key, str | None] = {}
        if cabinet:
            self._load(cabinet)

    def mint(self, now: datetime) -> str:
        """A message ts of that instant: unique, never less than one given before."""
        self._last = max(int(now.timestamp() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def person(self, who: str) -> Person | None:
        """By Slack id, or by handle without the @."""
        found = self.people.get(who)
        return found or next((p for p in self.people.values() if p.handle == who.lower()), None)

    def keep_person(self, person: Person) -> None:
        """Save a person as they are now."""
        self.people[person.id] = person
        self._note("person", person.id, asdict(person))

    def keep_channel(self, channel: Channel) -> None:
        """Save a conversation as it is now."""
        self.channels[channel.id] = channel
        self._note("channel", channel.id, asdict(channel))

    def keep_message(self, channel: str, message: Payload) -> None:
        """Save a message, new or changed, under its ts."""
        if message["ts"] not in self.messages[channel] and "thread_ts" in message:
            self.threads[channel, message["thread_ts"]].append(message["ts"])
        self.messages[channel][message["ts"]] = message
        self._note("message", f"{channel}:{message['ts']}", message)

    def drop_message(self, channel: str, ts: str) -> Payload:
        """Forget a message; returns it."""
        message = self.messages[channel].pop(ts)
        if "thread_ts" in message:
            self.threads[channel, message["thread_ts"]].remove(ts)
        self._note("message", f"{channel}:{ts}", None)
        return message

    def keep_home(self, person: str, view: Payload) -> None:
        """Save the Home tab published to a person."""
        self.homes[person] = view
        self._note("home", person, view)

    def keep_file(self, file: File) -> None:
        """Save a file with its content."""
        self.files[file.id] = file
        body = asdict(file) | {"content": base64.b64encode(file.content).decode()}
        self._note("file", file.id, body)

    def keep_meta(self, key: str, value: object) -> None:
        """Save one small fact about the playground itself."""
        self.meta[key] = value
        self._note("meta", key, {"value": value})

    def mark(self, person: str, channel: str, ts: str, thread_ts: str | None) -> None:
        """A message this person has not read yet."""
        self.unread[person].setdefault(channel, {})[ts] = thread_ts or ""
        self._note("unread", person, self.unread[person])

    def unmark(self, person: str, channel: str, thread_ts: str | None = None) -> None:
        """Read: the conversation's own messages, or those of one thread."""
        marks = self.unread[person].get(channel, {})
        for ts in [ts for ts, thread in marks.items() if thread == (thread_ts or "")]:
            del marks[ts]
        self._note("unread", person, self.unread[person])

    def forget_mark(self, channel: str, ts: str) -> None:
        """A message that is gone is unread by nobody."""
        for person, marks in self.unread.items():
            if marks.get(channel, {}).pop(ts, None) is not None:
                self._note("unread", person, marks)

    def count_unread(self, person: str, channel: str | None = None) -> int:
        """Unread messages of a person, in one conversation or in all."""
        marks = self.unread[person]
        return sum(len(each) for key, each in marks.items() if channel in (None, key))

    def count_unread_replies(self, person: str, channel: str) -> int:
        """Those of a conversation's unread messages that are in its threads."""
        return sum(thread != "" for thread in self.unread[person].get(channel, {}).values())

    def thread_of(self, channel: str | None, ts: str | None) -> str | None:
        """The thread a message is a reply in; None for any other."""
        message = self.messages.get(channel or "", {}).get(ts or "", {})
        thread = message.get("thread_ts")
        return thread if thread != ts else None

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return bool(self._changed)

    def changes(self) -> dict[Key, str | None]:
        """What has changed since this was last asked, ready to be saved."""
        changed, self._changed = self._changed, {}
        return changed

    def _note(self, kind: str, key: str, body: Payload | None) -> None:
        if self._cabinet:
            self._changed[kind, key] = None if body is None else json.dumps(body)

    def _load(self, cabinet: Cabinet) -> None:
        for kind, key, body in cabinet.load():
            match kind:
                case "person":
                    self.people[key] = Person(**body)
                case "channel":
                    self.channels[key] = Channel(**body)
                case "message":
                    self.keep_message(key.partition(":")[0], body)
                case "home":
                    self.homes[key] = body
                case "file":
                    content = base64.b64decode(body.pop("content"))
                    self.files[key] = File(**body, content=content)
                case "unread":
                    self.unread[key] = body
                case "meta":
                    self.meta[key] = body["value"]
        stamps = [ts for each in self.messages.values() for ts in each]
        self._last = max((int(ts.replace(".", "")) for ts in stamps), default=0)
        self._changed.clear()
