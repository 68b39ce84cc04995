"""The page behind More: the rest of what can be done with one person, and what has changed."""

from datetime import datetime

from bot import pauses, people, scripts
from bot.overviews import Overview
from bot.views import ahead, blocks, home_cards, reviews
from bot.views.blocks import Block

MOST_LISTED = 30


def page(view: Overview, now: datetime) -> Block:
    """Give the page: one's open steps or promises, and a button for each other matter."""
    row = view.relationship
    name = people.name(view.other)
    listed = home_cards.own_lines(view)[:MOST_LISTED]
    drawn = [blocks.section(f"*{blocks.escape(name)}*\n{home_cards.four_steps(view, now)}")]
    if contact := ahead.contact(view):
        drawn.append(blocks.context(*contact))
    if listed:
        entry = "more_steps" if view.mentee else "more_promises"
        drawn += [blocks.context(scripts.script(entry).text), *listed]
    own = [("Share a line", "update")] if view.mentee else [("What I hope to learn", "hope")]
    taps = [
        *own,
        ("Feedback", "feedback"),
        ("Notes so far", "notes"),
        ("Our year", "our_year"),
        ("Rhythm", "rhythm"),
        ("Ground rules", "ground_rules"),
        ("Something changed", "something_changed"),
        ("Our working lines changed", "working_lines"),
    ]
    if reviews.on_home(view, now):
        taps.append(("Half-way", "half_way"))
    if not view.mentee:
        taps += [("Vision card", "their_vision"), (f"Ask {name}", "ask_mentee")]
    taps.append((f"Thank {name} in public", "thanks"))
    if row.state == "paused":
        taps.append(("Come back now", "come_back"))
    elif row.state in pauses.MAY_PAUSE:
        taps.append(("Pause", "pause"))
    taps += ahead.more(view)
    taps.append(("Leave kindly", "leave"))
    return blocks.page(name, [*drawn, blocks.actions([blocks.act(*each, row.id) for each in taps])])
