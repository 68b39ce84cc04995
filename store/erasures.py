"""Erasures: a person's own words and traces, found to be gathered, and deleted for good."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, or_
from sqlmodel import Session, SQLModel, col, select, update

from store.advice import Advice, Promise, Step, Update
from store.cards import Card
from store.changes import Change
from store.codes import Attempt, Code
from store.contacts import Contact
from store.errands import Errand
from store.goals import Goal, GoalChange
from store.lines import Line
from store.memories import Memory
from store.people import Person
from store.prompts import Draft, Prompt
from store.pulses import Pulse
from store.relationships import Choice, Relationship
from store.reviews import Answer
from store.rhythms import RhythmWish, RulesWish
from store.sessions import Meeting, Slot, Topic
from store.thanks import Thanks
from store.trades import Note, Trade
from store.types import Words
from store.visions import Decision, Vision

Where = tuple[type[SQLModel], ColumnElement[bool]]
GONE = "gone-"


def drafts(tx: Session, person_id: str) -> list[Draft]:
    """Give every answer a person has begun and not sent."""
    query = select(Draft).where(Draft.person_id == person_id)
    return list(tx.exec(query.order_by(col(Draft.kept_at), col(Draft.id))).all())


def own(person_id: str) -> list[Where]:
    """Say which rows are a person's own writing or answers, what hangs on others first.

    What the mentee notes, plans and tries is hers; what the mentor promises is theirs.
    """
    mentees = select(Relationship.id).where(Relationship.mentee_id == person_id)
    mentors = select(Relationship.id).where(Relationship.mentor_id == person_id)
    goals = select(Goal.id).where(Goal.author_id == person_id)
    return [
        (Draft, col(Draft.person_id) == person_id),
        (Update, col(Update.relationship_id).in_(mentees)),
        (Step, col(Step.relationship_id).in_(mentees)),
        (Advice, col(Advice.relationship_id).in_(mentees)),
        (Promise, col(Promise.relationship_id).in_(mentors)),
        (Topic, (col(Topic.added_by_id) == person_id) & col(Topic.text).is_not(None)),
        (GoalChange, col(GoalChange.goal_id).in_(goals)),
        (Goal, col(Goal.author_id) == person_id),
        (Note, (col(Note.author_id) == person_id) & col(Note.thanks).is_(None)),
        (Answer, col(Answer.person_id) == person_id),
        (Change, col(Change.person_id) == person_id),
        (Line, col(Line.author_id) == person_id),
        (Thanks, col(Thanks.author_id) == person_id),
        (Contact, col(Contact.person_id) == person_id),
        (Pulse, col(Pulse.person_id) == person_id),
        (Choice, col(Choice.person_id) == person_id),
        (RhythmWish, col(RhythmWish.person_id) == person_id),
        (RulesWish, col(RulesWish.person_id) == person_id),
        (Slot, col(Slot.offered_by_id) == person_id),
        (Card, col(Card.person_id) == person_id),
        (Vision, col(Vision.person_id) == person_id),
        (Decision, col(Decision.person_id) == person_id),
        (Memory, col(Memory.person_id) == person_id),
        (Attempt, col(Attempt.person_id) == person_id),
        (Code, (col(Code.made_by_id) == person_id) | (col(Code.taken_by_id) == person_id)),
    ]


def count(tx: Session, person_id: str) -> dict[str, int]:
    """Give how many rows of each table are a person's own."""
    return {
        str(table.__tablename__): len(tx.exec(select(table).where(where)).all())
        for table, where in own(person_id)
    }


def words(tx: Session, person_id: str) -> set[str]:
    """Give every text a person has written that is kept."""
    rows = [row for table, where in own(person_id) for row in tx.exec(select(table).where(where))]
    found = {text for row in rows for text in _texts(row)}
    for row in _pairs(tx, person_id):
        found |= {row.hope} if row.hope and row.mentor_id == person_id else set()
    for meeting in _sessions(tx, person_id):
        found |= {meeting.link} if meeting.link else set()
    for trade in tx.exec(select(Trade).where(Trade.asked_by_id == person_id)).all():
        found |= {trade.about} if trade.about else set()
    for note in _answered(tx, person_id):
        found |= {note.thanks} if note.thanks else set()
    for note in _thanked(tx, person_id):
        boxes = (note.value, note.better, note.appreciate, note.afterthought)
        found |= {box for box in boxes if box}
    return found


def _texts(row: SQLModel) -> Iterator[str]:
    for column in row.__table__.columns:  # type: ignore[attr-defined]
        if isinstance(column.type, Words) and (text := getattr(row, column.key)):
            yield text


