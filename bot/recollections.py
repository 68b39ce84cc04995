"""Recollections: what one of two people may read of a time together, part by part (PRODUCT 4.4).

Every part is told for one reader; what only the reader sees is marked so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot import advice, dates, goals, people, readings, scripts, steps, totals, updates, windows
from bot.totals import Span
from store import changes as kept_changes
from store import goals as kept_goals
from store import lines as kept_lines
from store import trades
from store.advice import Step
from store.goals import Goal, GoalChange
from store.people import Person
from store.relationships import Relationship
from store.sessions import Meeting
from store.trades import Trade

TRIED = ("did_it", "tried_it")
TOLD = {"did_it": "done", "tried_it": "tried", "went_another_way": "other_way"}
LINES = ("thanks", "learned", "hello", "anniversary")


@dataclass(frozen=True)
class Item:
    """One thing: what the bot says of it, and (label, words) as people wrote them."""

    on: date
    heading: str
    words: tuple[tuple[str, str], ...] = ()
    private: bool = False


@dataclass(frozen=True)
class Looker:
    """Whose look back it is: one of the two, with the names and the days it covers."""

    tx: Session
    relationship: Relationship
    reader: Person
    names: Mapping[str, str]
    span: Span

    @property
    def mentee(self) -> bool:
        """Say whether the reader is the mentee of the two."""
        return people.is_mentee(self.relationship, self.reader)

    def day(self, at: datetime) -> date:
        """Give the reader's day of an instant."""
        return windows.local_day(at, self.reader.zone)

    def saw(self, *instants: datetime | None) -> bool:
        """Say whether one of these instants lies in the days it covers."""
        return any(at is not None and self.span.holds(self.day(at)) for at in instants)

    def says(self, entry: str, on: date, **words: str) -> str:
        """Give a line of the scripts with the names and a date in it."""
        filled = {**self.names, "date": dates.full(on, self.reader.locale), **words}
        return scripts.fill(scripts.script(entry).text, filled)


def of_goals(look: Looker) -> list[Item]:
    """Give the goals in their first words, how those changed, and what became of them (S9)."""
    histories: dict[str, list[GoalChange]] = {}
    for change in kept_goals.history(look.tx, look.relationship.id):
        histories.setdefault(change.goal_id, []).append(change)
    found = []
    for goal in goals.visible(look.tx, look.relationship, look.reader):
        over = goal.closed_at is not None and not look.saw(goal.closed_at, goal.created_at)
        if not over and look.day(goal.created_at) <= (look.span.until or date.max):
            found.append(_goal(look, goal, histories.get(goal.id, [])))
    return sorted(found, key=lambda item: item.on)


def _goal(look: Looker, goal: Goal, history: list[GoalChange]) -> Item:
    mine = goal.author_id == look.reader.id
    seen = history if mine else goals.shared_history(history)
    told = {change.id for change in seen}
    endings = dict(scripts.form("goal_close").questions[0].choices)
    current, last, words = goal.text, None, []
    for change in history:
        closed = change.change == "closed"
        if change.text and not closed:
            current = change.text
        on = look.day(change.changed_at)
        if change.id not in told:
            continue
        if closed:
            became = endings.get(goal.closed_as or "", "")
            words.append((look.says("year_goal_closed", on, became=became), change.text or ""))
        elif current != last:
            words.append((look.says("year_goal_words", on), current))
            last = current
    first_on = look.day(goal.created_at if mine or not seen else seen[0].changed_at)
    return Item(first_on, "", tuple(words or [("", goal.text)]), goal.private)


def of_talks(look: Looker) -> list[Item]:
    """Give the sessions that were held, each with its minutes."""
    days = [
        (totals.held_on(row, look.reader.zone), totals.time(row.minutes))
        for row in totals.held(look.tx, look.relationship, look.span)
    ]
    return [Item(on, look.says("year_talk", on, time=time)) for on, time in days]


def of_steps(look: Looker) -> list[Item]:
    """Give the steps; the mentor reads shared ones, and how they went where that was told."""
    told = _told_of(look)
    found = []
    for step in steps.visible(look.tx, look.relationship, look.reader):
        if not look.saw(step.planned_at, step.closed_at):
            continue
        state, at = step.state, step.closed_at or step.planned_at
        if not look.mentee:
            state, at = told.get(step.id, ("open", step.planned_at))
        words = ((look.says(f"year_step_{state}", look.day(at)), _step(step)),)
        private = look.mentee and not step.shared
        found.append(Item(look.day(step.planned_at), "", words, private))
    return found


