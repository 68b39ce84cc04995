"""Agendas: what two people want to talk about at their next session, fixed items by their kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import people, scripts
from store import sessions
from store.goals import Goal
from store.people import Person
from store.relationships import Relationship
from store.sessions import HELD, NOT_HELD, SKIPPED, Meeting, Topic

# Each is announced as "first on the agenda"; the newest of them opens it, so each was told true.
OPENING = frozenset({"topic", "talk_it_through", "rhythm", "teach", "mid_point"})
NOT_MET = (NOT_HELD, SKIPPED)


@dataclass(frozen=True, slots=True)
class Item:
    """One item as its reader may see it; `goal` is the goal it is for, if they may see that."""

    kind: str
    words: str
    goal: str | None = None


def add(
    tx: Session,
    relationship: Relationship,
    kind: str,
    person: Person | None,
    now: datetime,
    text: str | None = None,
    goal_id: str | None = None,
) -> None:
    """Put an item on the next session that isn't over, or keep it until there is one.

    The same item twice is one item. Kinds without `text` speak with the script `agenda_{kind}`.
    """
    meetings = sessions.of_relationship(tx, relationship.id)
    topic = Topic(
        relationship_id=relationship.id,
        added_by_id=person.id if person else None,
        kind=kind,
        text=text,
        goal_id=goal_id,
        added_at=now,
    )
    meeting = _place(topic, meetings)
    topic.session_id = meeting.id if meeting else None
    for other in sessions.agenda(tx, relationship.id):
        same = (other.kind, other.text) == (kind, text)
        if same and _place(other, meetings) is meeting:
            other.goal_id, other.added_at = goal_id or other.goal_id, now
            return
    tx.add(topic)
    tx.flush()


def take_off(tx: Session, relationship: Relationship, kind: str, now: datetime) -> None:
    """Take a fixed item off what is still to come, because it has been settled."""
    meetings = sessions.of_relationship(tx, relationship.id)
    for topic in sessions.agenda(tx, relationship.id):
        if topic.kind == kind:
            meeting = _place(topic, meetings)
            if meeting is None or not _over(meeting, now):
                tx.delete(topic)


def items(tx: Session, session: Meeting, reader: Person) -> list[Item]:
    """Give a session's agenda as one of the two may see it, opening items first.

    What was meant for a session that didn't happen has moved on to the next one. Until a first
    one is held, what the mentor hopes to learn is always there (S16).
    """
    relationship = tx.get_one(Relationship, session.relationship_id)
    people.theirs(tx, reader, relationship.id)
    topics = _topics(tx, session)
    if _first(tx, session) and not any(topic.kind == "mentor_hopes" for topic in topics):
        began = relationship.begun_at or relationship.created_at
        hopes = Topic(relationship_id=relationship.id, kind="mentor_hopes", added_at=began)
        topics.insert(0, hopes)
    opening = [topic for topic in topics if topic.kind in OPENING]
    rest = [topic for topic in topics if topic.kind not in OPENING]
    return [_item(tx, relationship, topic, reader) for topic in (*reversed(opening), *rest)]


def topic(tx: Session, session: Meeting) -> str | None:
    """Give the words of the newest topic of a session, None while there is none."""
    words = [topic.text for topic in _topics(tx, session) if topic.kind == "topic"]
    return words[-1] if words else None


def _topics(tx: Session, session: Meeting) -> list[Topic]:
    meetings = sessions.of_relationship(tx, session.relationship_id)
    agenda = sessions.agenda(tx, session.relationship_id)
    places = [(topic, _place(topic, meetings)) for topic in agenda]
    return [topic for topic, place in places if place is not None and place.id == session.id]


def _first(tx: Session, session: Meeting) -> bool:
    """Say whether no session before this one was held."""
    meetings = sessions.of_relationship(tx, session.relationship_id)
    return not any(each.state == HELD and each.number < session.number for each in meetings)


def _place(topic: Topic, meetings: Sequence[Meeting]) -> Meeting | None:
    """Give the session an item belongs to: its own, or the next when that one didn't happen."""
    ids = [meeting.id for meeting in meetings]
    after = ids.index(topic.session_id) if topic.session_id in ids else 0
    for meeting in meetings[after:]:
        own = meeting.id == topic.session_id
        if meeting.state not in NOT_MET and (own or not _over(meeting, topic.added_at)):
            return meeting
    return None


def _over(meeting: Meeting, at: datetime) -> bool:
    """Say whether a session had ended by an instant."""
    if meeting.starts_at is not None:
        return meeting.starts_at + timedelta(minutes=meeting.minutes) <= at
    return meeting.settled_at is not None and meeting.settled_at <= at


def _item(tx: Session, relationship: Relationship, topic: Topic, reader: Person) -> Item:
    kind, mine = topic.kind, people.is_mentee(relationship, reader)
    names = people.names(tx, relationship, reader)
    if kind == "mentor_hopes":
        entry = "agenda_mentor_hopes_line" if relationship.hope else "agenda_mentor_hopes"
        entry = entry if mine else f"{entry}_own"
        words = scripts.fill(scripts.script(entry).text, {**names, "hope": relationship.hope})
    elif kind == "step":
        # A step's words reach the mentor only through a preview, so they stay with the mentee.
        entry = "agenda_step" if mine and topic.text else "agenda_step_unnamed"
        words = scripts.fill(scripts.script(entry).text, {"step": topic.text})
    elif topic.text is not None:
        words = topic.text
    else:
        words = scripts.fill(scripts.script(f"agenda_{kind}").text, names)
    goal = tx.get(Goal, topic.goal_id) if topic.goal_id else None
    if goal is not None and goal.private and goal.author_id != reader.id:
        goal = None
    return Item(kind=kind, words=words, goal=goal.text if goal else None)
