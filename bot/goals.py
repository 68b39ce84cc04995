"""Goals: the mentee's own words for what would make the year worth it, each shared or private."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import courses, people, prompts, scripts, setup, windows
from bot.errors import Correctable
from store import goals, sessions
from store.goals import Goal, GoalChange
from store.people import Person
from store.relationships import Relationship
from store.sessions import HELD

MOST_OPEN = 10
FIRST = 3
UNTOUCHED_SESSIONS = 3
ASKS = ("D1", "D2", "D2_again")
WRITTEN, UNKNOWN = "goals", "not_yet"
ADDED_PRIVATE = "added_private"
PRIVATE = (ADDED_PRIVATE, "made_private")


def visible(tx: Session, relationship: Relationship, reader: Person) -> list[Goal]:
    """Give the goals one of the two may see, open ones first; private ones to their author only."""
    people.theirs(tx, reader, relationship.id)
    rows = goals.of_relationship(tx, relationship.id)
    seen = [goal for goal in rows if goal.author_id == reader.id or not goal.private]
    return sorted(seen, key=lambda goal: goal.closed_at is not None)


def shared_history(changes: Sequence[GoalChange]) -> list[GoalChange]:
    """Give one goal's history without what was written while the goal was private."""
    seen, private = [], False
    for change in changes:
        private = change.change in PRIVATE or (private and change.change != "shared")
        if not private:
            seen.append(change)
    return seen


def still_open(tx: Session, relationship: Relationship) -> list[Goal]:
    """Give the mentee's open goals in her order, private ones too: for her eyes only."""
    rows = goals.of_relationship(tx, relationship.id)
    return [goal for goal in rows if goal.closed_at is None]


def untouched(tx: Session, relationship: Relationship, author: Person) -> list[Goal]:
    """Give a person's open goals that no topic was for in three held sessions (S14).

    A goal that was added, changed or looked over since the first of them counts as touched.
    """
    rows = sessions.of_relationship(tx, relationship.id)
    last = [row for row in rows if row.state == HELD][-UNTOUCHED_SESSIONS:]
    since = last[0].starts_at or last[0].settled_at if last else None
    if len(last) < UNTOUCHED_SESSIONS or since is None:
        return []
    ids = {row.id for row in last}
    talked = {
        topic.goal_id
        for topic in sessions.agenda(tx, relationship.id)
        if topic.session_id in ids or topic.added_at >= since
    }
    changes = goals.history(tx, relationship.id)
    touched = {change.goal_id for change in changes if change.changed_at >= since}
    return [
        goal
        for goal in still_open(tx, relationship)
        if goal.author_id == author.id and goal.id not in talked | touched
    ]


def add(
    tx: Session,
    relationship: Relationship,
    author: Person,
    wishes: Sequence[tuple[str, str, bool]],
    now: datetime,
) -> None:
    """Add goals given as (field, words, private), below those there are.

    Correctable at the field of one that is there already or that would be one too many.
    """
    there = still_open(tx, relationship)
    taken = {same(goal.text) for goal in there}
    for field, words, _ in wishes:
        if same(words) in taken:
            raise Correctable(scripts.error("goal_twice"), field)
        taken.add(same(words))
    if len(there) + len(wishes) > MOST_OPEN:
        field = wishes[max(0, MOST_OPEN - len(there))][0]
        raise Correctable(scripts.error("too_many_goals", limit=MOST_OPEN), field)
    below = max((goal.position for goal in there), default=-1) + 1
    for position, (_, words, private) in enumerate(wishes, start=below):
        goal = Goal(
            relationship_id=relationship.id,
            author_id=author.id,
            text=words,
            private=private,
            position=position,
            created_at=now,
        )
        tx.add(goal)
        tx.flush()
        note(tx, goal, "added_private" if private else "added", words, now)


def note(tx: Session, goal: Goal, change: str, words: str | None, now: datetime) -> None:
    """Write a line of a goal's history: what changed and, where they changed, its new words."""
    # Its order says what was private when, so no two lines share an instant.
    last = max((each.changed_at for each in goals.changes(tx, goal.id)), default=None)
    at = now if last is None or last < now else last + timedelta(microseconds=1)
    tx.add(GoalChange(goal_id=goal.id, change=change, text=words, changed_at=at))
    tx.flush()


def written(
    tx: Session, relationship: Relationship, mentee: Person, outcome: str, now: datetime
) -> None:
    """Let the question for goals rest: there are some now."""
    people.chose(tx, relationship, mentee.id, "D1", WRITTEN, now)
    for kind in ASKS:
        prompts.close(tx, (kind,), relationship, mentee, _result(kind, outcome), now)
    setup.step_done(tx, relationship, mentee, now)


def _result(kind: str, outcome: str) -> str:
    """Give the outcome a prompt has a sentence for; the shared one for its own goes elsewhere."""
    return outcome if outcome in scripts.script(kind).results else "elsewhere"


def same(words: str) -> str:
    """Give what two goals have in common that say the same with other spaces or capitals."""
    return " ".join(words.casefold().split()).rstrip(".")


def ask_again(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Ask once more the day after the first session, if the mentee didn't know yet (S13)."""
    mentee, _ = people.pair(tx, relationship)
    if people.chosen(tx, relationship, mentee.id, "D1") == UNKNOWN:
        prompts.plan(
            tx,
            "D2_again",
            mentee,
            courses.of_setup(relationship),
            windows.next_morning(now, people.hours(mentee), windows.Pace.ORDINARY),
            now,
            relationship=relationship,
        )
