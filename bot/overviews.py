"""One person's view of each of their relationships, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlmodel import Session

from bot import ahead, setup
from bot.ahead import NOTHING, Ahead
from store import homes, people
from store.advice import Promise, Step
from store.goals import Goal
from store.people import Person
from store.relationships import Relationship
from store.reviews import Review
from store.sessions import BOOKED, HELD, OFFERED, TO_BOOK, Meeting
from store.trades import Note, Trade

OPEN = (TO_BOOK, OFFERED, BOOKED)


class Belongs(Protocol):
    """A row of a relationship."""

    relationship_id: str


Row = TypeVar("Row", bound=Belongs)


@dataclass(frozen=True)
class Overview:
    """A relationship as one of the two may see it: nothing in it is the other's alone.

    `goals`: open ones. `steps`: the mentee's own open ones. `promises`: the mentor's own.
    `trades` with `notes` by trade and author. `asked`: times wait for this person's answer.
    `reviews` of half-way with those the person has `answered`.
    `last_talk`: the next session is this person's last, which only they know.
    """

    relationship: Relationship
    person: Person
    other: Person
    meetings: Sequence[Meeting]
    goals: Sequence[Goal]
    steps: Sequence[Step]
    promises: Sequence[Promise]
    trades: Sequence[Trade]
    notes: dict[str, dict[str, Note]]
    asked: bool
    cards_left: Sequence[str]
    reviews: Sequence[Review] = ()
    answered: frozenset[str] = frozenset()
    last_talk: bool = False
    ahead: Ahead = NOTHING

    @property
    def mentee(self) -> bool:
        """Say whether the person is the mentee of the two."""
        return self.relationship.mentee_id == self.person.id

    @property
    def meeting(self) -> Meeting | None:
        """Give the session to book, booked, or waiting for "did you meet?"."""
        return next((row for row in reversed(self.meetings) if row.state in OPEN), None)

    @property
    def met(self) -> bool:
        """Say whether any session was held."""
        return any(row.state == HELD for row in self.meetings)

    @property
    def stopped(self) -> bool:
        """Say whether there are no dates, because the other's account is gone."""
        return self.other.deactivated_at is not None

    @property
    def booked(self) -> bool:
        """Say whether there is a session with a date, however it went."""
        return self.meeting is not None and self.meeting.state == BOOKED

    def over(self, now: datetime) -> bool:
        """Say whether the booked session has ended and nobody has said how it went."""
        meeting = self.meeting
        if meeting is None or meeting.state != BOOKED or meeting.starts_at is None:
            return False
        return meeting.starts_at + timedelta(minutes=meeting.minutes) <= now

    @property
    def round(self) -> Trade | None:
        """Give the trade that isn't closed."""
        return next((t for t in reversed(self.trades) if t.closed_at is None), None)

    @property
    def unread(self) -> bool:
        """Say whether the other shared a note that the person hasn't opened."""
        theirs = [self.notes[trade.id].get(self.other.id) for trade in self.trades]
        return any(n and n.released and not n.hidden_at and not n.opened_at for n in theirs)

    def own_note(self, trade: Trade) -> Note | None:
        """Give the person's side of a trade, None before they wrote or skipped."""
        note = self.notes[trade.id].get(self.person.id)
        return note if note and (note.written_at or note.skipped_at) else None


def of(tx: Session, person: Person, rows: Sequence[Relationship]) -> list[Overview]:
    """Give the view of each of these relationships, all of them the person's."""
    ids = [row.id for row in rows]
    known = people.some(tx, {each for row in rows for each in (row.mentee_id, row.mentor_id)})
    meetings = _sort(homes.meetings(tx, ids))
    goals, steps = _sort(homes.goals(tx, ids)), _sort(homes.steps(tx, ids))
    promises, trades = _sort(homes.promises(tx, ids)), homes.trades(tx, ids)
    notes = homes.notes(tx, [trade.id for trade in trades])
    rounds = _sort(trades)
    reviews = _sort(homes.reviews(tx, ids))
    answered = frozenset(homes.answered(tx, person.id, ids))
    chosen = homes.choices(tx, person.id, ids)
    wished, ruled = homes.wished(tx, person.id, ids), homes.ruled(tx, person.id, ids)
    lies_ahead = ahead.of(tx, person, rows, chosen)
    open_ids = [m.id for rows_ in meetings.values() for m in rows_ if m.state in OPEN]
    slots = [slot for slot in homes.slots(tx, open_ids) if slot.offered_by_id != person.id]
    asked = {slot.session_id for slot in slots}
    found = []
    for row in rows:
        mentee = row.mentee_id == person.id
        seen = [g for g in goals[row.id] if not g.private or g.author_id == person.id]
        found.append(
            Overview(
                relationship=row,
                person=person,
                other=known[row.mentor_id if mentee else row.mentee_id],
                meetings=meetings[row.id],
                goals=seen,
                steps=steps[row.id] if mentee else (),
                promises=() if mentee else promises[row.id],
                trades=rounds[row.id],
                notes=notes,
                asked=any(meeting.id in asked for meeting in meetings[row.id]),
                cards_left=setup.left(
                    row,
                    person,
                    chosen[row.id].keys(),
                    wished=row.id in wished,
                    ruled=row.id in ruled,
                )
                if row.state == "setting_up"
                else (),
                reviews=reviews[row.id],
                answered=answered,
                last_talk=_last_talk(row, person, chosen[row.id]),
                ahead=lies_ahead[row.id],
            )
        )
    return found


def _last_talk(relationship: Relationship, person: Person, chosen: Mapping[str, str]) -> bool:
    if relationship.last_talk_for_id in (None, person.id):
        return relationship.last_talk_for_id is not None
    return chosen.get("last_talk") == "yes"


def _sort(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    sorted_: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        sorted_[row.relationship_id].append(row)
    return sorted_