def forget(tx: Session, person_id: str) -> None:
    """Delete a person's own rows, and their words and traces in rows that are the other's too."""
    for row in _pairs(tx, person_id):
        if row.mentor_id == person_id:
            row.hope = None
    for meeting in _sessions(tx, person_id):
        meeting.link = None
        if meeting.cancelled_by_id == person_id:
            meeting.cancelled_by_id = None
    for trade in tx.exec(select(Trade).where(Trade.asked_by_id == person_id)).all():
        trade.about = None
    for note in _thanked(tx, person_id):
        note.value = note.better = note.appreciate = note.afterthought = None
    for note in _answered(tx, person_id):
        note.thanks = note.opened_at = note.to_try_at = note.hidden_at = None
    tx.flush()
    goals = select(Goal.id).where(Goal.author_id == person_id)
    freed = update(Topic).where(col(Topic.goal_id).in_(goals)).values(goal_id=None)
    tx.exec(freed, execution_options={"synchronize_session": "fetch"})
    for table, where in own(person_id):
        for each in tx.exec(select(table).where(where)).all():
            tx.delete(each)
        tx.flush()


def _pairs(tx: Session, person_id: str) -> list[Relationship]:
    mine = (Relationship.mentee_id == person_id) | (Relationship.mentor_id == person_id)
    return list(tx.exec(select(Relationship).where(mine)).all())


def _sessions(tx: Session, person_id: str) -> list[Meeting]:
    """Give the sessions of a person's pairs; who wrote where they meet isn't kept."""
    ids = [row.id for row in _pairs(tx, person_id)]
    return list(tx.exec(select(Meeting).where(col(Meeting.relationship_id).in_(ids))).all())


def _answered(tx: Session, person_id: str) -> list[Note]:
    """Give the notes of others that a person was the reader of."""
    ids = [row.id for row in _pairs(tx, person_id)]
    rounds = select(Trade.id).where(col(Trade.relationship_id).in_(ids))
    query = select(Note).where(col(Note.trade_id).in_(rounds), Note.author_id != person_id)
    return list(tx.exec(query).all())


def _thanked(tx: Session, person_id: str) -> list[Note]:
    """Give a person's notes that were answered with thanks: those words are the other's."""
    query = select(Note).where(Note.author_id == person_id, col(Note.thanks).is_not(None))
    return list(tx.exec(query).all())


def said_to(tx: Session, person_id: str) -> list[Prompt]:
    """Give everything a person was told or is to be told."""
    return list(tx.exec(select(Prompt).where(Prompt.person_id == person_id)).all())


def said_to_others(
    tx: Session, person_id: str, ids: Iterable[str], kinds: Iterable[str]
) -> list[Prompt]:
    """Give what others were told in these pairs, and by these kinds anywhere."""
    about = col(Prompt.relationship_id).in_(list(ids)) | col(Prompt.kind).in_(list(kinds))
    return list(tx.exec(select(Prompt).where(about, Prompt.person_id != person_id)).all())


def forget_prompts(tx: Session, person_id: str, kept: Sequence[str]) -> None:
    """Delete everything a person was told, and the errands of theirs but those of some kinds."""
    mine = select(Prompt.id).where(Prompt.person_id == person_id)
    tx.exec(
        delete(Errand).where(
            (col(Errand.person_id) == person_id) | col(Errand.prompt_id).in_(mine),
            col(Errand.kind).not_in(kept),
        )
    )
    tx.exec(delete(Prompt).where(col(Prompt.person_id) == person_id))


def end_pairs(tx: Session, person_id: str) -> None:
    """Delete the pairs that nobody is left in, and the names of whom no pair needs any more."""
    here = [(row.id, {row.mentee_id, row.mentor_id}) for row in _pairs(tx, person_id)]
    people = {person_id}.union(*(both for _, both in here))
    gone = {each for each in people if tx.get_one(Person, each).slack_id.startswith(GONE)}
    for row_id, both in here:
        if both <= gone:
            end_pair(tx, row_id)
    for each in gone:
        if not _pairs(tx, each):
            tx.get_one(Person, each).name = ""


def end_pair(tx: Session, relationship_id: str) -> None:
    """Delete a pair with all that hangs on it."""
    said = select(Prompt.id).where(Prompt.relationship_id == relationship_id)
    tx.execute(delete(Errand).where(col(Errand.prompt_id).in_(said)))
    _delete(tx, Relationship, col(Relationship.id) == relationship_id)


def end_person(tx: Session, person_id: str) -> None:
    """Delete a person who is in no pair, with all that hangs on them."""
    _delete(tx, Person, col(Person.id) == person_id)


def _delete(tx: Session, root: type[SQLModel], which: ColumnElement[bool]) -> None:
    """Delete rows with all that hangs on them, however far."""
    tx.flush()
    owned: dict[str, Any] = {str(root.__tablename__): which}
    tables = SQLModel.metadata.sorted_tables
    for table in tables:
        ways = [way for key in table.foreign_keys if (way := _way(key, table, owned)) is not None]
        if ways and table.name not in owned:
            owned[table.name] = or_(*ways)
    for table in reversed(tables):
        if table.name in owned:
            tx.execute(delete(table).where(and_(owned[table.name])))
    tx.expire_all()


def _way(key: Any, table: Table, owned: dict[str, Any]) -> Any:
    """Say which rows of a table hang on one that goes."""
    parent = key.column.table
    if parent.name == table.name or parent.name not in owned:
        return None
    # What one row hangs on another loosely is let go of by what it belongs to.
    return key.parent.in_(select(key.column).where(owned[parent.name]))
