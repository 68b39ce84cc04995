"""Exported: one relationship as plain data, told for one of the two (PRODUCT 4.4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import advice, exported_answers, goals, people, steps, totals, updates, visions
from bot.choosing import LIVE
from bot.plainly import plain, told
from bot.recollections import TOLD
from store import advice as kept_advice
from store import cards, changes, lines, sessions
from store import goals as kept_goals
from store import visions as kept_visions
from store.advice import Step
from store.cards import Card
from store.goals import Goal, GoalChange
from store.people import Person
from store.relationships import Relationship
from store.sessions import Topic
from store.visions import Vision

Told = dict[str, Any]
CARD = ("path", "studied", "change", "helped", "written_at")
VISION = ("more_of", "wont_trade", "small_try", "written_at")
RELATIONSHIP = (
    "id", "kind", "state", "created_at", "begun_at", "ended_at", "starts_on", "ends_on", "every",
    "minutes", "hope",
)  # fmt: skip
SESSION = ("id", "number", "state", "target_on", "starts_at", "minutes", "place", "link")


def card(row: Card | None) -> Told | None:
    """Give a know-me card."""
    return told(row, CARD) if row else None


def vision(row: Vision | None) -> Told | None:
    """Give a vision card."""
    return told(row, VISION) if row else None


def relationship(tx: Session, row: Relationship, reader: Person) -> Told:
    """Give a relationship with all in it that its reader may see; Correctable for a stranger."""
    people.theirs(tx, reader, row.id)
    other, mentee = people.other(tx, row, reader), people.is_mentee(row, reader)
    live = row.begun_at is not None and row.state in LIVE
    shared = live and not mentee and visions.shared(tx, row)
    held = totals.of(totals.held(tx, row, totals.Span()))
    return {
        **told(row, RELATIONSHIP),
        "with": other.name,
        "role": "mentee" if mentee else "mentor",
        "rounds": row.round,
        "held": {"sessions": held.talks, "minutes": held.minutes},
        "their_card": card(cards.of_person(tx, other.id)) if live else None,
        "their_vision": vision(kept_visions.of_person(tx, other.id)) if shared else None,
        **_meetings(tx, row, reader),
        "goals": _goals(tx, row, reader),
        **_follow_through(tx, row, reader),
        "changes": _changes(tx, row, reader),
        "lines": [
            {**told(line, ("id", "kind", "text", "sent_at")), "by": by(line.author_id, reader)}
            for line in lines.of_relationship(tx, row.id)
        ],
        **exported_answers.of(tx, row, reader),
    }


def by(person_id: str | None, reader: Person) -> str | None:
    """Say whose something is: "me", "other", or None for nobody's."""
    if person_id is None:
        return None
    return "me" if person_id == reader.id else "other"


def _goals(tx: Session, row: Relationship, reader: Person) -> list[Told]:
    histories: dict[str, list[GoalChange]] = {}
    for change in kept_goals.history(tx, row.id):
        histories.setdefault(change.goal_id, []).append(change)
    seen = goals.visible(tx, row, reader)
    return [_goal(goal, histories.get(goal.id, []), reader) for goal in seen]


def _goal(goal: Goal, history: list[GoalChange], reader: Person) -> Told:
    """Give a goal; whoever didn't write it knows nothing of when it was private."""
    if goal.author_id != reader.id:
        history = goals.shared_history(history)
    created_at = goal.created_at
    if goal.author_id != reader.id and history:
        created_at = history[0].changed_at
    return {
        **told(goal, ("id", "text", "private", "position", "closed_at", "closed_as")),
        "by": by(goal.author_id, reader),
        "created_at": plain(created_at),
        "history": [told(each, ("change", "text", "changed_at")) for each in history],
    }


def _meetings(tx: Session, row: Relationship, reader: Person) -> Told:
    """Give the sessions with what was written for each, and what waits for the next one."""
    meetings = sessions.of_relationship(tx, row.id)
    seen = {goal.id for goal in goals.visible(tx, row, reader)}
    topics = [each for each in sessions.agenda(tx, row.id) if _is_seen(each, reader)]
    ids = {meeting.id for meeting in meetings}
    return {
        "sessions": [
            {
                **told(meeting, SESSION),
                "agenda": [
                    _topic(topic, seen, reader)
                    for topic in topics
                    if topic.session_id == meeting.id
                ],
            }
            for meeting in meetings
        ],
        "topics": [_topic(each, seen, reader) for each in topics if each.session_id not in ids],
    }


def _is_seen(topic: Topic, reader: Person) -> bool:
    """Say whether somebody wrote it and the reader may read it: a step's words are its author's."""
    mine = topic.added_by_id == reader.id
    return topic.text is not None and (mine or topic.kind != "step")


def _topic(topic: Topic, seen: set[str], reader: Person) -> Told:
    return {
        **told(topic, ("id", "kind", "text", "added_at")),
        "by": by(topic.added_by_id, reader),
        "goal": topic.goal_id if topic.goal_id in seen else None,
    }


def _follow_through(tx: Session, row: Relationship, reader: Person) -> Told:
    """Give advice, steps and updates as they may be seen, and promises to who made them."""
    mentee = people.is_mentee(row, reader)
    noted, planned = advice.visible(tx, row, reader), steps.visible(tx, row, reader)
    promised = [] if mentee else kept_advice.promises(tx, row.id)
    return {
        "advice": [
            {**told(each, ("id", "text", "shared", "noted_at")), "session": each.session_id}
            for each in noted
        ],
        "steps": _steps(tx, row, reader, planned, {each.id for each in noted}),
        "updates": _updates(tx, row, reader, {each.id for each in planned}),
        "promises": [
            {
                **told(each, ("id", "text", "promised_at", "kept_at", "dropped_at")),
                "session": each.session_id,
            }
            for each in promised
        ],
    }


def _steps(
    tx: Session, row: Relationship, reader: Person, planned: Iterable[Step], noted: set[str]
) -> list[Told]:
    """Give steps; the mentor knows how one went where that was told, and no date of it."""
    heard: dict[str, tuple[str, datetime | None]] = {}
    if not people.is_mentee(row, reader):
        heard = {
            each.step_id: (TOLD[each.status], each.shared_at)
            for each in updates.visible(tx, row, reader)
            if each.step_id and each.status in TOLD
        }
    found = []
    for step in planned:
        said = told(step, ("id", "moment", "text", "shared", "state", "check_on", "planned_at"))
        said |= told(step, ("closed_at",))
        if not people.is_mentee(row, reader):
            state, at = heard.get(step.id, ("open", None))
            said |= {"state": state, "closed_at": plain(at), "check_on": None}
        link = step.advice_id if step.advice_id in noted else None
        found.append({**said, "session": step.session_id, "advice": link})
    return found


def _updates(tx: Session, row: Relationship, reader: Person, planned: set[str]) -> list[Told]:
    """Give updates; what the mentor keeps of them is the mentor's to know."""
    mentee = people.is_mentee(row, reader)
    return [
        {
            **told(each, ("id", "status", "text", "shared_at", "reply")),
            "step": each.step_id if each.step_id in planned else None,
            "written_at": plain(each.written_at if mentee else each.shared_at),
            "kept_at": None if mentee else plain(each.kept_at),
        }
        for each in updates.visible(tx, row, reader)
    ]


def _changes(tx: Session, row: Relationship, reader: Person) -> list[Told]:
    rows = changes.of_relationship(tx, row.id)
    return [
        {
            **told(each, ("id", "kind", "line", "told", "changed_at")),
            "by": by(each.person_id, reader),
        }
        for each in rows
        if each.told or each.person_id == reader.id
    ]
