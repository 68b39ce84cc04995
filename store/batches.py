"""Reading for a batch of prompts at once what deciding on each of them asks for one by one."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as core
from sqlalchemy import Select, bindparam, event
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, func, or_, select

from store import deliveries, known
from store.among import among
from store.people import Person
from store.prompts import PLANNED, WAITING, Prompt
from store.relationships import Relationship
from store.sessions import OFFERED, TO_BOOK, Meeting, Slot
from store.types import Instant

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
# And what is looked at of the last message: whether somebody read it.
LOOKED_AT: Any = (
    Prompt.id,
    Prompt.kind,
    Prompt.state,
    Prompt.person_id,
    Prompt.about,
    Prompt.place,
    Prompt.planned_at,
    Prompt.lead_id,
    Prompt.ts,
    Prompt.sent_at,
    Prompt.sent_on,
    Prompt.answered_at,
)


def read(tx: Session, rows: Sequence[Prompt], now: datetime) -> None:
    """Read what is known of the people and relationships of prompts, and of their week.

    The prompts' own people have been read with them. The people's planned prompts are locked, as
    `deliveries.planned_for` would.
    """
    people = {row.person_id for row in rows}
    pairs = {row.relationship_id for row in rows if row.relationship_id is not None}
    _people(tx, people, pairs)
    _prompts(tx, rows, people, pairs, now + WEEK_AND_MORE)
    _meetings(tx, pairs)
    _written(tx, people, (now - WEEK_AND_MORE).date())


def _people(tx: Session, people: Collection[str], pairs: Collection[str]) -> None:
    found = tx.execute(PAIRS, {"people": people, "pairs": pairs}).scalars().all()
    by_person: dict[str, list[Relationship]] = {each: [] for each in people}
    for row in found:
        for person_id in {row.mentee_id, row.mentor_id} & by_person.keys():
            by_person[person_id].append(row)
    known.keep(tx, "relationships", by_person)
    both = {each for row in found if row.id in pairs for each in (row.mentee_id, row.mentor_id)}
    if others := both.difference(people):
        tx.execute(PEOPLE, {"people": others}).scalars().all()


def _prompts(
    tx: Session,
    rows: Sequence[Prompt],
    people: Collection[str],
    pairs: Collection[str],
    until: datetime,
) -> None:
    given = {"people": people, "until": until, "rows": [row.id for row in rows]}
    planned = [*rows, *tx.execute(ALSO_PLANNED, given).scalars().all()]
    found = known.sort(people, planned, "person_id")
    known.keep(tx, "planned", {each: (until, theirs) for each, theirs in found.items()})
    waits = tx.execute(WAITS, {"pairs": pairs}).scalars().all()
    known.keep(tx, "waiting", known.sort(pairs, waits, "relationship_id"))
    known.keep(tx, "turns", deliveries.turns(tx, [row.id for row in planned]))


def _meetings(tx: Session, pairs: Collection[str]) -> None:
    meetings = tx.execute(MEETINGS, {"pairs": pairs}).scalars().all()
    known.keep(tx, "meetings", known.sort(pairs, meetings, "relationship_id"))
    unbooked = [row.id for row in meetings if row.state in (TO_BOOK, OFFERED)]
    slots = tx.execute(SLOTS, {"sessions": unbooked}).scalars().all()
    known.keep(tx, "slots", known.sort(unbooked, slots, "session_id"))


def _written(tx: Session, people: Collection[str], since: date) -> None:
    """Read the days since then, how often, and last, each was written to of the bot's accord."""
    days: dict[str, Any] = {each: set() for each in people}
    for person_id, on in tx.execute(DAYS, {"people": people, "since": since}):
        days[person_id].add(on)
    known.keep(tx, "days", {each: (since, found) for each, found in days.items()})
    counted = tx.execute(WRITTEN, {"people": people}).all()
    known.keep(tx, "written", dict.fromkeys(people, 0) | {row[0]: row[1] for row in counted})
    found = (row[2] for row in counted if row[2] is not None)
    messages = [row for row in found if row.sent_on and row.ts and row.lead_id is None]
    known.keep(tx, "last", dict.fromkeys(people, ()) | {row.person_id: (row,) for row in messages})
    leads = [row.id for row in messages]
    riders = tx.execute(RIDERS, {"leads": leads}).scalars().all() if leads else []
    riding = known.sort(leads, riders, "lead_id")
    known.keep(tx, "groups", {row.id: [row, *riding[row.id]] for row in messages})


@event.listens_for(Session, "pending_to_persistent")
def _add(tx: Session, row: object) -> None:
    """Let a new prompt join what was read ahead."""
    if isinstance(row, Prompt) and known.is_kept(tx):
        known.join(tx, row)


def _pairs() -> Select[Any]:
    theirs = among(Relationship.mentee_id, "people") | among(Relationship.mentor_id, "people")
    return core.select(Relationship).where(or_(theirs, among(Relationship.id, "pairs")))


def _also_planned() -> Select[Any]:
    until: Any = bindparam("until", type_=Instant)
    return (
        core.select(Prompt)
        .where(among(Prompt.person_id, "people"), col(Prompt.state) == PLANNED)
        .where(col(Prompt.due_at) < until, ~among(Prompt.id, "rows"))
        .order_by(col(Prompt.id))
        .with_for_update()
    )


def _waits() -> Select[Any]:
    # No index is looked up by an expression: SQLite would take that of all such states.
    plain = func.coalesce(col(Prompt.state), "")
    waits = core.select(Prompt).where(among(Prompt.relationship_id, "pairs"), plain.in_(WAITING))
    return waits.options(load_only(*SEEN))


def _written_to() -> Any:
    """Select how often each was written to, with what was posted last."""
    leads = col(Prompt.ts).is_not(None) & col(Prompt.lead_id).is_(None)
    counted = (
        core.select(
            col(Prompt.person_id).label("person_id"),
            func.count().label("count"),
            func.max(Prompt.sent_at).filter(leads).label("last_at"),
        )
        .where(among(Prompt.person_id, "people"), col(Prompt.sent_on).is_not(None))
        .group_by(col(Prompt.person_id))
        .subquery()
    )
    last = (col(Prompt.person_id) == counted.c.person_id) & (
        col(Prompt.sent_at) == counted.c.last_at
    )
    return (
        core.select(counted.c.person_id, counted.c.count, Prompt)
        .outerjoin_from(counted, Prompt, last)
        .options(load_only(*LOOKED_AT))
    )


# Built once: they are asked for each batch, and building one takes as long as asking.
PAIRS, ALSO_PLANNED, WAITS, WRITTEN = _pairs(), _also_planned(), _waits(), _written_to()
PEOPLE = select(Person).where(among(Person.id, "people"))
MEETINGS = select(Meeting).where(among(Meeting.relationship_id, "pairs"))
MEETINGS = MEETINGS.order_by(col(Meeting.number))
SLOTS = select(Slot).where(among(Slot.session_id, "sessions")).order_by(col(Slot.starts_at))
DAYS = core.select(col(Prompt.person_id), col(Prompt.sent_on))
DAYS = DAYS.where(among(Prompt.person_id, "people"), col(Prompt.sent_on) >= bindparam("since"))
RIDERS = core.select(Prompt).where(among(Prompt.lead_id, "leads")).options(load_only(*LOOKED_AT))
