"""What must hold in any life, checked with everything that is sent, shown or edited."""

import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, SQLModel, select

from bot import attention, breaks, catalogue, windows
from bot.calls import Upload
from bot.people import hours_now
from bot.views import blocks, messages
from bot.windows import Pace, at_local
from playground.kit import checks
from store import deliveries
from store.alarms import Alarm
from store.errands import Errand
from store.people import Person
from store.prompts import PARKED, UNSURE, Prompt, group
from store.relationships import Relationship
from store.sessions import Meeting
from tests.archived import unpacked
from tests.courtesies import intrudes
from tests.life import Message
from tests.privacy import may_read

if TYPE_CHECKING:
    from tests.stages import Stage

TOKEN = re.compile(r"quill\d+zest")
HOLE = re.compile(r"[{}]|\bNone\b(?! of th[eo]se)|  | [.,?;]|\(\)|^\s*$|\bnull\b|\bnan\b")
MOST_SNOOZES = 3
SELDOM, WORDINGS = 4, 3
MOST_TIMES = 2
# The ids and dates by which a question is known again, whatever its occasion.
MATTERS = ("session", "starts", "review", "trade", "step", "goal", "until", "topic")
# Each date to meet around is asked for anew, each set of times offered, each new time prepared.
AIMED = ("M1", "M2", "M3", "M4", "M5", "H1", "H2", "M1_not_this_time", "I3", "offered_times",
         "times_suggested", "times_offered", "M9_other", "booked", "moved")  # fmt: skip
# What is said of a relationship that has ended: its ending, and what may follow on it.
TOLD_AFTER = ("H9", "I10", "I10_mentor", "account_gone_ended", "session_off",
              "session_off_at_once", "note_relayed", "reopen", "not_reopened")  # fmt: skip
# These frame what somebody else wrote.
OWN_WORDS = ("note_relayed", "update_reply_relayed")
OPEN = ("to_book", "offered", "booked")


