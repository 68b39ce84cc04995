"""Albums: a time together gathered for one of the two: its parts, its days, its totals (S32)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot import dates, goals, people, recollections, scripts, totals
from bot.recollections import Item, Looker
from bot.totals import Span, Total
from store.people import Person
from store.relationships import Relationship

PARTS: tuple[tuple[str, Callable[[Looker], list[Item]]], ...] = (
    ("goals", recollections.of_goals),
    ("talks", recollections.of_talks),
    ("steps", recollections.of_steps),
    ("updates", recollections.of_updates),
    ("advice", recollections.of_advice),
    ("notes", recollections.of_notes),
    ("lines", recollections.of_lines),
    ("changes", recollections.of_changes),
)


@dataclass(frozen=True)
class Part:
    """One part of a look back under its heading."""

    name: str
    heading: str
    items: list[Item]


@dataclass(frozen=True)
class Moment:
    """One day on the timeline: a `kind` with a shape of its own, and what it is in words."""

    on: date
    kind: str
    words: str


@dataclass(frozen=True)
class Album:
    """A look back for one reader; `parts` holds those with something in them."""

    look: Looker
    began_on: date
    until_on: date
    total: Total
    tried: int
    parts: list[Part]
    moments: list[Moment]


def of(tx: Session, relationship: Relationship, reader: Person, span: Span, now: datetime) -> Album:
    """Gather what the reader may see of these days; Correctable for a stranger."""
    people.theirs(tx, reader, relationship.id)
    look = Looker(tx, relationship, reader, people.names(tx, relationship, reader), span)
    held = totals.held(tx, relationship, span)
    tried = recollections.tried_on(look)
    parts = [
        Part(name, scripts.fill(scripts.script(f"year_part_{name}").text, look.names), items)
        for name, gather in PARTS
        if (items := gather(look))
    ]
    began_on = span.since or look.day(relationship.begun_at or relationship.created_at)
    ended_on = look.day(relationship.ended_at) if relationship.ended_at else look.day(now)
    moments = [Moment(began_on, "milestone", look.says("year_moment_began", began_on))]
    for row in held:
        on = totals.held_on(row, reader.zone)
        words = look.says("year_moment_talk", on, time=totals.time(row.minutes))
        moments.append(Moment(on, "talk", words))
    moments += [Moment(on, "tried", look.says("year_moment_tried", on)) for on in tried]
    moments += _milestones(look)
    return Album(
        look=look,
        began_on=began_on,
        until_on=max(min(span.until or ended_on, ended_on), began_on),
        total=totals.of(held),
        tried=len(tried),
        parts=parts,
        moments=sorted(moments, key=lambda each: each.on),
    )


def _milestones(look: Looker) -> list[Moment]:
    """Give the days on which goals were closed that the reader can see, and the end."""
    found = []
    for goal in goals.visible(look.tx, look.relationship, look.reader):
        if goal.closed_at is not None and look.saw(goal.closed_at):
            on = look.day(goal.closed_at)
            found.append(Moment(on, "milestone", look.says("year_moment_goal", on)))
    ended_at = look.relationship.ended_at
    if ended_at is not None and look.saw(ended_at):
        on = look.day(ended_at)
        found.append(Moment(on, "milestone", look.says("year_moment_ended", on)))
    return found


def summary(album: Album) -> str:
    """Give the sentence at the top: since when, how many talks and hours, what was tried."""
    total, since = album.total, dates.full(album.began_on, album.look.reader.locale)
    if not total.talks:
        return scripts.fill(scripts.script("year_sum_quiet").text, {"date": since})
    filled = {
        "date": since,
        "talks": totals.talks(total.talks),
        "time": totals.time(total.minutes),
        "things": totals.things(album.tried),
    }
    entry = "year_sum" if album.tried else "year_sum_talks"
    return scripts.fill(scripts.script(entry).text, filled)
