"""Reading for a batch of prompts at once what deciding on each of them asks for one by one."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import event, tuple_
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, func, or_, select

from store import known
from store.people import Person
from store.prompts import PLANNED, WAITING, Prompt
from store.relationships import Relationship
from store.sessions import OFFERED, TO_BOOK, Meeting, Slot

WEEK_AND_MORE = timedelta(days=9)
# What the reasons of other prompts look at; anything else of theirs is read when it is asked for.
SEEN: Any = (
    Prompt.id,
    Prompt.kind,
    Prompt.state,
    Prompt.person_id,
    Prompt.relationship_id,
    Prompt.occasion,
    Prompt.about,
    Prompt.sent_at,
)


def read(tx: Session, rows: Sequence[Prompt], now: datetime) -> None:
    """Read what is known of the people and relationships of prompts, and of their week.

    The people's planned prompts are locked, as `deliveries.planned_for` would.
    """
    people = {row.person_id for row in rows}
    pairs = {row.relationship_id for row in rows if row.relationship_id is not None}
    _people(tx, people, pairs)
    _prompts(tx, people, pairs, now + WEEK_AND_MORE)
    _meetings(tx, pairs)
    _written(tx, people, (now - WEEK_AND_MORE).date())


def _people(tx: Session, people: Collection[str], pairs: Collection[str]) -> None:
    theirs = or_(
        col(Relationship.mentee_id).in_(people),
        col(Relationship.mentor_id).in_(people),
        col(Relationship.id).in_(pairs),
    )
    found = tx.exec(select(Relationship).where(theirs)).all()
    by_person: dict[str, list[Relationship]] = {each: [] for each in people}
    for row in found:
        for person_id in {row.mentee_id, row.mentor_id} & by_person.keys():
            by_person[person_id].append(row)
    known.keep(tx, "relationships", by_person)
    both = {each for row in found if row.id in pairs for each in (row.mentee_id, row.mentor_id)}
    tx.exec(select(Person).where(col(Person.id).in_(both | set(people)))).all()


def _prompts(tx: Session, people: Collection[str], pairs: Collection[str], until: datetime) -> None:
    planned = tx.exec(
        select(Prompt)
        .where(col(Prompt.person_id).in_(people), Prompt.state == PLANNED, Prompt.due_at < until)
        .order_by(col(Prompt.id))
        .with_for_update()
    ).all()
    found = known.sort(people, planned, "person_id")
    known.keep(tx, "planned", {each: (until, rows) for each, rows in found.items()})
    waits = tx.exec(
        select(Prompt)
        .where(col(Prompt.relationship_id).in_(pairs), _plain(Prompt.state).in_(WAITING))
        .options(load_only(*SEEN))
    ).all()
    known.keep(tx, "waiting", known.sort(pairs, waits, "relationship_id"))


def _plain(column: Any) -> Any:
    """Give a column that no index is looked up by: SQLite would take that of all such states."""
    return func.coalesce(column, "")


def _meetings(tx: Session, pairs: Collection[str]) -> None:
    meetings = tx.exec(
        select(Meeting).where(col(Meeting.relationship_id).in_(pairs)).order_by(col(Meeting.number))
    ).all()
    known.keep(tx, "meetings", known.sort(pairs, meetings, "relationship_id"))
    unbooked = [row.id for row in meetings if row.state in (TO_BOOK, OFFERED)]
    slots = tx.exec(
        select(Slot).where(col(Slot.session_id).in_(unbooked)).order_by(col(Slot.starts_at))
    ).all()
    known.keep(tx, "slots", known.sort(unbooked, slots, "session_id"))


def _written(tx: Session, people: Collection[str], since: date) -> None:
    """Read the days since then, how often, and last, each was written to of the bot's accord."""
    theirs, own_accord = col(Prompt.person_id).in_(people), col(Prompt.sent_on).is_not(None)
    days: dict[str, Any] = {each: set() for each in people}
    query = select(Prompt.person_id, col(Prompt.sent_on)).where(theirs)
    for person_id, on in tx.exec(query.where(col(Prompt.sent_on) >= since)).all():
        days[person_id].add(on)
    known.keep(tx, "days", {each: (since, found) for each, found in days.items()})
    leads = col(Prompt.ts).is_not(None) & col(Prompt.lead_id).is_(None)
    counted = tx.exec(
        select(Prompt.person_id, func.count(), func.max(Prompt.sent_at).filter(leads))
        .where(theirs, own_accord)
        .group_by(col(Prompt.person_id))
    ).all()
    known.keep(tx, "written", dict.fromkeys(people, 0) | {row[0]: row[1] for row in counted})
    last = [(row[0], row[2]) for row in counted if row[2] is not None]
    latest = tuple_(col(Prompt.person_id), col(Prompt.sent_at)).in_(last)
    found = tx.exec(select(Prompt).where(theirs, latest)).all() if last else []
    messages = [row for row in found if row.sent_on and row.ts and row.lead_id is None]
    known.keep(tx, "last", dict.fromkeys(people, ()) | {row.person_id: (row,) for row in messages})
    riders = tx.exec(
        select(Prompt).where(col(Prompt.lead_id).in_([row.id for row in messages]))
    ).all()
    riding = known.sort([row.id for row in messages], riders, "lead_id")
    known.keep(tx, "groups", {row.id: [row, *riding[row.id]] for row in messages})


@event.listens_for(Session, "pending_to_persistent")
def _add(tx: Session, row: object) -> None:
    """Let a new prompt join what was read ahead."""
    have = tx.info.get("known")
    if have and isinstance(row, Prompt):
        _, planned = have.get("planned", {}).get(row.person_id, (None, []))
        planned.append(row)
        have.get("waiting", {}).get(row.relationship_id, []).append(row)