class Watch:
    """Everything that went against a rule, in words; empty at the end of a good life."""

    def __init__(self, stage: "Stage") -> None:
        self.stage = stage
        self.faults: list[str] = []
        self.authors: dict[str, tuple[str, str]] = {}
        self.days: dict[str, list[date]] = {}
        self.said: Counter[tuple[str, str]] = Counter()
        self.times: Counter[tuple[str, str, str]] = Counter()
        self.matters: Counter[tuple[str, str, str]] = Counter()
        self.files_sent: dict[tuple[str, str], int] = {}
        self.sequences: dict[str, int] = {}
        self.over: set[str] = set()

    def fault(self, what: str) -> None:
        """Keep what went against a rule."""
        self.faults.append(f"{self.stage.now:%a %Y-%m-%d %H:%M} {what}")

    def fails(self, error: BaseException) -> str:
        """Keep an exception that nobody should have met."""
        self.fault("".join(traceback.format_exception(error)))
        return "CODE"

    def words(self, handle: str, where: str) -> str:
        """Give words of somebody's own that can be known again, with markup to trip over."""
        token = f"quill{len(self.authors)}zest"  # no sealed bytes spell this by chance
        self.authors[token] = (handle, where)
        return f"Plan {token} <!here> & on"

    def posts(self, message: Message, *, direct: bool) -> None:
        """Look at a message that was posted: whether it may be, and how it is drawn."""
        self.redraws(message.person, message.body)
        self.stage.run(lambda tx: self._post(tx, message, direct))
        self.stage.run(self._sessions)

    def _post(self, tx: Session, message: Message, direct: bool) -> None:
        person = self.stage.person(message.person, tx)
        said = f"{message.kinds} to {message.person}"
        if person.deactivated_at is not None:
            self.fault(f"{said}, who is deactivated")
        if direct and all(attention.of(kind).pace is Pace.REPLY for kind in message.kinds):
            return
        rows = group(tx, message.prompt_id)
        self._counts(rows, message.person)
        self._reasons(tx, rows, said)
        self._words(tx, rows, message.person)
        self._paused(tx, rows, said)
        self._ended(tx, rows, said)
        if all(kind.endswith("_at_once") for kind in message.kinds):
            return
        self._attention(tx, person, message, said)

    def _counts(self, rows: Sequence[Prompt], handle: str) -> None:
        for row in rows:
            root = row.about.get("root", row.occasion)
            self.times[handle, row.kind, root] += 1
            self._matters(row, handle)
            if self.times[handle, row.kind, root] > row.snoozes + 1 or row.snoozes > MOST_SNOOZES:
                self.fault(f"{row.kind} to {handle} about {root} once too often")

    def _matters(self, row: Prompt, handle: str) -> None:
        """Hold a question about one thing to two times, whatever its occasions (PRODUCT 2.6)."""
        about = [str(row.about[key]) for key in MATTERS if key in row.about]
        if not about or row.snoozes or row.kind in AIMED or not catalogue.kind(row.kind).taps:
            return
        self.matters[handle, row.kind, ":".join(about)] += 1
        if self.matters[handle, row.kind, ":".join(about)] > MOST_TIMES:
            self.fault(f"{row.kind} to {handle} about {about} a third time")

    def _reasons(self, tx: Session, rows: Sequence[Prompt], said: str) -> None:
        """Hold each prompt of a message to its reason once more, now that it is out."""
        for row in rows:
            if not catalogue.stands(tx, row, self.stage.now):
                self.fault(f"{said}: the reason of {row.kind} has passed")

    def _words(self, tx: Session, rows: Sequence[Prompt], handle: str) -> None:
        """Hold what somebody is told often to three wordings (PRODUCT 3.1 rule 10)."""
        for row in rows:
            entry = messages.entry_of(tx, row)
            self.said[handle, entry.id] += 1
            few = 1 + len(entry.rotation) < WORDINGS and row.kind not in OWN_WORDS
            if self.said[handle, entry.id] > SELDOM and few:
                self.fault(f"{entry.id} to {handle} again in the same words")

    def _paused(self, tx: Session, rows: Sequence[Prompt], said: str) -> None:
        for row in rows:
            found = tx.get(Relationship, row.relationship_id) if row.relationship_id else None
            if found and found.state == "paused" and row.kind in breaks.WAITING:
                self.fault(f"{said} in a break: {row.kind}")

    def _ended(self, tx: Session, rows: Sequence[Prompt], said: str) -> None:
        """Hold what is said of a relationship that is over to what tells of its end."""
        for row in rows:
            found = tx.get(Relationship, row.relationship_id) if row.relationship_id else None
            if found and found.state == "ended" and row.kind not in TOLD_AFTER:
                self.fault(f"{said} after the end: {row.kind}")

    def _attention(self, tx: Session, person: Person, message: Message, said: str) -> None:
        """Hold a message of the bot's own accord to 2.6: its window, one a day, so many a week."""
        now = self.stage.now
        modes = [attention.of(kind) for kind in message.kinds]
        if any(mode.pace is Pace.REPLY for mode in modes):
            self.fault(f"{said} though nobody asked")
        if not windows.is_open(now, hours_now(person), modes[0].pace):
            self.fault(f"{said} outside the window, {person.zone}, away {person.away_until}")
        if wrong := intrudes(now, person.zone, modes[0].pace):
            self.fault(f"{said}, {wrong}")
        essential = any(mode.essential for mode in modes)
        today = windows.local_day(now, person.zone)
        resting = person.essential_until_on is not None and today < person.essential_until_on
        if (person.frequency == "home" or resting) and not essential:
            self.fault(f"{said}, who wants Home only")
        had = self.days.setdefault(message.person, [])
        if today in had:
            self.fault(f"{said}, the second today")
        monday = today - timedelta(days=today.weekday())
        week = [at_local(monday + timedelta(days=days), time(0), person.zone) for days in (0, 7)]
        monthly = deliveries.meets_monthly(tx, person.id, week[0], week[1])
        cap = 3 if monthly or deliveries.is_mentee(tx, person.id) else 2
        half = person.frequency == "half" or person.unanswered >= 3
        if half and not essential:
            cap //= 2
        if sum(day >= monday for day in had) >= cap and not any(mode.soon for mode in modes):
            self.fault(f"{said}, over {cap} this week")
        had.append(today)

    def redraws(self, handle: str, body: Mapping[str, Any]) -> None:
        """Look at a message as it is drawn now."""
        self.draws(handle, body["blocks"])
        self._private(handle, body["text"])
        parts = list(_paragraphs(body["blocks"]))
        if "\n".join(parts) != body["text"] and len(body["text"]) < 2900:
            self.fault(f"text {body['text']!r} and blocks {parts} differ")

    def draws(self, handle: str, drawn: Sequence[Mapping[str, Any]]) -> None:
        """Look at blocks that somebody sees."""
        for wrong in checks.blocks(list(drawn)):
            self.fault(f"Slack refuses {wrong}: {drawn}")
        self._read(handle, drawn)

    def shows(self, handle: str, view: Mapping[str, Any], kind: str) -> None:
        """Look at a page, a form or Home."""
        for wrong in checks.view(dict(view), kind):
            self.fault(f"Slack refuses {wrong}: {view}")
        self._read(handle, view)

    def says(self, handle: str, sentence: str) -> None:
        """Look at one sentence that somebody is answered with."""
        self.shows(handle, blocks.notice(sentence), "modal")

    def _read(self, handle: str, drawn: Any) -> None:
        self._private(handle, str(drawn))
        for kind, words in _texts(drawn):
            if HOLE.search(TOKEN.sub("it", words)):
                self.fault(f"a hole in {words!r}")
            if kind == "mrkdwn" and "<!here>" in words:
                self.fault(f"markup of {handle}'s in {words!r}")

    def _private(self, handle: str, words: str) -> None:
        for token in sorted(set(TOKEN.findall(words))):
            author, where = self.authors[token]
            if author != handle and not self.stage.run(lambda tx, token=token: may_read(
                tx, token, self.stage.person(handle, tx)
            )):  # fmt: skip
                self.fault(f"{handle} reads {token} of {author}'s {where}: {words[:700]}")

    def files(self, handle: str, upload: Upload) -> None:
        """Look at a file: a calendar's is the newest of its session, and none goes to one gone."""
        if upload.name.endswith(".zip"):
            for entry in unpacked(upload.content).values():
                self._private(handle, unescape(entry.decode()))
            return
        words = upload.content.decode()
        if upload.name.endswith(".html"):
            self._private(handle, unescape(words))
            return
        uid = re.findall(r"UID:(\S+)", words)[0]
        sequence = int(re.findall(r"SEQUENCE:(\d+)", words)[0])
        if sequence < self.files_sent.get((handle, uid), 0):
            self.fault(f"file {sequence} of {uid} to {handle} after a newer one")
        self.files_sent[handle, uid] = sequence
        self._private(handle, words.replace("\r\n ", ""))
        if self.stage.person(handle).deactivated_at is not None:
            self.fault(f"a file to {handle}, who is deactivated")

    def _sessions(self, tx: Session) -> None:
        """Hold sessions to their order: one open at a time, none opened again, no older file."""
        still_open: Counter[str] = Counter()
        for row in tx.exec(select(Meeting)).all():
            if row.state in OPEN:
                still_open[row.relationship_id] += 1
                if row.id in self.over:
                    self.fault(f"session {row.number} is open again")
            else:
                self.over.add(row.id)
            if row.sequence < self.sequences.get(row.id, 0):
                self.fault(f"session {row.number} has an older sequence")
            self.sequences[row.id] = row.sequence
        if any(count > 1 for count in still_open.values()):
            self.fault("two open sessions")

    def ends(self) -> None:
        """Look at what a life leaves behind: nothing parked, failed, or kept where it mustn't."""
        self.stage.run(self._sessions)
        self.stage.run(self._left)

    def _left(self, tx: Session) -> None:
        for prompt in tx.exec(select(Prompt)).all():
            if prompt.state in (PARKED, UNSURE, "sending"):
                self.fault(f"{prompt.kind} is {prompt.state}")
            if prompt.snoozes > MOST_SNOOZES:
                self.fault(f"{prompt.kind} was put off {prompt.snoozes} times")
        for errand in tx.exec(select(Errand)).all():
            if errand.state != "planned":
                self.fault(f"errand {errand.kind} is {errand.state}")
        for table in (Prompt, Errand, Alarm):
            self._wordless(tx.exec(select(table)).all())

    def _wordless(self, rows: Sequence[SQLModel]) -> None:
        for row in rows:
            if found := TOKEN.findall(str(row)):
                self.fault(f"{found} in {row}")


def _paragraphs(drawn: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for block in drawn:
        if block["type"] == "section":
            yield block["text"]["text"]
        elif block["type"] == "context":
            yield from (element["text"] for element in block["elements"])


def _texts(drawn: Any) -> Iterator[tuple[str, str]]:
    """Give every text object in something drawn: its type and its words."""
    if isinstance(drawn, Mapping):
        if drawn.get("type") in ("mrkdwn", "plain_text") and "text" in drawn:
            yield drawn["type"], drawn["text"]
        for value in drawn.values():
            yield from _texts(value)
    elif isinstance(drawn, list | tuple):
        for value in drawn:
            yield from _texts(value)
