"""The Home tab's parts, and the page of those who don't fit on it."""

from collections.abc import Sequence
from datetime import datetime

from bot import scripts
from bot.next_things import Thing
from bot.overviews import Overview
from bot.views import blocks, home_cards
from bot.views.blocks import Block
from store.people import Person

MOST_SHOWN = 10
MOST_PAST = 3


def _line(entry: str, **words: object) -> str:
    return scripts.fill(scripts.script(entry).text, words)


def thing(waits: Thing) -> list[Block]:
    """Give the next thing that no prompt asks about, with its button."""
    tap = blocks.act(waits.label, waits.act, waits.row_id, primary=True)
    return [blocks.section(blocks.escape(waits.words)), blocks.actions([tap])]


def waits(words: str, act: str, row_id: str) -> Block:
    """Give one line of what else waits; its words are escaped already."""
    tap = blocks.act("Open", act, row_id, accessibility=f"Open: {words}")
    return blocks.section(blocks.cut(words, 200), accessory=tap)


def people(live: Sequence[Overview], now: datetime) -> list[Block]:
    """Give a card for each relationship, mentors first, and the way to those beyond ten."""
    ordered = sort(live)
    drawn: list[Block] = []
    for mentee, title in ((True, "My mentors"), (False, "My mentees")):
        mine = [view for view in ordered[:MOST_SHOWN] if view.mentee is mentee]
        if mine:
            drawn.append(blocks.header(title))
            drawn += [block for view in mine for block in home_cards.card(view, now)]
    if len(ordered) > MOST_SHOWN:
        words = _line("home_shown_more", count=len(ordered) - MOST_SHOWN)
        tap = blocks.act("Show more", "more_people", str(MOST_SHOWN))
        drawn.append(blocks.section(words, accessory=tap))
    return drawn


def sort(live: Sequence[Overview]) -> list[Overview]:
    """Give relationships in the order Home shows them: mentors first, each oldest first."""
    return sorted(live, key=lambda view: not view.mentee)


def rest(live: Sequence[Overview], start: int, now: datetime) -> Block:
    """Give the page of the people that Home has no room for."""
    shown = sort(live)[start : start + MOST_SHOWN]
    drawn = [block for view in shown for block in home_cards.card(view, now)]
    if len(live) > start + MOST_SHOWN:
        drawn.append(
            blocks.actions([blocks.act("Show more", "more_people", str(start + MOST_SHOWN))])
        )
    return blocks.page("More of your people", drawn)


def invited(name: str) -> Block:
    """Give the line of a pair that hasn't begun; it tells nobody's answer."""
    return blocks.context(_line("home_invited", other=blocks.escape(name)))


def past(over: Sequence[tuple[str, str, str, bool]]) -> list[Block]:
    """Give those one once had: (row id, name, last day, whether to pick up again) each."""
    if not over:
        return []
    drawn: list[Block] = [blocks.header("Looking back")]
    for row_id, name, day, again in over[:MOST_PAST]:
        words = _line("home_past", other=blocks.escape(name), date=day)
        tap = blocks.act("Our year", "our_year", row_id, accessibility=f"Our year with {name}")
        drawn.append(blocks.section(words, accessory=tap))
        if again:
            said = f"Pick up again with {name}"
            drawn.append(
                blocks.actions([blocks.act("Pick up again", "reopen", row_id, accessibility=said)])
            )
    return drawn


def cards(written: Sequence[tuple[str, str]], row_id: str | None) -> list[Block]:
    """Give the person's own know-me card, to edit once there is somebody to read it."""
    drawn: list[Block] = [blocks.header("My cards")]
    if row_id is None:
        return [*drawn, blocks.section(_line("home_card_pairless"))]
    count = len(scripts.form("know_me").questions)
    said = (
        _line("home_card", filled=len(written), all=count) if written else _line("home_card_none")
    )
    tap = blocks.act(
        "Edit" if written else "Write", "card", row_id, accessibility="My know-me card"
    )
    return [*drawn, blocks.section(said, accessory=tap)]


def visions(person_id: str, written: int) -> list[Block]:
    """Give the way to one's vision card and to the decisions set beside it."""
    count = len(scripts.form("vision").questions)
    said = _line("home_vision", filled=written, all=count) if written else _line("home_vision_none")
    label = "Open" if written else "Write"
    tap = blocks.act(label, "vision", person_id, accessibility=f"{label} my vision card")
    taps = [
        blocks.act("I have a decision", "decision", person_id),
        blocks.act("My decisions", "decisions", person_id),
    ]
    decisions = blocks.section(_line("home_decisions"))
    return [blocks.section(said, accessory=tap), decisions, blocks.actions(taps)]


def quiet(
    person: Person, city: str, frequency: str, away: str | None, *, mentors: bool
) -> list[Block]:
    """Give when and how often the bot writes, who reads what, and the way to a person."""
    lines = [
        _line("home_windows", city=blocks.escape(city)),
        _line("home_frequency", frequency=frequency),
    ]
    taps = [
        blocks.act("How often I write", "quieter", person.id),
        blocks.act("Away until", "away", person.id),
        blocks.act("Who sees what", "who_sees_what", person.id),
        blocks.act("A person, please", "person_please", person.id),
        blocks.act("Stop mentoring here", "leave_all", person.id),
    ]
    if away:
        lines.append(away)
        taps.insert(2, blocks.act("I'm here again", "here_again", person.id))
    if mentors:
        taps.append(blocks.act("How many people", "capacity", person.id))
    if person.takes_break:
        lines.append(_line("home_takes_break"))
        taps.append(blocks.act("Open to new people", "end_break", person.id))
    return [
        blocks.header("Quiet and privacy"),
        blocks.section("\n".join(lines)),
        blocks.context(scripts.script("A2").text),
        blocks.actions(taps),
    ]
