"""The Home tab: the one next thing, each relationship, one's cards, and quiet and privacy."""

from datetime import datetime

from sqlmodel import Session

from bot import (
    capacities,
    cards,
    dates,
    next_things,
    overviews,
    people,
    quiet,
    reopenings,
    scripts,
    visions,
    windows,
)
from bot.budgets import Frequency
from bot.choosing import LIVE
from bot.replies import View
from bot.views import blocks, home, messages
from bot.views.blocks import Block
from store import deliveries, relationships
from store.people import Person

SHOWN = (*LIVE, "invited")
MOST_ASKED = 5


def draw(tx: Session, person: Person, now: datetime) -> View:
    """Give a person's Home tab as it stands (PRODUCT 3.5); under a hundred blocks."""
    rows = relationships.of_person(tx, person.id, SHOWN)
    live = overviews.of(tx, person, [row for row in rows if row.state in LIVE])
    invited = overviews.of(tx, person, [row for row in rows if row.state == "invited"])
    drawn = _now(tx, person, live, now)
    drawn += home.people(live, now)
    drawn += [home.invited(people.name(view.other)) for view in invited[: home.MOST_SHOWN]]
    if not rows:
        drawn.append(blocks.section(scripts.script("home_empty").text))
    drawn += home.past(_past(tx, person, now))
    drawn += home.cards(cards.lines(tx, person), live[0].relationship.id if live else None)
    written = len(visions.lines(tx, person.id))
    if written or any(view.mentee for view in live):
        drawn += home.visions(person.id, written)
    drawn += _quiet(tx, person, now)
    return {"type": "home", "blocks": drawn}


def _now(tx: Session, person: Person, live: list[overviews.Overview], now: datetime) -> list[Block]:
    """Draw the next thing with its buttons, and what else waits in a line each."""
    asked = next_things.open_prompts(tx, person, now)
    things = next_things.waiting(tx, live, asked, now)
    drawn = [blocks.header("Now")]
    if asked:
        drawn += messages.whole(tx, asked[0], now)[1]
    elif things:
        drawn += home.thing(things.pop(0))
    else:
        drawn.append(blocks.section(scripts.script("home_nothing").text))
    # A matter that was brought up more than once is one line.
    titles: dict[str, str] = {}
    for row in asked[1:]:
        titles.setdefault(messages.title(tx, row), row.id)
    others = [home.waits(words, "prompt", row_id) for words, row_id in titles.items()]
    others += [home.waits(blocks.escape(each.words), each.act, each.row_id) for each in things]
    if others:
        drawn.append(blocks.context(scripts.script("home_others").text))
        drawn += others[:MOST_ASKED]
    return drawn


def _past(tx: Session, person: Person, now: datetime) -> list[tuple[str, str, str, bool]]:
    """Give the relationships that ended, the last first, with whether they can be opened again."""
    rows = [row for row in relationships.of_person(tx, person.id, ("ended",)) if row.ended_at]
    rows.sort(key=lambda row: str(row.ended_at), reverse=True)
    return [
        (
            row.id,
            people.name(people.other(tx, row, person)),
            dates.full(windows.local_day(row.ended_at, person.zone), person.locale),
            reopenings.is_offered(tx, row, person, now),
        )
        for row in rows[: home.MOST_PAST]
        if row.ended_at is not None
    ]


def _quiet(tx: Session, person: Person, now: datetime) -> list[Block]:
    frequency = Frequency(person.frequency)
    said = quiet.said(frequency, mentee=deliveries.is_mentee(tx, person.id))
    city = dates.city(person.zone, person.locale)
    mentors = capacities.mentors(tx, person)
    return home.quiet(person, city, said, quiet.away(person, now), mentors=mentors)
