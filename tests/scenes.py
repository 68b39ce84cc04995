"""A life that keeps what it shows: each message as sent and as answered, each form, each page.

What is kept is plain data under a name: "messages/M1", "forms/invite", "pages/home_new_maya".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import attention, gestures, ticks
from bot.views import messages
from bot.views.turns import TURN
from store import outbox
from store.prompts import ANSWERED, Prompt, group, open_for
from tests.life import Life

Body = Mapping[str, Any]
SHORT = 8


def typed(view: Body) -> set[str]:
    """Give the fields of a form that somebody types words into."""
    fields = (block for block in view["blocks"] if "element" in block)
    return {each["block_id"] for each in fields if each["element"]["type"] == "plain_text_input"}


@dataclass
class Gallery:
    """Everything that was shown in all scenes; the first of each name is kept.

    `seen`: all of it, as (name, body). `kinds`, `entries`: the prompts sent and the words they
    spoke with; `spoken`: the same by the name of the message. `sentences`: what was said to one
    person only, by what they had done. `typed`: what people wrote; `lying`: what of it could be
    read in the database after its scene.
    """

    kept: dict[str, Any] = field(default_factory=dict)
    seen: list[tuple[str, Body]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    spoken: dict[str, str] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    lying: set[str] = field(default_factory=set)

    def sent(self, name: str, body: Body) -> None:
        """Keep a message as it was sent."""
        self.kept.setdefault(f"messages/{name}", {"answered": None, "open": body, "results": {}})
        self.seen.append((f"messages/{name}", body))

    def answered(self, name: str, outcome: str, body: Body) -> None:
        """Keep a message as it was drawn again, and the line each outcome adds."""
        piece = self.kept.get(f"messages/{name}")
        if piece is None:
            return
        piece["answered"] = piece["answered"] or body
        small = [block for block in body["blocks"] if block["type"] == "context"]
        said = small[0]["elements"][0]["text"] if small else None
        piece["results"].setdefault(outcome, said)
        self.seen.append((f"messages/{name}", body))

    def together(self, kinds: list[str], body: Body) -> None:
        """Keep a message that several prompts share."""
        name = f"together/{'+'.join(kinds)}"
        self.kept.setdefault(name, body)
        self.seen.append((name, body))

    def viewed(self, name: str, view: Body) -> None:
        """Keep a form under its own name, and any other view under the one given."""
        form = str(view.get("callback_id", "")).removeprefix("form:")
        is_form = str(view.get("callback_id", "")).startswith("form:")
        full = f"forms/{form}" if is_form else f"pages/{name}"
        self.kept.setdefault(full, view)
        self.seen.append((full, view))


@dataclass
class Scene(Life):
    """A life whose messages, forms and pages are kept in a gallery."""

    gallery: Gallery = field(default_factory=Gallery)

    def command(self, handle: str, name: str, named: str | None = None) -> gestures.Answer:
        """Type a slash command and keep what it shows."""
        return self._keep(name.strip("/"), handle, super().command(handle, name, named))

    def tap(self, handle: str, kind: str, button: str) -> gestures.Answer:
        """Tap a button under a message and keep what it shows."""
        where = f"{kind}_{button.partition('#')[0]}"
        return self._keep(where, handle, super().tap(handle, kind, button))

    def act(self, handle: str, name: str, row_id: str) -> gestures.Answer:
        """Tap a button of Home or a page and keep what it shows."""
        return self._keep(name, handle, super().act(handle, name, row_id))

    def submit(self, handle: str, view: Any, **answers: Any) -> gestures.Answer:
        """Send a form and keep what it shows."""
        where = f"{view['callback_id'].partition(':')[2]}_sent"
        self._types(answers[name] for name in typed(view) & answers.keys())
        return self._keep(where, handle, super().submit(handle, view, **answers))

    def reply(self, handle: str, kind: str, text: str) -> None:
        """Type a line in a thread."""
        self._types([text])
        super().reply(handle, kind, text)

    def _types(self, words: Iterable[str]) -> None:
        self.gallery.typed.update(each for each in words if len(each or "") > SHORT)

    def hear(self, handle: str, text: str) -> None:
        """Type a line to the bot, in no thread."""
        self._types([text])
        channel, ts = f"D{handle}", f"u{next(self.stamps)}"
        self._gesture(
            lambda tx: gestures.hear(tx, self.who(handle), channel, None, ts, text, self.now)
        )

    def until(self, handle: str, kind: str, days: int = 8) -> None:
        """Turn the clock thing by thing until somebody has an open message of a kind."""
        limit = self.now + timedelta(days=days)
        while not self._has_open(handle, kind):
            due = self.run(lambda tx: ticks.next_due(tx, self.now))
            if due is None or due > limit:
                raise AssertionError(f"{handle} got no {kind} by {self.now}")
            self.turn_to(due)

    def _has_open(self, handle: str, kind: str) -> bool:
        person = self.person(handle)
        found: list[Prompt] = self.run(lambda tx: open_for(tx, person.id))
        return any(prompt.kind == kind for prompt in found)

    def home(self, handle: str, name: str) -> Any:
        """Open the Home tab and keep it as one state of it."""
        view = self.run(lambda tx: gestures.home(tx, self.who(handle), self.now))
        self.gallery.viewed(f"home_{name}_{handle}", view)
        return view

    def keep_form(self, name: str, view: Any) -> None:
        """Keep a form once more under another name, where its words are others."""
        self.gallery.kept.setdefault(f"forms/{name}", view)

    def row(self, view: Any, act: str) -> str:
        """Give the row that a button of a view carries; the test fails when it isn't there."""
        return next(
            str(element["value"])
            for block in view["blocks"]
            for element in [*block.get("elements", ()), block.get("accessory", {})]
            if element.get("action_id", "").partition("#")[0] == f"act:{act}"
        )

    def _keep(self, where: str, handle: str, answer: gestures.Answer) -> gestures.Answer:
        if answer.view is not None:
            self.gallery.viewed(f"{where}_{handle}", answer.view)
        if answer.blocks is not None:
            text = answer.sentence or ""
            self.gallery.viewed(f"{where}_which_{handle}", {"text": text, "blocks": answer.blocks})
        elif answer.sentence is not None:
            self.gallery.sentences.setdefault(f"{where}_{handle}", answer.sentence)
        return answer

    def _post(self, message: Any) -> None:
        super()._post(message)
        self.run(lambda tx: self._note(tx, message))

    def _note(self, tx: Session, message: Any) -> None:
        rows = group(tx, message.prompt_id)
        if rows[0].kind == TURN:
            self.gallery.seen.append(
                (f"threads/{rows[0].about.get('form', TURN)}", message.message)
            )
            return
        for row in rows:
            entry = messages.entry_of(tx, row).id
            self.gallery.kinds.add(row.kind)
            self.gallery.entries.add(entry)
            self.gallery.spoken.setdefault(f"messages/{_name(row.kind, entry)}", entry)
            self.gallery.sent(_name(row.kind, entry), _alone(tx, row, self.now))
        if any(row.drawn == "line" for row in rows):
            self.gallery.together(["some_in_a_line"], message.message)
        elif len(rows) > 1:
            kinds = [row.kind for row in attention.ordered(rows)]
            self.gallery.together(kinds, message.message)
        elif rows[0].about.get("footer"):
            self.gallery.together(["footer"], message.message)

    def _run_errands(self) -> int:
        """Take note of the errands that are due, and of each message that is drawn again."""

        def take(tx: Session) -> int:
            due = outbox.due_errands(tx, self.now, 100)
            redrawn = [tx.get_one(Prompt, each.prompt_id) for each in due if each.kind == "redraw"]
            for errand in due:
                errand.state = "done"
            for lead in sorted(redrawn, key=lambda row: (row.planned_at, row.place, row.kind)):
                self._note_again(tx, lead.id)
            return len(due)

        done: int = self.run(take)
        return done

    def _note_again(self, tx: Session, lead_id: str) -> None:
        for row in group(tx, lead_id):
            if row.state == ANSWERED or row.outcome == "expired":
                name = _name(row.kind, messages.entry_of(tx, row).id)
                self.gallery.answered(name, row.outcome or "none", _alone(tx, row, self.now))


def _name(kind: str, entry: str) -> str:
    """Name a message for its kind, or for the wording its kind chose."""
    return entry if entry.startswith(kind) else kind


def _alone(tx: Session, row: Prompt, now: datetime) -> Body:
    """Draw a prompt as if nothing else were said that day."""
    about, drawn = row.about, row.drawn
    row.about, row.drawn = {key: about[key] for key in about if key != "footer"}, "whole"
    body = messages.draw(tx, [row], now)
    row.about, row.drawn = about, drawn
    return body
