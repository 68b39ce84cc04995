"""The page behind More: the rest of what can be done with one person, and what has changed."""

from datetime import datetime

from bot import pauses, people, scripts
from bot.lifecycle import State
from bot.overviews import Overview
from bot.sessions import MEETING
from bot.views import ahead, blocks, home_cards, reviews
from bot.views.blocks import Block

MOST_LISTED = 30
LATER = (*MEETING, State.PAUSED)


def page(view: Overview, now: datetime) -> Block:
    """Give the page: one's open steps or promises, and a button for each other matter."""
    row = view.relationship
    name = people.name(view.other)
    listed = home_cards.own_lines(view)[:MOST_LISTED]
    said = home_cards.when(view, now) if view.stopped else home_cards.four_steps(view, now)
    drawn = [blocks.section(f"*{blocks.escape(name)}*\n{said}")]
    if contact := ahead.contact(view):
        drawn.append(blocks.context(*contact))
    if listed:
        entry = "more_steps" if view.mentee else "more_promises"
        drawn += [blocks.context(scripts.script(entry).text), *listed]
    taps = [("Goals", "goals"), *_own(view), ("Notes so far", "notes"), ("Our year", "our_year")]
    if not view.stopped:
        taps += _together(view, now)
    taps.append(("Leave kindly", "leave"))
    return blocks.page(name, [*drawn, blocks.actions([blocks.act(*each, row.id) for each in taps])])


def _own(view: Overview) -> list[tuple[str, str]]:
    """Give what only the mentee or only the mentor has."""
    if view.stopped:
        return []
    return [("Share a line", "update")] if view.mentee else [("What I hope to learn", "hope")]


def _together(view: Overview, now: datetime) -> list[tuple[str, str]]:
    """Give what takes the other, in the order of how often it is used."""
    row, name = view.relationship, people.name(view.other)
    found = [("Feedback", "feedback")] if row.state in LATER else []
    if reviews.on_home(view, now):
        found.append(("Half-way", "half_way"))
    if row.state in LATER:
        found += [("Rhythm", "rhythm"), ("Ground rules", "ground_rules")]
    if not view.mentee:
        found += [("Vision card", "their_vision"), (f"Ask {name}", "ask_mentee")]
    found.append((f"Thank {name} in public", "thanks"))
    found.append(("Our working lines changed", "working_lines"))
    found += ahead.more(view)
    return [*found, ("Pause", "pause")] if row.state in pauses.MAY_PAUSE else found
