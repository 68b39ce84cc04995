"""The Home tab: the one next thing, each relationship, one's cards, and quiet and privacy."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import (
    cards,
    dates,
    earlier,
    next_things,
    overviews,
    people,
    quiet,
    scripts,
    visions,
)
from bot.budgets import Frequency
from bot.choosing import LIVE
from bot.lifecycle import State
from bot.next_things import Thing
from bot.replies import View
from bot.views import blocks, home, messages
from bot.views import memories as brought
from bot.views.blocks import Block
from store import deliveries, memories, relationships
from store.people import Person
from store.prompts import Prompt

SHOWN = (*LIVE, State.INVITED, State.ENDED)
MOST_ASKED = 5


def draw(tx: Session, person: Person, now: datetime) -> View:
    """Give a person's Home tab as it stands (PRODUCT 3.5); under a hundred blocks."""
    rows = relationships.of_person(tx, person.id, SHOWN)
    pairs = earlier.known(tx, rows)
    past = earlier.among(tx, person, rows, pairs, now)
    live = overviews.of(tx, person, [row for row in rows if row.state in LIVE])
    invited = [people.name(people.other(tx, row, person)) for row in rows if row.state == "invited"]
    drawn = _now(tx, person, live, now)
    drawn += home.people(live, now)
    drawn += home.invited(invited)
    if not live and not invited:
        drawn.append(blocks.section(scripts.script("home_empty").text))
    drawn += home.earlier(past)
    drawn += brought.home(person.id, memories.count(tx, person.id))
    drawn += home.cards(cards.lines(tx, person), live[0].relationship.id if live else None)
    written = len(visions.lines(tx, person.id))
    if written or any(view.mentee for view in live):
        drawn += home.visions(person.id, written)
    drawn += _quiet(tx, person, now, mentors=any(not view.mentee for view in live))
    return {"type": "home", "blocks": drawn}


def _now(
    tx: Session, person: Person, live: Sequence[overviews.Overview], now: datetime
) -> list[Block]:
    """Draw the next thing with its buttons, and what else waits in a line each."""
    things = next_things.ranked(tx, person, live, now)
    drawn = [blocks.header("Now")]
    if not things:
        return [*drawn, blocks.section(scripts.script("home_nothing").text)]
    first, others = things[0], _others(tx, things[1:])
    drawn += home.thing(first) if isinstance(first, Thing) else messages.whole(tx, first, now)[1]
    if others:
        drawn += [blocks.context(scripts.script("home_others").text), *others]
    return drawn


def _others(tx: Session, things: Sequence[Thing | Prompt]) -> list[Block]:
    """Draw a line each for what else waits; a matter brought up more than once is one line."""
    found: dict[str, Block] = {}
    for each in things:
        if isinstance(each, Thing):
            words = blocks.escape(blocks.cut(each.words, home.MOST_WAITS))
            found.setdefault(words, home.waits(words, each.act, each.row_id))
        else:
            words = messages.title(tx, each)
            found.setdefault(words, home.waits(words, "prompt", each.id))
        if len(found) == MOST_ASKED:
            break
    return list(found.values())


def _quiet(tx: Session, person: Person, now: datetime, *, mentors: bool) -> list[Block]:
    frequency = Frequency(person.frequency)
    said = quiet.said(frequency, mentee=deliveries.is_mentee(tx, person.id))
    city = dates.city(person.zone, person.locale)
    return home.quiet(person, city, said, quiet.away(person, now), mentors=mentors)
