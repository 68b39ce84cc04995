"""Two people and a clock: drives the bot's verbs as Slack would, on a real database, without Slack.

Messages are "posted" the moment they are claimed, so a test reads what each person was sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from bot import gestures
from bot.people import Who
from simulation.worlds import TEAM as TEAM
from simulation.worlds import Message as Message
from simulation.worlds import World
from store import outbox
from store.errands import Errand
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship
from store.workspaces import Workspace

Result = TypeVar("Result")

TUESDAY = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
ZONES = {"maya": "Europe/London", "leo": "America/New_York", "ines": "Asia/Kolkata"}


@dataclass
class Life(World):
    """A small company on a database of its own, with a clock that only the test turns."""

    now: datetime = TUESDAY
    sent: list[Message] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        for handle, zone in ZONES.items():
            self.arrive(handle, zone)

    def who(self, handle: str) -> Who:
        """Give somebody as Slack names them, in the workspace they are in."""
        return Who(self.teams.get(handle, TEAM), f"U{handle.upper()}")

    def workspace(self, team: str, name: str, **people: str) -> None:
        """Let another workspace install the app, with these people and their zones."""
        self.run(lambda tx: tx.add(Workspace(id=team, name=name, bot_user_id=f"B{team}")))
        for handle, zone in people.items():
            self.teams[handle] = team
            self.arrive(handle, zone)

    def person(self, handle: str, tx: Session | None = None) -> Person:
        """Give somebody's row."""

        def find(tx: Session) -> Person:
            return tx.exec(select(Person).where(Person.slack_id == f"U{handle.upper()}")).one()

        found: Person = find(tx) if tx else self.run(find)
        return found

    @property
    def relationship(self) -> Relationship:
        """Give the newest relationship."""
        found: Relationship = self.run(
            lambda tx: tx.exec(select(Relationship).order_by(col(Relationship.created_at))).all()[
                -1
            ]
        )
        return found

    def command(self, handle: str, name: str, named: str | None = None) -> gestures.Answer:
        """Type a slash command, perhaps with somebody's name after it."""
        other = self.who(named) if named else None
        return self._gesture(
            lambda tx: gestures.command(tx, self.who(handle), name, other, "", self.now)
        )

    def tap(self, handle: str, kind: str, button: str) -> gestures.Answer:
        """Tap a button of the newest open prompt of a kind."""
        prompt = self.open(handle, kind)
        return self._gesture(
            lambda tx: gestures.tap(tx, self.who(handle), prompt.id, button, self.now)
        )

    def act(self, handle: str, name: str, row_id: str) -> gestures.Answer:
        """Tap a button of Home or of a page."""
        return self._gesture(lambda tx: gestures.act(tx, self.who(handle), name, row_id, self.now))

    def submit(self, handle: str, view: Any, **answers: Any) -> gestures.Answer:
        """Fill a form that was opened and send it."""
        assert view is not None
        name, row_id = view["callback_id"].partition(":")[2], view["private_metadata"]
        raw = {**initial(view), **answers}
        return self._gesture(
            lambda tx: gestures.submit(tx, self.who(handle), name, row_id, raw, self.now)
        )

    def reply(self, handle: str, kind: str, text: str) -> None:
        """Type a line in the thread of the newest message of a kind."""
        message = [m for m in self.sent if m.person == handle and kind in m.kinds][-1]
        prompt: Prompt = self.run(lambda tx: tx.get_one(Prompt, message.prompt_id))
        assert prompt.channel is not None
        assert prompt.ts is not None
        channel, thread_ts, ts = prompt.channel, prompt.ts, f"u{next(self.stamps)}"
        self._gesture(
            lambda tx: gestures.hear(tx, self.who(handle), channel, thread_ts, ts, text, self.now)
        )

    def open(self, handle: str, kind: str) -> Prompt:
        """Give the newest open prompt of a kind; the test fails when there is none."""
        person = self.person(handle)
        found = self.run(
            lambda tx: tx.exec(
                select(Prompt)
                .where(Prompt.person_id == person.id, Prompt.kind == kind, Prompt.state == SENT)
                .order_by(col(Prompt.sent_at))
            ).all()
        )
        assert found, f"{handle} has no open {kind}; got {self.kinds(handle)}"
        last: Prompt = found[-1]
        return last

    def kinds(self, handle: str) -> list[str]:
        """Give the kinds of everything somebody was sent, in order."""
        return [kind for m in self.sent if m.person == handle for kind in m.kinds]

    def last(self, handle: str) -> Message:
        """Give the last message somebody got."""
        return [m for m in self.sent if m.person == handle][-1]

    def _run_errands(self) -> int:
        """Take note of the errands that are due, as if they were run."""

        def take(tx: Session) -> int:
            due = outbox.due_errands(tx, self.now, 100)
            for errand in due:
                errand.state = "done"
            return len(due)

        done: int = self.run(take)
        return done

    def posted(self, message: Message) -> None:
        """Keep what somebody was sent."""
        self.sent.append(message)

    def _gesture(self, work: Callable[[Session], Result]) -> Result:
        answer = self.database.run(work)
        self.settle()
        return answer

    def errands(self, kind: str) -> list[Any]:
        """Give every errand of a kind that was ever planned, in the order they are due."""
        query = select(Errand).where(Errand.kind == kind).order_by(col(Errand.due_at))
        rows: list[Any] = self.run(lambda tx: tx.exec(query).all())
        return rows


def take_up(tx: Session, errand_id: str, owner: str = "test") -> str:
    """Let somebody be running an errand; give who."""
    errand = tx.get_one(Errand, errand_id)
    errand.state, errand.owner = "sending", owner
    tx.flush()
    return owner


def initial(view: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an untouched form would send: its initial values."""
    found: dict[str, Any] = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        for key, value in element.items():
            if key == "initial_option":
                found[block["block_id"]] = value["value"]
            elif key == "initial_options":
                found[block["block_id"]] = [option["value"] for option in value]
            elif key.startswith("initial_"):
                found[block["block_id"]] = value
    return found
