"""Saved pages: a person's export as a page to read, part by part, in the order of their life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot import dates, pages, scripts, totals, windows
from store.people import Person

Told = Mapping[str, Any]
# Each part of a relationship: when each of its rows is from, and the words in it.
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "goals": ("created_at", ("text",)),
    "steps": ("planned_at", ("moment", "text")),
    "updates": ("written_at", ("text",)),
    "advice": ("noted_at", ("text",)),
    "promises": ("promised_at", ("text",)),
    "topics": ("added_at", ("text",)),
    "notes": (
        "written_at",
        ("asked_about", "value", "better", "appreciate", "afterthought", "thanks"),
    ),
    "half_way": ("written_at", ("working", "change")),
    "lines": ("sent_at", ("text",)),
    "thanks": ("drafted_at", ("text",)),
    "changes": ("changed_at", ("line",)),
    "rules": ("wished_at", ("not_for_other", "contact")),
    "contacts": ("left_at", ("text",)),
}
CARD = ("path", "studied", "change", "helped")
VISION = ("more_of", "wont_trade", "small_try")
DECISION = ("text", "serves", "costs", "obstacle")
TAPPED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pulses": ("tapped_at", ("value",)),
    "choices": ("chosen_at", ("topic", "value")),
    "rhythm_wishes": ("wished_at", ("every", "minutes", "until_on")),
}


@dataclass(frozen=True)
class Entry:
    """One thing: its day and whose it is in a line, and (label, words) beneath."""

    heading: str
    words: Sequence[tuple[str, str]]
    private: bool = False


@dataclass(frozen=True)
class Part:
    """Things of one sort under a heading."""

    heading: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Chapter:
    """One's own cards, or one relationship: a heading, a line about it, and its parts."""

    heading: str
    line: str
    parts: Sequence[Part]


def page(data: Told, person: Person, now: datetime) -> str:
    """Give the page; every word people wrote that is in the data is on it."""
    look = _Look(person)
    own = [
        *look.part("card", [data["card"]] if data["card"] else [], "written_at", CARD),
        *look.part("vision", [data["vision"]] if data["vision"] else [], "written_at", VISION),
        *look.part("decisions", data["decisions"], "decided_at", DECISION),
        *look.part("drafts", data["drafts"], "kept_at", ("text",)),
    ]
    chapters = [Chapter(look.says("saved_own"), "", own)] if own else []
    chapters += [look.chapter(row) for row in data["relationships"]]
    on = dates.full(windows.local_day(now, person.zone), person.locale)
    return pages.filled("data.html", say=look.says, chapters=chapters, made=on, name=person.name)


class _Look:
    """Says things the way one reader reads them."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def says(self, entry: str, **words: object) -> str:
        """Give a line of the scripts."""
        return scripts.fill(scripts.script(entry).text, words)

    def day(self, value: str | None) -> str:
        """Give an instant or a day of the data in the reader's words, "" for none."""
        if value is None:
            return ""
        if "T" not in value:
            return dates.full(date.fromisoformat(value), self.person.locale)
        on = windows.local_day(datetime.fromisoformat(value), self.person.zone)
        return dates.full(on, self.person.locale)

    def chapter(self, row: Told) -> Chapter:
        """Give one relationship."""
        parts: list[Part] = []
        for card, boxes in (("their_card", CARD), ("their_vision", VISION)):
            parts += self.part(card, [row[card]] if row[card] else [], "written_at", boxes)
        hope = [{"hope": row["hope"]}] if row["hope"] else []
        parts += self.part("hope", hope, "", ("hope",))
        parts += [*self.sessions(row)]
        for name, (at, words) in PARTS.items():
            parts += self.part(name, row[name], at, words)
        for name, (at, words) in TAPPED.items():
            parts += self.part(name, row[name], at, words)
        began = self.day(row["begun_at"] or row["created_at"])
        line = self.says(f"saved_line_{row['role']}", date=began)
        if row["held"]["sessions"]:
            talks, time = totals.talks(row["held"]["sessions"]), totals.time(row["held"]["minutes"])
            line += " " + self.says("saved_held", talks=talks, time=time)
        return Chapter(row["with"] or self.says("saved_nameless"), line, parts)

    def sessions(self, row: Told) -> Sequence[Part]:
        """Give the sessions, each with its place and its agenda."""
        entries = []
        for each in row["sessions"]:
            state = each["state"].replace("_", " ")
            on = self.day(each["starts_at"] or each["target_on"])
            words = [("", topic["text"]) for topic in each["agenda"]]
            if each["link"]:
                words.insert(0, (self.says("saved_place"), each["link"]))
            heading = self.says("saved_session", number=each["number"], date=on, state=state)
            entries.append(Entry(heading, words))
        return [Part(self.says("saved_sessions"), entries)] if entries else []

    def part(
        self, name: str, rows: Sequence[Told], at: str, boxes: Sequence[str]
    ) -> Sequence[Part]:
        """Give rows of one sort under their heading; none where there are none."""
        entries = [each for row in rows if (each := self.entry(name, row, at, boxes)) is not None]
        return [Part(self.says(f"saved_{name}"), entries)] if entries else []

    def entry(self, name: str, row: Told, at: str, boxes: Sequence[str]) -> Entry | None:
        """Give one thing, None when there isn't a word in it."""
        several = len(boxes) > 1
        words = [
            (self.says(f"saved_box_{box}") if several else "", str(row[box]))
            for box in boxes
            if row[box]
        ]
        words += [
            (self.says("saved_before", date=self.day(each["changed_at"])), each["text"])
            for each in row.get("history", ())
            if each["text"] and each["text"] != row["text"]
        ]
        if not words:
            return None
        on = self.day(row[at]) if at else ""
        if row.get("by") == "other":
            on = self.says("saved_by_other", date=on).strip() if on else self.says("saved_theirs")
        private = row.get("private") is True or row.get("shared") is False
        return Entry(on, words, private)
