"""The page of a half-way review: each set under its question, then what the two may do with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot import people, reviews, scripts
from bot.overviews import Overview
from bot.views import blocks
from bot.views.blocks import Block
from store.goals import Goal
from store.people import Person
from store.relationships import Relationship
from store.reviews import Answer, Review

SAID_DAYS = 28
MARKED = {"change": ("change_this_goal", "goal_edit"), "done": ("close_this_goal", "goal_close")}


def page(
    review: Review,
    relationship: Relationship,
    reader: Person,
    rows: Sequence[Answer],
    seen: Mapping[str, Goal],
    names: Mapping[str, str],
) -> Block:
    """Give the page; `rows`: the answers its reader may see, `seen`: the goals they may see."""
    both, shown = len(rows) == 2, review.shown_at is not None
    entry = scripts.script("half_way_page")
    own_only = len(rows) == 1 and rows[0].person_id == reader.id
    if own_only:
        alone = scripts.script("half_way_page_shared" if shown else "half_way_page_own").text
        drawn = [blocks.section(scripts.fill(alone, _safe(names)))]
    else:
        drawn = [blocks.section(entry.text)] if both else []
    mentee = people.is_mentee(relationship, reader)
    for row in rows:
        mine = row.person_id == reader.id
        drawn += _side(row, "half_way_yours" if mine else "half_way_theirs", seen, names)
        if mine and mentee:
            drawn += _taps(row, seen)
    if both and shown:
        drawn += _together(rows, relationship.id)
    if shown:
        drawn.append(blocks.actions([_tap("add_to_agenda", "half_way_change", review.id)]))
    return blocks.page(scripts.fill(entry.title, names), drawn)


def _safe(names: Mapping[str, str]) -> dict[str, str]:
    return {key: blocks.escape(name) for key, name in names.items()}


def _side(
    row: Answer, heading: str, seen: Mapping[str, Goal], names: Mapping[str, str]
) -> list[Block]:
    questions = {question.id: question for question in scripts.form("mid_point").questions}
    drawn = [blocks.header(scripts.fill(scripts.script(heading).text, names))]
    for field in ("working", "change"):
        if words := getattr(row, field):
            drawn += [blocks.context(questions[field].label), blocks.said(words)]
    marked = [_goal(seen[key], mark) for key, mark in row.goals.items() if key in seen]
    if marked:
        drawn += [blocks.context(scripts.script("half_way_goals").text), *marked]
    wishes = dict(questions["rhythm"].choices)
    label = scripts.script("half_way_rhythm").text
    return [*drawn, blocks.context(label), blocks.said(wishes[row.rhythm])]


def _goal(goal: Goal, mark: str) -> Block:
    words = scripts.script(f"half_way_mark_{mark}").text
    line = scripts.script("half_way_goal").text
    return blocks.said(scripts.fill(line, {"goal": goal.text, "mark": words}))


def _taps(row: Answer, seen: Mapping[str, Goal]) -> list[Block]:
    """Give the mentee's way on with each goal she would change or tick off."""
    drawn = []
    for key, mark in row.goals.items():
        if key in seen and seen[key].closed_at is None and mark in MARKED:
            tap = _tap(*MARKED[mark], key)
            drawn.append(blocks.section(blocks.escape(seen[key].text), accessory=tap))
    return drawn


def _together(rows: Sequence[Answer], relationship_id: str) -> list[Block]:
    """Give what the two wishes for the rhythm come to."""
    wishes = {row.rhythm for row in rows}
    if len(wishes) == 2:
        return [blocks.divider(), blocks.section(scripts.script("half_way_differs").text)]
    if wishes == {"same"}:
        return []
    words = scripts.script(f"half_way_both_{wishes.pop()}").text
    tap = _tap("change_rhythm", "rhythm", relationship_id)
    return [blocks.divider(), blocks.section(words, accessory=tap)]


def _tap(button_id: str, act: str, row_id: str) -> Block:
    known = {button.id: button for button in scripts.script("half_way_page").buttons}
    return blocks.act(known[button_id].label, act, row_id, primary=known[button_id].primary)


def on_home(view: Overview, now: datetime) -> bool:
    """Say whether a person has half-way questions to answer, or answers to read."""
    last = view.reviews[-1] if view.reviews else None
    if last is None or last.opens_at > now:
        return False
    known = last.shown_at is not None or last.id in view.answered
    return known or reviews.takes_answers(last, now)


def half_way(view: Overview, now: datetime) -> list[str]:
    """Give Home's line on the review of the round: what its reader may know of it, no more."""
    last = view.reviews[-1] if view.reviews else None
    if last is None or last.opens_at > now or last.closes_at + timedelta(days=SAID_DAYS) < now:
        return []
    own = last.id in view.answered
    if last.shown_at is not None:
        return [_said("half_way_open", view)]
    if reviews.takes_answers(last, now) or last.shows_at is not None:
        return [_said("half_way_in", view)] if own else []
    return [_said("half_way_kept" if own else "half_way_closed", view)]


def _said(entry: str, view: Overview) -> str:
    return scripts.fill(scripts.script(entry).text, {"other": people.name(view.other)})
