"""Earlier: the relationships of a person that ended, and whether one can be begun anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import dates, reopenings, timers, windows
from bot import people as names
from bot.choosing import LIVE
from bot.lifecycle import State
from store import homes, people, relationships
from store.people import Person
from store.relationships import Relationship


@dataclass(frozen=True, slots=True)
class Earlier:
    """One that ended: `on` in words; `recent`: within the year; `again`: it may begin anew."""

    row_id: str
    name: str
    on: str
    recent: bool
    again: bool


def of(tx: Session, person: Person, now: datetime) -> list[Earlier]:
    """Give those that ended, the last first, in a fixed number of queries."""
    rows = relationships.of_person(tx, person.id, (*LIVE, State.INVITED, State.ENDED))
    return among(tx, person, rows, known(tx, rows), now)


def known(tx: Session, rows: Sequence[Relationship]) -> dict[str, Person]:
    """Give everybody in these relationships by row id."""
    return people.some(tx, {each for row in rows for each in (row.mentee_id, row.mentor_id)})


def among(
    tx: Session,
    person: Person,
    rows: Sequence[Relationship],
    pairs: Mapping[str, Person],
    now: datetime,
) -> list[Earlier]:
    """Give those of a person's relationships that ended; the others say who is met again."""
    ended = sorted(
        (row for row in rows if row.state == State.ENDED and row.ended_at is not None),
        key=lambda row: str(row.ended_at),
        reverse=True,
    )
    open_pairs = {row.open_pair for row in rows if row.open_pair is not None}
    chosen = homes.choices(tx, person.id, [row.id for row in ended])
    return [
        _look(tx, person, row, pairs, now, open_pairs=open_pairs, chosen=chosen[row.id])
        for row in ended
    ]


def _look(
    tx: Session,
    person: Person,
    row: Relationship,
    pairs: Mapping[str, Person],
    now: datetime,
    *,
    open_pairs: set[str],
    chosen: Mapping[str, str],
) -> Earlier:
    mentee, mentor = pairs[row.mentee_id], pairs[row.mentor_id]
    other = mentor if person.id == mentee.id else mentee
    recent = reopenings.is_recent(row, mentee, now, timers.of(tx).reopen_months)
    there = mentee.deactivated_at is None and mentor.deactivated_at is None
    taken = relationships.pair_key(mentee.id, mentor.id) in open_pairs
    asked = chosen.get(reopenings.ASKED) in ("yes", "asked")
    ended_on = windows.local_day(row.ended_at or now, person.zone)
    return Earlier(
        row.id,
        names.name(other),
        dates.full(ended_on, person.locale),
        recent,
        recent and there and not taken and not asked,
    )
