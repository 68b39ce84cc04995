"""The Home tab's parts, and the page of those who don't fit on it."""

from collections.abc import Sequence
from datetime import datetime

from bot import scripts
from bot.earlier import Earlier
from bot.next_things import Thing
from bot.overviews import Overview
from bot.views import blocks, home_cards
from bot.views.blocks import Block
from store.people import Person

MOST_SHOWN = 10
MOST_EARLIER, MOST_EARLIER_PAGE = 3, 20
MOST_WAITS = 200


def _line(entry: str, **words: object) -> str:
    return scripts.fill(scripts.script(entry).text, words)


def thing(waits: Thing) -> list[Block]:
    """Give the next thing that no prompt asks about, with its button."""
    tap = blocks.act(waits.label, waits.act, waits.row_id, primary=True)
    return [blocks.section(blocks.escape(waits.words)), blocks.actions([tap])]


def waits(words: str, act: str, row_id: str) -> Block:
    """Give one line of what else waits; its words are escaped already."""
    tap = blocks.act("Open", act, row_id, accessibility=f"Open: {words}")
    return blocks.section(words, accessory=tap)


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


def invited(names: Sequence[str]) -> list[Block]:
    """Give a line for each pair that hasn't begun; it tells nobody's answer."""
    lines = [_line("home_invited", other=blocks.escape(name)) for name in names[:MOST_SHOWN]]
    return [blocks.context("\n".join(lines))] if lines else []


def earlier(over: Sequence[Earlier]) -> list[Block]:
    """Give those that ended within the year, and the way to all the others."""
    if not over:
        return []
    shown = [each for each in over if each.recent][:MOST_EARLIER]
    drawn = [blocks.header("Earlier"), *(block for each in shown for block in _over(each))]
    if len(over) > len(shown):
        words = _line("home_earlier_more", count=len(over) - len(shown))
        said = "Show more of earlier"
        tap = blocks.act("Show more", "earlier", str(len(shown)), accessibility=said)
        drawn.append(blocks.section(words, accessory=tap))
    return drawn


def all_earlier(over: Sequence[Earlier], start: int) -> Block:
    """Give the page of those that ended, from the given place on."""
    shown = over[start : start + MOST_EARLIER_PAGE]
    drawn = [block for each in shown for block in _over(each)]
    if len(over) > start + MOST_EARLIER_PAGE:
        tap = blocks.act("Show more", "earlier", str(start + MOST_EARLIER_PAGE))
        drawn.append(blocks.actions([tap]))
    return blocks.page("Earlier", drawn or [blocks.section(scripts.script("home_none").text)])


def _over(each: Earlier) -> list[Block]:
    words = _line("home_past", other=blocks.escape(each.name), date=each.on)
    taps = [
        blocks.act("Our year", "our_year", each.row_id, accessibility=f"Our year with {each.name}"),
        blocks.act("Save", "save_year", each.row_id, accessibility=f"Save the year: {each.name}"),
    ]
    if each.again:
        said = f"Pick up again with {each.name}"
        taps.append(blocks.act("Pick up again", "reopen", each.row_id, accessibility=said))
    return [blocks.section(words), blocks.actions(taps)]


def cards(written: Sequence[tuple[str, str]], row_id: str | None) -> list[Block]:
    """Give the person's own know-me card, to edit once there is somebody to read it."""
    drawn: list[Block] = [blocks.header("My cards")]
    count = len(scripts.form("know_me").questions)
    kept = _line("home_card", filled=len(written), all=count) if written else None
    if row_id is None:
        return [*drawn, blocks.section(kept or _line("home_card_pairless"))]
    said = kept or _line("home_card_none")
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
    if mentors and person.capacity is not None:
        lines.append(_line("home_capacity", count=person.capacity))
    taps = [("How often I write", "quieter"), ("Away until", "away")]
    if away:
        lines.append(away)
        taps.append(("I'm here again", "here_again"))
    if mentors:
        taps.append(("How many people", "capacity"))
    if person.takes_break:
        lines.append(_line("home_takes_break"))
        taps.append(("Open to new people", "end_break"))
    taps += [
        ("Someone in another Slack", "elsewhere"),
        ("Import", "import"),
        ("Who sees what", "who_sees_what"),
        ("Save my data", "save_my_data"),
        ("Delete my data", "delete_my_data"),
        ("A person, please", "person_please"),
        ("Stop mentoring here", "leave_all"),
    ]
    return [
        blocks.header("Quiet and privacy"),
        blocks.section("\n".join(lines)),
        blocks.context(scripts.script("A2").text),
        blocks.actions([blocks.act(label, name, person.id) for label, name in taps]),
    ]