def _step(step: Step) -> str:
    if not step.moment:
        return step.text
    filled = {"moment": step.moment, "step": step.text}
    return scripts.fill(scripts.script("step_line").text, filled)


def _told_of(look: Looker) -> dict[str, tuple[str, datetime]]:
    """Give how steps went as the mentor was told, by step id."""
    return {
        row.step_id: (TOLD[row.status], row.shared_at)
        for row in updates.visible(look.tx, look.relationship, look.reader)
        if row.step_id and row.shared_at is not None and row.status in TOLD
    }


def tried_on(look: Looker) -> list[date]:
    """Give the days of the things the mentee tried, as the reader may know them (S35)."""
    if look.mentee:
        rows = steps.visible(look.tx, look.relationship, look.reader)
        ends = [row.closed_at for row in rows if row.state in ("done", "tried")]
        return [look.day(at) for at in ends if at is not None and look.saw(at)]
    shared = {
        row.step_id or row.id: row.shared_at
        for row in updates.visible(look.tx, look.relationship, look.reader)
        if row.status in TRIED and row.shared_at is not None and look.saw(row.shared_at)
    }
    return sorted(look.day(at) for at in shared.values())


def of_updates(look: Looker) -> list[Item]:
    """Give the lines about what came of things; those the mentor kept are marked for them."""
    found = []
    for row in updates.visible(look.tx, look.relationship, look.reader):
        at = row.shared_at or row.written_at
        if row.text and look.saw(at):
            entry = "year_update_told" if look.mentee else "year_update"
            if row.shared_at is None:
                entry = "year_noted"
            if row.kept_at is not None and not look.mentee:
                entry = "year_update_kept"
            heading = look.says(entry, look.day(at))
            private = row.shared_at is None
            found.append(Item(look.day(at), "", ((heading, row.text),), private))
    return found


def of_advice(look: Looker) -> list[Item]:
    """Give what the mentor suggested, as the mentee noted it."""
    return [
        Item(
            look.day(row.noted_at),
            "",
            ((look.says("year_noted", look.day(row.noted_at)), row.text),),
            look.mentee and not row.shared,
        )
        for row in advice.visible(look.tx, look.relationship, look.reader)
        if look.saw(row.noted_at)
    ]


def of_notes(look: Looker) -> list[Item]:
    """Give the notes that opened to the reader, and the reader's own."""
    found: list[Item] = []
    for trade in trades.of_relationship(look.tx, look.relationship.id):
        if trade.closed_at is not None and look.saw(trade.opens_at):
            found += _trade(look, trade)
    return found


def _trade(look: Looker, trade: Trade) -> Iterable[Item]:
    meeting = look.tx.get(Meeting, trade.session_id) if trade.session_id else None
    on = look.day((meeting.starts_at if meeting else None) or trade.opens_at)
    theirs = readings.received(look.tx, trade, look.relationship, look.reader)
    if theirs:
        boxes = readings.opened_boxes(theirs, look.names)
        boxes += _beside(look, theirs.afterthought, theirs.thanks, "year_thanked")
        yield Item(on, look.says("year_note_theirs", on), tuple(boxes))
    own = readings.written(look.tx, trade, look.reader)
    if own:
        boxes = readings.own_boxes(look.tx, own, look.relationship)
        boxes += _beside(look, own.afterthought, own.thanks, "year_thanked_you")
        yield Item(on, look.says("year_note_own", on), tuple(boxes), not own.released)


def _beside(
    look: Looker, afterthought: str | None, thanks: str | None, thanked: str
) -> list[tuple[str, str]]:
    said = (("year_afterthought", afterthought), (thanked, thanks))
    return [(look.says(entry, date.min), words) for entry, words in said if words]


def of_lines(look: Looker) -> list[Item]:
    """Give the thanks, learnings and hellos that went from one to the other."""
    found = []
    for row in kept_lines.of_relationship(look.tx, look.relationship.id):
        if row.kind in LINES and look.saw(row.sent_at):
            side = "own" if row.author_id == look.reader.id else "theirs"
            on = look.day(row.sent_at)
            heading = look.says(f"year_line_{row.kind}_{side}", on)
            found.append(Item(on, "", ((heading, row.text),)))
    return found


def of_changes(look: Looker) -> list[Item]:
    """Give what the reader noted as changed, and what the other told of."""
    found = []
    for row in kept_changes.of_relationship(look.tx, look.relationship.id):
        mine = row.person_id == look.reader.id
        if row.line and (mine or row.told) and look.saw(row.changed_at):
            on = look.day(row.changed_at)
            heading = look.says("year_noted" if mine else "year_change_theirs", on)
            found.append(Item(on, "", ((heading, row.line),), mine and not row.told))
    return found
