"""The one-pager of a session: what there is to know before two people meet, for each their own."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from bot import (
    advice,
    agendas,
    cards,
    changes,
    dates,
    goals,
    people,
    scripts,
    steps,
    updates,
    visions,
)
from bot.views import blocks
from bot.views.blocks import Block
from store import advice as kept
from store.advice import Step, Update
from store.people import Person
from store.relationships import Relationship
from store.sessions import Meeting

MOST = 12


def draw(tx: Session, session: Meeting, reader: Person) -> Block:
    """Give the page; a mentor's holds shared lines only, a mentee's never the mentor's promises."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    other, names = people.other(tx, relationship, reader), people.names(tx, relationship, reader)
    mentors = not people.is_mentee(relationship, reader)
    drawn: list[Block] = []
    if session.starts_at is not None:
        when = dates.both_zones(session.starts_at, reader.zone, other.zone, reader.locale)
        drawn.append(blocks.section(blocks.escape(when)))
    drawn += _part("agenda", names, _agenda(tx, session, reader))
    written = cards.shown(tx, relationship, other)
    drawn += _card("card", names, written)
    drawn += _card("vision", names, visions.shown(tx, relationship, reader))
    drawn += _part("changes", names, changes.told(tx, relationship, reader)[-MOST:])
    visible = [goal for goal in goals.visible(tx, relationship, reader) if goal.closed_at is None]
    drawn += _part("goals_mentor" if mentors else "goals", names, (goal.text for goal in visible))
    noted = [row.text for row in advice.visible(tx, relationship, reader)][-MOST:]
    drawn += _part("advice_mentor" if mentors else "advice", names, noted)
    open_steps = [row for row in steps.visible(tx, relationship, reader) if row.state == "open"]
    drawn += _part("steps_mentor" if mentors else "steps", names, map(_step, open_steps[-MOST:]))
    told = [row for row in updates.visible(tx, relationship, reader) if row.shared_at is not None]
    drawn += _part("updates_mentor" if mentors else "updates", names, _lines(told))
    if mentors:
        drawn += _part("promises", names, _promises(tx, relationship))
    if session.number > 1:
        # On the first agenda it stands already.
        hoped = filter(None, [relationship.hope])
        drawn += _part("hopes_mentor" if mentors else "hopes", names, hoped)
    title = scripts.fill(scripts.script("one_pager").title, names)
    return blocks.page(title, drawn)


def _part(name: str, names: Mapping[str, str], lines: Iterable[str]) -> list[Block]:
    """Draw one part under its heading; nothing for one that has no lines."""
    rows = [blocks.said(line) for line in lines]
    heading = scripts.fill(scripts.script(f"one_pager_{name}").text, names)
    return [blocks.header(heading), *rows] if rows else []


def _card(name: str, names: Mapping[str, str], written: Iterable[tuple[str, str]]) -> list[Block]:
    """Draw what the other wrote on a card, each answer under its question."""
    rows = [(blocks.context(blocks.escape(label)), blocks.said(words)) for label, words in written]
    heading = scripts.fill(scripts.script(f"one_pager_{name}").text, names)
    return [blocks.header(heading), *(block for row in rows for block in row)] if rows else []


def _agenda(tx: Session, session: Meeting, reader: Person) -> list[str]:
    lines = []
    for item in agendas.items(tx, session, reader):
        with_goal = scripts.script("one_pager_item_for_goal").text
        filled = {"item": item.words, "goal": item.goal}
        lines.append(scripts.fill(with_goal, filled) if item.goal else item.words)
    return lines


def _step(step: Step) -> str:
    if not step.moment:
        return step.text
    return scripts.fill(
        scripts.script("step_line").text, {"moment": step.moment, "step": step.text}
    )


def _lines(told: list[Update]) -> list[str]:
    return [update.text for update in told if update.text][-MOST:]


def _promises(tx: Session, relationship: Relationship) -> list[str]:
    rows = kept.promises(tx, relationship.id)
    return [row.text for row in rows if row.kept_at is None and row.dropped_at is None]
